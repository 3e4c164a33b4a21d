/** `lifeboat sign`: a person's name under a record, checked by verify and by ssh-keygen alone. */
import {spawnSync} from 'node:child_process';
import {readdirSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {driveRun} from '../support/driven-run.ts';
import {finishedRun, same} from '../support/edited-record.ts';
import {factsOf} from '../support/lifeboat.ts';
import {contentOf} from '../support/processes.ts';
import {outageDesk, smallPlan} from '../support/small-runbook.ts';
import {makeSshKey} from '../support/ssh-keys.ts';

const {edited} = finishedRun();

const planWith = (publicKey: string): string =>
  smallPlan.replace('phone: "+49 30 1235"', `phone: "+49 30 1235", ssh_keys: ["${publicKey}"]`);

test('the head of a finished record is signed, verify names who did it, and ssh-keygen checks it without us', async () => {
  const {desk, run, directory} = edited(same);
  const grace = makeSshKey(desk.directory, 'grace');
  desk.file('plan.yaml', planWith(grace.publicKey));
  const signed = await desk.lifeboat(['sign', run, '--key', grace.file]);
  expect(signed).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /^Signed \d+ facts as Grace Hopper, SHA256:\S+: seals\/technical_lead\.head\.note\.sig\n$/,
    ),
    stderr: expect.stringContaining('You sign the first'),
  });

  const verified = await desk.lifeboat(['verify', run, '--json']);
  const {entries, operators} = JSON.parse(verified.stdout);
  expect({code: verified.code, operators}).toEqual({
    code: 0,
    operators: [{name: 'Grace Hopper', key: expect.stringMatching(/^SHA256:/), entries}],
  });
  expect((await desk.lifeboat(['verify', run])).stdout).toMatch(/^head of all facts signed by Grace Hopper, SHA256:/m);

  const signers = desk.file('allowed_signers', `grace namespaces="lifeboat-run" ${grace.publicKey}\n`);
  const note = join(directory, 'seals/technical_lead.head.note');
  const args = ['-Y', 'verify', '-f', signers, '-I', 'grace', '-n', 'lifeboat-run', '-s', `${note}.sig`];
  expect(spawnSync('ssh-keygen', args, {input: contentOf(note)}).status).toBe(0);
});

test('a key that no plan names signs under its fingerprint, and is not given a name', async () => {
  const {desk, run, directory} = edited(same);
  const {file} = makeSshKey(desk.directory, 'stranger');
  const {stdout} = await desk.lifeboat(['sign', run, '--key', file, '--json']);
  expect(JSON.parse(stdout)).toMatchObject({run, name: null, file: expect.stringMatching(/^seals\/SHA256-\S+\.sig$/)});
  expect((await desk.lifeboat(['verify', run])).stdout).toContain('a key that the plan does not name');
  expect(readdirSync(join(directory, 'seals')).filter(name => name.endsWith('.new'))).toEqual([]);
});

test('a run that somebody drives is signed as far as it is, goes on undisturbed, and is signed again at its end', async () => {
  const {desk, runbook} = outageDesk('  - {id: call, title: Call, instruction: Call the venue}');
  const grace = makeSshKey(desk.directory, 'grace');
  const run = driveRun(desk, ['run', runbook, '--as', 'Ada Lovelace']);
  await run.hears({type: 'asked', step: 'call'});
  const id = desk.runs()[0] ?? '';
  const sign = () => desk.lifeboat(['sign', id, '--key', grace.file]);
  expect((await sign()).code).toBe(0);
  const operators = async () => JSON.parse((await desk.lifeboat(['verify', id, '--json'])).stdout).operators;
  const [early] = await operators();
  run.send({intent: 'done', step: 'call'});
  await run.hears({type: 'run-ended', outcome: 'recovered'});
  expect((await run.started.ended).code).toBe(0);

  expect(await operators()).toEqual([early]);
  expect((await sign()).code).toBe(0);
  expect(await operators()).toEqual([{...early, entries: factsOf(desk).length}]);
  expect(early.entries).toBeLessThan(factsOf(desk).length);
});

test.each<readonly [string, (note: string) => void]>([
  ['whose note was edited', note => writeFileSync(note, contentOf(note).replace(/\n\d+\n/, '\n3\n'))],
  ['whose note is gone', note => renameSync(note, `${note}.old`)],
  ['that is no signature', note => writeFileSync(`${note}.sig`, 'signed, Grace')],
])('a signature %s does not verify, and nothing more is signed over it', async (_what, change) => {
  const {desk, run, directory} = edited(same);
  const grace = makeSshKey(desk.directory, 'grace');
  desk.file('plan.yaml', planWith(grace.publicKey));
  await desk.lifeboat(['sign', run, '--key', grace.file]);
  change(join(directory, 'seals/technical_lead.head.note'));
  const {code, stdout} = await desk.lifeboat(['verify', run, '--json']);
  expect({code, ...JSON.parse(stdout)}).toMatchObject({code: 8, verdict: 'DAMAGED', problems: [{code: 'operator'}]});
  const again = await desk.lifeboat(['sign', run, '--key', grace.file]);
  expect(again).toMatchObject({code: 8, stderr: expect.stringContaining('nobody should sign it')});
});

test('a record that was cut after it was signed is known by the signature', async () => {
  const {desk, run, directory} = edited(same);
  const grace = makeSshKey(desk.directory, 'grace');
  await desk.lifeboat(['sign', run, '--key', grace.file]);
  const journal = join(directory, 'journal.jsonl');
  writeFileSync(journal, contentOf(journal).split('\n').slice(0, 5).join('\n').concat('\n'));
  renameSync(join(directory, 'seals/head.note'), join(directory, 'head.note'));
  const {code, stdout} = await desk.lifeboat(['verify', run, '--json']);
  expect({code, ...JSON.parse(stdout)}).toMatchObject({code: 8, verdict: 'TRUNCATED'});
  expect(JSON.parse(stdout).problems.map((problem: {code: string}) => problem.code)).toContain('operator');
});

test('without a key that signs, nothing is written', async () => {
  const {desk, run, directory} = edited(same);
  const before = readdirSync(join(directory, 'seals'));
  expect(await desk.lifeboat(['sign', run, '--key', 'nowhere'])).toMatchObject({code: 2, stdout: ''});
  expect((await desk.lifeboat(['sign', run])).code).toBe(2);
  expect(readdirSync(join(directory, 'seals'))).toEqual(before);
});
