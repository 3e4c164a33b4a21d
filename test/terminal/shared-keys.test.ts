/** Four eyes are of two people: a key that two contacts share, or that the executor has, does not make a second one. */
import {copyFileSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {driveRun} from '../support/driven-run.ts';
import {contentOf} from '../support/processes.ts';
import {outageDesk} from '../support/small-runbook.ts';
import {makeSshKey} from '../support/ssh-keys.ts';

const steps = `
  - id: go
    title: Go on
    approval: {ask: "Switch the shop over?", from: [approver, second], need: 2}
`;

/** A desk where Ada executes and two others may approve; each has the key that the test says. */
const desk = (keys: {readonly ada: string; readonly grace: string; readonly alan: string}) => {
  const {desk, runbook} = outageDesk(steps);
  const made = new Map([...new Set(Object.values(keys))].map(name => [name, makeSshKey(desk.directory, name)]));
  const keyOf = (name: string) => made.get(name) ?? {file: '', publicKey: ''};
  const contact = (name: string, key: string) => `{name: ${name}, ssh_keys: ["${keyOf(key).publicKey}"]}`;
  desk.file(
    'plan.yaml',
    `format: 1
title: Disaster recovery of the shop
contacts:
  database_administrator: ${contact('Ada Lovelace', keys.ada)}
  technical_lead: ${contact('Grace Hopper', keys.grace)}
  on_call_engineer: ${contact('Alan Turing', keys.alan)}
objectives:
  critical: {rto: 1h, rpo: none}
`,
  );
  writeFileSync(
    runbook,
    contentOf(runbook).replace(
      '{contact: technical_lead}',
      '{contact: technical_lead}\n  second: {contact: on_call_engineer}',
    ),
  );
  return {desk, runbook, keyOf};
};

test('the executor’s own key does not approve under the name of another contact', async () => {
  const {desk: place, runbook, keyOf} = desk({ada: 'one', grace: 'one', alan: 'alan'});
  const run = driveRun(place, ['run', runbook, '--as', 'Ada Lovelace']);
  const challenge = String((await run.hears({type: 'asked', step: 'go'})).challenge);
  const {stdout} = await place.lifeboat(['approve', challenge, '--key', keyOf('one').file]);
  run.send({intent: 'approve', step: 'go', signature: stdout.trim()});
  await run.hears({
    type: 'refused',
    why: 'Grace Hopper has the same key in the plan as Ada Lovelace, who executes this run, or did; another person must approve it.',
  });
  await run.close();
});

test('the key of whoever executes approves nothing, also where the account is not called as the plan calls them', async () => {
  const {desk: place, runbook, keyOf} = desk({ada: 'ada', grace: 'grace', alan: 'alan'});
  const home = join(place.directory, 'home');
  mkdirSync(join(home, '.ssh'), {recursive: true});
  copyFileSync(`${keyOf('grace').file}.pub`, join(home, '.ssh/id_ed25519.pub'));
  const run = driveRun(place, ['run', runbook], {HOME: home});
  const challenge = String((await run.hears({type: 'asked', step: 'go'})).challenge);
  const sign = async (name: string) =>
    (await place.lifeboat(['approve', challenge, '--key', keyOf(name).file])).stdout.trim();
  run.send({intent: 'approve', step: 'go', signature: await sign('grace')});
  const refused = await run.hears({type: 'refused'});
  expect(refused.why).toMatch(/^The key SHA256:\S+ is in ~\/.ssh or in the agent of whoever executes this run here;/);
  run.send({intent: 'approve', step: 'go', signature: await sign('alan')});
  await run.hears({type: 'approved', by: 'Alan Turing', proof: 'signature'});
  await run.close();
});

test('two contacts who share one key are one go of two, and the linter says so before', async () => {
  const {desk: place, runbook, keyOf} = desk({ada: 'ada', grace: 'one', alan: 'one'});
  const linted = await place.lifeboat(['lint', 'plan.yaml', '--json']);
  expect(JSON.parse(linted.stdout)).toMatchObject({
    ok: true,
    findings: [{code: 'plan/shared-key', severity: 'warning'}],
  });
  const run = driveRun(place, ['run', runbook, '--as', 'Ada Lovelace']);
  const challenge = String((await run.hears({type: 'asked', step: 'go'})).challenge);
  const {stdout} = await place.lifeboat([
    'approve',
    '--file',
    place.file('challenge', `${challenge}\n`),
    '--key',
    keyOf('one').file,
  ]);
  run.send({intent: 'approve', step: 'go', signature: stdout.trim()});
  await run.hears({type: 'approved', proof: 'signature'});
  run.send({intent: 'approve', step: 'go', actor: 'Alan Turing'});
  await run.hears({
    type: 'refused',
    why: 'Alan Turing has the same key in the plan as Grace Hopper, who has approved already; another person must.',
  });
  await run.close();
});

test('a challenge comes as words, as a file, or through a pipe, and never twice', async () => {
  const {desk: place, runbook, keyOf} = desk({ada: 'ada', grace: 'grace', alan: 'alan'});
  const run = driveRun(place, ['run', runbook, '--as', 'Ada Lovelace']);
  const challenge = String((await run.hears({type: 'asked', step: 'go'})).challenge);
  const file = place.file('challenge', `${challenge.slice(0, 50)}\n${challenge.slice(50)}\n`);
  const signed = (args: readonly string[], input = '') =>
    place.lifeboat(['approve', ...args, '--key', keyOf('grace').file], {input});
  const ways = [await signed([challenge]), await signed(['--file', file]), await signed([], `  ${challenge}\n`)];
  expect(new Set(ways.map(({code, stdout}) => `${code} ${stdout}`)).size).toBe(1);
  expect(ways[0]).toMatchObject({code: 0, stdout: expect.stringMatching(/^U1NIU0lH\S+\n$/)});

  expect((await signed([challenge, '--file', file])).code).toBe(2);
  expect(await signed(['--file', 'nowhere'])).toMatchObject({code: 2, stderr: expect.stringContaining('no such file')});
  expect((await signed([], 'go, I say')).code).toBe(2);
  expect((await signed([], '')).code).toBe(2);
  await run.close();
});
