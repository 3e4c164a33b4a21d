/** Four eyes without a server: an approver signs a challenge on their own machine, and the record proves it for ever. */
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {type DrivenRun, driveRun} from '../support/driven-run.ts';
import {type Desk, eventually, factsOf} from '../support/lifeboat.ts';
import {outageDesk, smallRunbook} from '../support/small-runbook.ts';
import {makeSshKey, type SshKey} from '../support/ssh-keys.ts';

const steps = `
  - id: go
    title: Go on
    approval: {ask: "Switch the shop over?", from: [approver]}
`;

const planWith = (keys: {readonly grace: SshKey; readonly ada: SshKey; readonly alan: SshKey}): string => `format: 1
title: Disaster recovery of the shop
contacts:
  database_administrator: {name: Ada Lovelace, ssh_keys: ["${keys.ada.publicKey}"]}
  technical_lead: {name: Grace Hopper, ssh_keys: ["${keys.grace.publicKey}"]}
  on_call_engineer: {name: Alan Turing, ssh_keys: ["${keys.alan.publicKey}"]}
objectives:
  critical: {rto: 1h, rpo: none}
`;

/** A desk whose contacts have keys, and one key that nobody of the plan has. */
const signingDesk = (written = steps) => {
  const {desk, runbook} = outageDesk(written);
  const key = (name: string) => makeSshKey(desk.directory, name);
  const keys = {grace: key('grace'), ada: key('ada'), alan: key('alan'), stranger: key('stranger')};
  desk.file('plan.yaml', planWith(keys));
  return {desk, runbook, keys};
};

/** The same go, of two people. */
const twoGoes = (): string =>
  smallRunbook(steps.replace('from: [approver]', 'from: [approver, second], need: 2')).replace(
    '{contact: technical_lead}',
    '{contact: technical_lead}\n  second: {contact: on_call_engineer}',
  );

const challengeOf = async (run: DrivenRun): Promise<string> =>
  String((await run.hears({type: 'asked', step: 'go'})).challenge);

const sign = async (desk: Desk, challenge: string, key: SshKey): Promise<string> => {
  const {code, stdout, stderr} = await desk.lifeboat(['approve', challenge, '--key', key.file]);
  expect({code, asked: stderr.includes('| Switch the shop over?')}).toEqual({code: 0, asked: true});
  return stdout.trim();
};

test('a signed go is no deviation, and the record proves it with nothing but its own directory', async () => {
  const {desk, runbook, keys} = signingDesk();
  const run = driveRun(desk, ['run', runbook, '--as', 'Ada Lovelace']);
  const challenge = await challengeOf(run);
  await eventually(() => run.said().at(-1)).toMatchObject({type: 'wanted', prompts: [{step: 'go', challenge}]});
  run.send({intent: 'approve', step: 'go', signature: await sign(desk, challenge, keys.grace)});
  expect(await run.hears({type: 'approved'})).toMatchObject({
    by: 'Grace Hopper',
    role: 'approver',
    proof: 'signature',
    contact: 'technical_lead',
    key: expect.stringMatching(/^SHA256:/),
  });
  await run.hears({type: 'run-ended', outcome: 'recovered'});
  expect((await run.started.ended).code).toBe(0);

  const id = desk.runs()[0] ?? '';
  const verified = await desk.lifeboat(['verify', id]);
  expect(verified.code).toBe(0);
  expect(verified.stdout).toContain('the signatures of 1 approvals');
});

test('on the plain face the signature comes as a file, made from the line that "show" prints', async () => {
  const {desk, runbook, keys} = signingDesk();
  const plain = desk.terminal(['run', runbook, '--plain', '--as', 'Ada Lovelace'], {columns: 200});
  await plain.shows('To prove it, the approver signs this');
  const {stdout} = await desk.lifeboat(['show', desk.runs()[0] ?? '']);
  const [challenge = ''] = /lifeboat1\.\S+/.exec(stdout) ?? [];
  desk.file('signature', await sign(desk, challenge, keys.grace));
  plain.type('approve @signature\r');
  await plain.shows('approved by Grace Hopper as approver, proven by a signature');
  expect((await plain.exited).code).toBe(0);
});

