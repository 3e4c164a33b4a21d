/** The drill of the shipped runbook on the installed PostgreSQL, without a terminal: the README's first command. */
import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {expectNothingLeft, finding, findingsOf, isoTime} from '../support/drills.ts';
import {type Desk, deletionRunbook, expectNoStackTrace, factsOf, makeDesk} from '../support/lifeboat.ts';

const drillMs = 120_000;
const scale = ['--scale', '2000'];

const passed = [
  'runbook_recovered',
  'symptom_gone',
  'rows_back:public.orders',
  'rows_back:public.payments',
  'rows_back:public.tickets',
  'nothing_else_changed',
  'writes_survived:before',
  'data_loss_told',
  'writes_survived:after',
  'no_write_too_many',
  'no_orphans',
  'indexes_hold',
  'sequences_ahead',
  'structure_as_before',
  'application_writes',
  'accept:1',
  'accept:2',
  'rto_met',
  'rpo_met',
  'lab_removed',
];

const json = async (desk: Desk, ...args: readonly string[]) => {
  const {code, stdout, stderr} = await desk.lifeboat(args);
  expect({code, stderr}).toEqual({code: 0, stderr: ''});
  return JSON.parse(stdout);
};

test('the drill brings back what was lost, measures it, proves it and leaves nothing behind', {
  timeout: drillMs,
}, async () => {
  const desk = makeDesk();
  const ended = await desk.lifeboat(['drill', deletionRunbook, '--auto', ...scale]);
  expect(ended).toMatchObject({code: 0, stderr: ''});
  expect(ended.stdout).toContain('DRILL Accidental data deletion: recovered.\nThe drill passed.');
  expect(ended.stdout).toMatch(/^Recovery time: RTA [\da-z ]+; RTO 1 hour, met\.$/m);
  expect(ended.stdout).toMatch(/^Data loss: RPA [\da-z ]+; RPO 1 hour, met\.$/m);
  expect(ended.stdout).toContain(`Journal: ${join(desk.runDirectory(), 'journal.jsonl')}`);
  expectNoStackTrace(ended);

  const findings = findingsOf(desk);
  expect(findings.map(({name}) => name)).toEqual(passed);
  expect(findings.filter(({ok}) => !ok)).toEqual([]);
  expectNothingLeft(desk);
  await theRecordIsWhole(desk);
  await theListsHaveTheirShapes(desk);
  onlyItsOwnerMayRead(desk.state);
  await itsEndCanBeMadeUp(desk);
});

/** The power fails between the lab's end and the seal, and then before anything was judged. */
const itsEndCanBeMadeUp = async (desk: Desk): Promise<void> => {
  cutAfter(desk, 'lab-examined');
  expect((await desk.lifeboat(['replay', desk.runs()[0] ?? ''])).stdout).not.toContain('The drill passed');
  const sealed = await desk.lifeboat(['resume']);
  expect({code: sealed.code, stderr: sealed.stderr}).toEqual({code: 0, stderr: ''});
  expect(sealed.stdout).toContain('The drill passed.');
  expect(findingsOf(desk).map(({name}) => name)).toEqual(passed);
  expect(finding(desk, 'lab_removed')?.detail).toContain('taken down before');

  cutAfter(desk, 'drill-judged');
  expect((await desk.lifeboat(['resume'])).code).toBe(0);
  expect(factsOf(desk).filter(({type}) => type === 'drill-judged')).toHaveLength(1);

  cutAfter(desk, 'run-ended');
  const lost = await desk.lifeboat(['resume']);
  expect({code: lost.code, stderr: lost.stderr}).toEqual({code: 4, stderr: ''});
  expect(findingsOf(desk).filter(({ok}) => !ok)).toMatchObject([{name: 'lab_is_there'}]);
  expect((await desk.lifeboat(['resume'])).stdout).toContain('nothing to resume');
};

/** Leaves the journal as it was when the first fact of that type had become durable. */
const cutAfter = (desk: Desk, type: string): void => {
  const path = join(desk.runDirectory(), 'journal.jsonl');
  const lines = readFileSync(path, 'utf8').split('\n');
  const at = factsOf(desk).findIndex(fact => fact.type === type);
  writeFileSync(path, `${lines.slice(0, at + 1).join('\n')}\n`);
};

