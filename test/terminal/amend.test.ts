/** A runbook that is amended in the middle of a run: only what is to come, with an approval that the record proves. */
import {spawn} from 'node:child_process';
import {cpSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {driveRun} from '../support/driven-run.ts';
import {type Desk, type Fact, factsOf, typedName} from '../support/lifeboat.ts';
import {marksOf, outageDesk} from '../support/small-runbook.ts';
import {makeSshKey, type SshKey} from '../support/ssh-keys.ts';
import {writeAnew} from '../support/write-anew.ts';

const steps = `
  - id: call
    title: Call everybody
    effects: write
    touches: ["'phone'"]
    command: [sh, "\${inputs.folder}/mark", called]
    undo: {command: "true"}
  - id: restart
    title: Restart the service
    effects: write
    touches: ["'shop'"]
    command: /no/such/program
    undo: {command: "true"}
`;

const right = `[sh, "\${inputs.folder}/mark", restarted]`;

/** A run that is held at a command which there is not, and the texts that could take its runbook's place. */
const heldDesk = async () => {
  const {desk, runbook} = outageDesk(steps);
  const key = (name: string): SshKey => makeSshKey(desk.directory, name);
  const keys = {grace: key('grace'), ada: key('ada'), stranger: key('stranger')};
  desk.file(
    'plan.yaml',
    `format: 1
title: Disaster recovery of the shop
contacts:
  database_administrator: {name: Ada Lovelace, ssh_keys: ["${keys.ada.publicKey}"]}
  technical_lead: {name: Grace Hopper, ssh_keys: ["${keys.grace.publicKey}"]}
objectives:
  critical: {rto: 1h, rpo: none}
`,
  );
  desk.file('mark', `echo "$1" >> "$(dirname "$0")/marks"\n`);
  expect((await desk.lifeboat(['run', runbook, '--auto', '--as', 'Ada Lovelace'])).code).toBe(7);
  const text = readFileSync(runbook, 'utf8');
  const mended = desk.file('mended.yaml', text.replace('/no/such/program', right));
  return {desk, keys, run: desk.runs()[0] ?? '', text, mended};
};

const challengeOf = async (desk: Desk, args: readonly string[]): Promise<string> => {
  const {code, stdout} = await desk.lifeboat(['amend', ...args, '--json']);
  expect(code).toBe(7);
  return String(JSON.parse(stdout).challenge);
};

const signed = async (desk: Desk, challenge: string, key: SshKey): Promise<string> => {
  const {code, stdout, stderr} = await desk.lifeboat(['approve', challenge, '--key', key.file]);
  expect({code, says: stderr.includes('Amendment 1 of the runbook')}).toEqual({code: 0, says: true});
  return desk.file(`${key.file.split('/').at(-1)}.sig`, stdout);
};

test('a wrong command of a step that is held is mended, signed for, and the run goes on to its end', async () => {
  const {desk, keys, run, mended} = await heldDesk();
  const args = [run, mended, '--reason', 'the program has another name', '--as', 'Ada Lovelace'];
  const before = factsOf(desk).length;
  const signature = await signed(desk, await challengeOf(desk, args), keys.grace);
  expect(factsOf(desk)).toHaveLength(before);
  const amended = await desk.lifeboat(['amend', ...args, '--signature', signature]);
  expect(amended).toMatchObject({code: 0, stderr: ''});
  expect(amended.stdout).toContain('+    command: [sh');
  expect(factsOf(desk).find(({type}) => type === 'amended')).toMatchObject({
    number: 1,
    reason: 'the program has another name',
    by: 'Grace Hopper',
    proof: 'signature',
    actor: {name: 'Ada Lovelace'},
  });

  const resumed = driveRun(desk, ['resume', run, '--as', 'Ada Lovelace']);
  await resumed.hears({type: 'wanted'});
  resumed.send({intent: 'retry', step: 'restart'});
  await resumed.hears({type: 'run-ended', outcome: 'recovered-with-exceptions'});
  expect((await resumed.close()).code).toBe(0);
  expect(marksOf(desk)).toEqual(['called', 'restarted']);
  const verified = await desk.lifeboat(['verify', run]);
  expect(verified.code).toBe(0);
  expect(verified.stdout).toContain('Amendment 1 of its runbook was approved by Grace Hopper, proven by a signature.');
  expect((await desk.lifeboat(['show', run])).stdout).toContain('the runbook: amended by Ada Lovelace');
  expect((await desk.lifeboat(['replay', run, '--plain'])).stdout).toContain('AMENDED');
});

test('what has happened is not amended, nor what the run was begun with', async () => {
  const {desk, run, text} = await heldDesk();
  const refused = async (changed: string): Promise<string> => {
    const {code, stderr} = await desk.lifeboat(['amend', run, desk.file('other.yaml', changed), '--reason', 'why not']);
    expect([2, 3]).toContain(code);
    return stderr;
  };
  expect(await refused(text.replace('called]', 'rung]'))).toContain('it changes call, which is succeeded');
  const inserted = text.replace(
    '  - id: call',
    '  - id: first\n    title: First\n    instruction: Sit down.\n  - id: call',
  );
  expect(await refused(inserted)).toContain('its machine does not allow fact 2');
  expect(await refused(text.replace('id: shop-outage', 'id: shop-fire'))).toContain('this run is of "shop-outage"');
  expect(await refused(text.replace('inputs: {', 'inputs: {host: {type: hostname}, '))).toContain(
    '"host" needs a default',
  );
  expect(await refused(text)).toContain('there is nothing to amend');
  expect(await refused(text.replace('instruction', 'instructoin').replace('command: /no', 'comand: /no'))).toContain(
    'error[',
  );
  expect(factsOf(desk).some(({type}) => type === 'amended')).toBe(false);
});

test('a signature counts for this text and this reason of this record, and from nobody who executes the run', async () => {
  const {desk, keys, run, mended, text} = await heldDesk();
  const args = [run, mended, '--reason', 'wrong name', '--as', 'Ada Lovelace'];
  const challenge = await challengeOf(desk, args);
  const [grace, ada, stranger] = [
    await signed(desk, challenge, keys.grace),
    await signed(desk, challenge, keys.ada),
    await signed(desk, challenge, keys.stranger),
  ];
  const answer = async (given: readonly string[], signature: string): Promise<string> => {
    const {code, stderr} = await desk.lifeboat(['amend', ...given, '--signature', signature]);
    expect(code).toBe(2);
    return stderr;
  };
  expect(await answer(args, ada)).toContain('Ada Lovelace executes this run');
  expect(await answer(args, stranger)).toContain('No contact of the plan has the key');
  expect(await answer([run, mended, '--reason', 'another reason'], grace)).toContain('not for this amendment');
  const other = desk.file('other.yaml', text.replace('/no/such/program', '/bin/true'));
  expect(await answer([run, other, '--reason', 'wrong name'], grace)).toContain('not for this amendment');
  expect(await answer([run, mended, '--reason', 'wrong name', '--as', 'Grace Hopper'], grace)).toContain(
    'executes this run',
  );
  // Something else was recorded meanwhile.
  await desk.lifeboat(['resume', run, '--auto', '--as', 'Ada Lovelace']);
  expect(await answer(args, grace)).toContain('not for this amendment');
});

test('a typed name lets it be, and proves nothing', async () => {
  const {desk, run, mended} = await heldDesk();
  const args = ['amend', run, mended, '--reason', 'wrong name', '--as', 'Ada Lovelace'];
  expect((await desk.lifeboat([...args, '--approved-by', 'Ada Lovelace'])).code).toBe(2);
  expect((await desk.lifeboat([...args, '--approved-by', 'technical_lead'])).code).toBe(0);
  const shown = JSON.parse((await desk.lifeboat(['show', run, '--json'])).stdout);
  expect(shown.deviations.map(({kind}: Fact & {kind: string}) => kind)).toEqual(['amended', 'unproven-approval']);
  expect((await desk.lifeboat(['verify', run])).stdout).toContain('by a typed name, which proves nothing');
});

test('while somebody drives the run nothing is amended', async () => {
  const {desk, run, mended} = await heldDesk();
  const driven = driveRun(desk, ['resume', run]);
  await driven.hears({type: 'wanted'});
  const refused = await desk.lifeboat([
    'amend',
    run,
    mended,
    '--reason',
    'wrong name',
    '--approved-by',
    'Grace Hopper',
  ]);
  expect(refused.code).toBe(10);
  await driven.started.kill();
});

test('verify finds a difference that was tampered with, and a record that was written anew around the signature', async () => {
  const {desk, keys, run, mended} = await heldDesk();
  const args = [run, mended, '--reason', 'wrong name', '--as', 'Ada Lovelace'];
  const signature = await signed(desk, await challengeOf(desk, args), keys.grace);
  expect((await desk.lifeboat(['amend', ...args, '--signature', signature])).code).toBe(0);
  const folder = join(desk.runDirectory(), 'amendments', '1');
  const patch = readFileSync(join(folder, 'diff.patch'));
  rmSync(join(folder, 'diff.patch'));
  writeFileSync(join(folder, 'diff.patch'), `${patch}\n`);
  expect((await desk.lifeboat(['verify', run])).stdout).toContain('file-changed');
  writeFileSync(join(folder, 'diff.patch'), patch);
  expect((await desk.lifeboat(['verify', run])).code).toBe(0);
  writeAnew(desk, fact => (fact.type === 'amended' ? {...fact, reason: 'everybody agreed'} : fact));
  const verified = await desk.lifeboat(['verify', run]);
  expect(verified.code).toBe(8);
  expect(verified.stdout).toContain('is not proven: That signature is not for this amendment');
});

const killedAfterMs = process.env.CI === 'true' ? [150, 200, 250, 300, 350, 400, 450] : [250];

test('killed at any moment the run goes by the one text or the other, and can be amended again', async () => {
  const {desk, run, mended} = await heldDesk();
  const spare = join(desk.directory, 'spare');
  cpSync(desk.state, spare, {recursive: true});
  const args = [
    'amend',
    run,
    mended,
    '--reason',
    'wrong name',
    '--as',
    'Ada Lovelace',
    '--approved-by',
    'Grace Hopper',
  ];
  const [node = '', bundle = ''] = [process.execPath, typedName.replace('node ', '')];
  for (const afterMs of killedAfterMs) {
    rmSync(desk.state, {recursive: true, force: true});
    cpSync(spare, desk.state, {recursive: true});
    const child = spawn(node, [bundle, ...args], {
      cwd: desk.directory,
      env: {...process.env, LIFEBOAT_STATE: desk.state},
      stdio: 'ignore',
    });
    const ended = new Promise(resolve => child.once('exit', resolve));
    const timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
    await ended;
    clearTimeout(timer);
    const isAmended = factsOf(desk).some(({type}) => type === 'amended');
    expect((await desk.lifeboat(['verify', run])).code).toBe(0);
    if (!isAmended) {
      expect((await desk.lifeboat(args)).code).toBe(0);
    }
  }
  // The worst of them: all files are there, and the fact is not.
  rmSync(desk.state, {recursive: true, force: true});
  cpSync(spare, desk.state, {recursive: true});
  mkdirSync(join(desk.runDirectory(), 'amendments', '1'), {recursive: true, mode: 0o700});
  writeFileSync(join(desk.runDirectory(), 'amendments', '1', 'runbook.yaml'), 'format: 1\n', {mode: 0o400});
  expect((await desk.lifeboat(['verify', run])).code).toBe(0);
  expect((await desk.lifeboat(['show', run])).code).toBe(0);
  expect((await desk.lifeboat(args)).code).toBe(0);
  expect((await desk.lifeboat(['verify', run])).code).toBe(0);
});