test('a go that a typed name gave is proven while the run is open, and is no deviation any more', async () => {
  const {desk, runbook, keys} = signingDesk(`${steps}
  - {id: watch, title: Watch it, instruction: Watch the shop for ten minutes}
`);
  const run = driveRun(desk, ['run', runbook, '--as', 'Ada Lovelace']);
  const challenge = await challengeOf(run);
  run.send({intent: 'approve', step: 'go', actor: 'grace hopper'});
  await run.hears({type: 'asked', step: 'watch'});
  const shown = await desk.lifeboat(['show', desk.runs()[0] ?? '']);
  expect(shown.stdout).toContain(
    `The go of Grace Hopper in step go is not proven. To prove it, the approver signs this`,
  );
  expect(shown.stdout).toContain(challenge);

  run.send({intent: 'prove', signature: await sign(desk, challenge, keys.alan)});
  await run.hears({type: 'refused', why: 'Alan Turing may not approve this; Grace Hopper may.'});
  const signature = await sign(desk, challenge, keys.grace);
  run.send({intent: 'prove', signature});
  const key = expect.stringMatching(/^SHA256:/);
  expect(await run.hears({type: 'approval-proven'})).toMatchObject({of: 'Grace Hopper', by: 'Grace Hopper', key});
  run.send({intent: 'prove', signature});
  await run.hears({type: 'refused', why: 'No go of this run waits for a proof.'});
  run.send({intent: 'done', step: 'watch'});
  await run.hears({type: 'run-ended', outcome: 'recovered'});
  expect((await run.started.ended).code).toBe(0);
  const verified = await desk.lifeboat(['verify', desk.runs()[0] ?? '']);
  expect({code: verified.code, says: verified.stdout}).toEqual({
    code: 0,
    says: expect.stringContaining('the signatures of 1 approvals'),
  });
});

test('whoever has approved by name can sign while another go is waited for; it counts as one', async () => {
  const {desk, runbook, keys} = signingDesk();
  writeFileSync(runbook, twoGoes());
  const run = driveRun(desk, ['run', runbook, '--as', 'Ada Lovelace']);
  const challenge = await challengeOf(run);
  run.send({intent: 'approve', step: 'go', actor: 'Grace Hopper'});
  await run.hears({type: 'approved', by: 'Grace Hopper', proof: 'typed'});
  run.send({intent: 'approve', step: 'go', signature: await sign(desk, challenge, keys.grace)});
  await run.hears({type: 'approval-proven', of: 'Grace Hopper'});
  expect(factsOf(desk).map(({type}) => type)).not.toContain('run-ended');
  run.send({intent: 'approve', step: 'go', signature: await sign(desk, challenge, keys.alan)});
  await run.hears({type: 'run-ended', outcome: 'recovered'});
  expect((await run.started.ended).code).toBe(0);
});

test('a signature that does not prove this go by somebody who may give it is refused', async () => {
  const {desk, runbook, keys} = signingDesk();
  const other = driveRun(desk, ['run', runbook, '--as', 'Ada Lovelace']);
  const elsewhere = await sign(desk, await challengeOf(other), keys.grace);
  const run = driveRun(desk, ['run', runbook, '--as', 'Grace Hopper']);
  const challenge = await challengeOf(run);
  const before = factsOf(desk).length;
  const refused = async (signature: string, why: string, more: object = {}) => {
    run.send({intent: 'approve', step: 'go', signature, ...more});
    await run.hears({type: 'refused', intent: 'approve', step: 'go', why});
  };
  const notForThis =
    'That signature is not for this question: it was made for another run, step or attempt, or was changed.';
  await refused(elsewhere, notForThis);
  await refused('hello', 'That is no signature as `lifeboat approve` prints it.');
  await refused(await sign(desk, challenge, keys.alan), 'Alan Turing may not approve this; Grace Hopper may.');
  const good = await sign(desk, challenge, keys.grace);
  await refused(good, 'That is the signature of Grace Hopper and not of Ada Lovelace.', {actor: 'Ada Lovelace'});
  await refused(good, 'Grace Hopper executes this run, or did, and cannot approve it; another person must.');
  run.send({intent: 'approve', step: 'go', signature: await sign(desk, challenge, keys.stranger)});
  await expect
    .poll(
      () =>
        run
          .said()
          .filter(({type}) => type === 'refused')
          .at(-1)?.why,
    )
    .toMatch(/^No contact of the plan has the key SHA256:/);
  expect(factsOf(desk)).toHaveLength(before);
  await run.close();
  await other.close();
});