const theRecordIsWhole = async (desk: Desk): Promise<void> => {
  const run = desk.runs()[0] ?? '';
  expect(await json(desk, 'verify', run, '--json')).toEqual({
    ok: true,
    state: 'sealed',
    verdict: 'OK',
    anchored: false,
    entries: factsOf(desk).length,
    files: expect.any(Number),
    approvals: 0,
    operators: [],
    signed: true,
    signers: [{key: expect.stringMatching(/^SHA256:/), host: hostname(), known: true}],
    sealedEntries: factsOf(desk).length,
    head: expect.stringMatching(/^[0-9a-f]{64}$/),
    words: expect.stringMatching(/^\w+ \w+ \w+ \w+$/),
    problems: [],
  });
  const moment = await desk.lifeboat(['replay', run, '--at', 'put_back']);
  expect(moment.code).toBe(0);
  expect(moment.stdout).toMatch(/✔ Put the lost rows back/);
};

const theListsHaveTheirShapes = async (desk: Desk): Promise<void> => {
  const run = desk.runs()[0] ?? '';
  const listed = {
    run,
    runbook: 'accidental-deletion',
    mode: 'drill',
    outcome: 'recovered',
    startedAt: isoTime,
    finishedAt: isoTime,
    rtaMs: expect.any(Number),
    rtoMs: 3_600_000,
    rpaMs: expect.any(Number),
    rpoMs: 3_600_000,
    met: true,
    deviations: 0,
  };
  expect(await json(desk, 'runs', '--json')).toEqual([listed]);
  const {steps, events, deviations, drill, escalations, evidence, ...rest} = await json(desk, 'show', run, '--json');
  expect({escalations, evidence}).toEqual({escalations: [], evidence: []});
  expect({...rest, deviations: deviations.length}).toEqual(listed);
  expect(drill).toEqual({passed: true, partial: false, findings: findingsOf(desk)});
  expect(deviations).toEqual([]);
  expect(events.map(({event}: {readonly event: string}) => event)).toEqual(
    expect.arrayContaining(['disruption', 'contained', 'data_verified', 'service_restored']),
  );
  const putBack = steps.find(({id}: {readonly id: string}) => id === 'put_back');
  expect(putBack).toEqual({
    id: 'put_back',
    path: 'put_back',
    title: 'Put the lost rows back',
    kind: 'command',
    status: 'succeeded',
    attempts: 1,
    startedAt: isoTime,
    finishedAt: isoTime,
    elapsedMs: expect.any(Number),
    waitingMs: expect.any(Number),
    targetMs: null,
    actor: expect.any(String),
    reason: null,
  });
  expect(new Set(steps.flatMap(Object.keys))).toEqual(new Set(Object.keys(putBack)));
  expect(steps.find(({path}: {readonly path: string}) => path === 'writing:stop/stop_writes')).toMatchObject({
    status: 'not-reached',
    attempts: 0,
    startedAt: null,
    elapsedMs: null,
  });
};

const onlyItsOwnerMayRead = (directory: string): void => {
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  for (const entry of readdirSync(directory, {withFileTypes: true})) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      onlyItsOwnerMayRead(path);
    } else {
      expect({path, open: statSync(path).mode & 0o177}).toEqual({path, open: 0});
    }
  }
};

test('a runbook that does not cure does not pass, and the oracle says what is missing', {
  timeout: drillMs,
}, async () => {
  const desk = makeDesk();
  const sound = readFileSync(deletionRunbook, 'utf8');
  // It says that it has put the rows back, and its own checks believe it; the oracle shares nothing with them.
  const [before = '', after = ''] = sound.split('  - id: put_back\n');
  const lying = `${before}  - id: put_back
    title: Put the lost rows back
    effects: write
    estimate: 10s
    command: [/bin/echo, '{"rowsRestored":240,"sideIsJustBefore":true}']
    outputs:
      restored: "json.rowsRestored"
${after.slice(after.indexOf('  - id: verified\n'))}`;
  const ended = await desk.lifeboat(['drill', desk.file('accidental-deletion.yaml', lying), '--auto', ...scale]);
  expect({code: ended.code, stderr: ended.stderr}).toEqual({code: 4, stderr: ''});
  expect(ended.stdout).toContain('The drill did NOT pass.');
  expect(finding(desk, 'runbook_recovered')).toMatchObject({ok: true});
  expect(finding(desk, 'rows_back:public.orders')).toMatchObject({ok: false, detail: expect.stringMatching(/48/)});
  expect(finding(desk, 'rows_back:public.payments')).toMatchObject({ok: false});
  expect(finding(desk, 'accept:2')).toMatchObject({ok: false});
  expect(finding(desk, 'lab_removed')).toMatchObject({ok: true});
  expectNothingLeft(desk);
});