test('a signature does not count again when the question is put again, nor twice for one question', async () => {
  const {desk, runbook, keys} = signingDesk();
  writeFileSync(runbook, twoGoes());
  const run = driveRun(desk, ['run', runbook, '--as', 'Ada Lovelace']);
  const signature = await sign(desk, await challengeOf(run), keys.grace);
  run.send({intent: 'approve', step: 'go', signature});
  await run.hears({type: 'approved', by: 'Grace Hopper'});
  run.send({intent: 'approve', step: 'go', signature});
  await run.hears({type: 'refused', why: 'Grace Hopper has approved already; another person must.'});
  run.send({intent: 'reject', step: 'go', reason: 'too early'});
  run.send({intent: 'retry', step: 'go'});
  await run.hears({type: 'asked', step: 'go', attempt: 2});
  run.send({intent: 'approve', step: 'go', signature});
  await run.hears({
    type: 'refused',
    why: 'That signature is not for this question: it was made for another run, step or attempt, or was changed.',
  });
  await run.close();
});

test('half a challenge is not signed', async () => {
  const {desk, runbook, keys} = signingDesk();
  const run = driveRun(desk, ['run', runbook]);
  const challenge = await challengeOf(run);
  await run.close();
  const {code, stdout} = await desk.lifeboat(['approve', challenge.slice(0, -9), '--key', keys.grace.file]);
  expect({code, stdout}).toEqual({code: 2, stdout: ''});
  const broken = [challenge.slice(0, 40), challenge.slice(40)];
  expect((await desk.lifeboat(['approve', ...broken, '--key', keys.grace.file])).code).toBe(0);
  expect(readFileSync(join(desk.runDirectory(), 'journal.jsonl'), 'utf8')).toContain(challenge);
});

test('nobody proves a go of their own run, however they were called when it was taken, and no go counts twice', async () => {
  const {desk, runbook, keys} = signingDesk(`${steps}
  - {id: watch, title: Watch it, instruction: Watch the shop for ten minutes}
`);
  const own = driveRun(desk, ['run', runbook, '--as', 'Grace Hopper']);
  const challenge = await challengeOf(own);
  own.send({intent: 'approve', step: 'go', actor: 'technical_lead'});
  await own.hears({
    type: 'refused',
    why: 'Grace Hopper executes this run, or did, and cannot approve it; another person must.',
  });
  await own.close();
  const handed = driveRun(desk, ['run', runbook, '--as', 'Ada Lovelace']);
  const theirs = await challengeOf(handed);
  expect(theirs).not.toBe(challenge);
  handed.send({intent: 'approve', step: 'go', actor: 'technical_lead'});
  await handed.hears({type: 'approved', by: 'Grace Hopper', contact: 'technical_lead', proof: 'typed'});
  handed.send({intent: 'handover', value: 'executor', actor: 'Grace Hopper'});
  await handed.hears({type: 'handed-over', to: 'Grace Hopper'});
  handed.send({intent: 'prove', signature: await sign(desk, theirs, keys.grace)});
  await handed.hears({
    type: 'refused',
    intent: 'prove',
    why: 'Grace Hopper executes this run, or did, and cannot approve it; another person must.',
  });
  await handed.close();
});

test('one person is one go of two, by name, by what the plan calls them, and by signature', async () => {
  const {desk, runbook, keys} = signingDesk();
  writeFileSync(runbook, twoGoes());
  const run = driveRun(desk, ['run', runbook, '--as', 'Ada Lovelace']);
  const challenge = await challengeOf(run);
  run.send({intent: 'approve', step: 'go', signature: await sign(desk, challenge, keys.grace)});
  await run.hears({type: 'approved', by: 'Grace Hopper', proof: 'signature'});
  run.send({intent: 'approve', step: 'go', actor: 'technical_lead'});
  await run.hears({type: 'refused', why: 'Grace Hopper has approved already; another person must.'});
  await run.close();
});
