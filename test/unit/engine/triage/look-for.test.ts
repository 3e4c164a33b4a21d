/** Symptoms as questions: which of them can be asked, where that leads, and what the answers mean. */
import {expect, test} from 'vitest';
import type {Json} from '../../../../src/base/canonical-json.ts';
import {type Planned, planSymptoms} from '../../../../src/engine/triage/look-for.ts';
import {loadRunbook} from '../../../../src/runbook/load-runbook.ts';
import type {Runbook} from '../../../../src/runbook/runbook.ts';
import {type FakeRunners, fakeRunners, lost} from '../../../support/fake-runners.ts';
import {smallRunbook} from '../../../support/small-runbook.ts';

const password = 'hunter2-and-more';
const database = `postgres://ops:${password}@db1/ticketing`;

const around = `
inputs: {database: {type: connection}, site: {type: string}}
symptoms:
  - text: Rows are missing
    check:
      sql: {connection: "\${inputs.database}", query: "select count(*) as n from lost"}
      expect: "rows[0].n > 0"
  - text: The site does not answer
    check: {command: [no-answer-of, "\${inputs.site}"]}
  - text: Customers call
`;

const siteLost = (): Runbook => {
  const {runbook, diagnostics} = loadRunbook(smallRunbook('', around), {today: '2026-11-24'});
  if (!runbook) {
    throw new Error(diagnostics[0]?.message);
  }
  return runbook;
};

const planned = (inputs: {readonly [name: string]: Json}, missing: {readonly [name: string]: string}) =>
  planSymptoms({runbook: siteLost(), inputs, missing, nowMs: Date.parse('2026-11-23T02:47:00Z')});

const all = planned({database, site: 'first'}, {});

const lookWith = async (runners: FakeRunners, index: number) => {
  const one: Planned | undefined = all[index];
  return one?.is === 'look' ? one.look(runners, 5_000) : undefined;
};

const counted = (n: number) =>
  fakeRunners({verdict: () => ({ok: true, scope: {rows: [{n}], row_count: 1}, certain: true})});

test('what has no check is left to eyes, and what can be asked says where it leads, without a secret', () => {
  expect(all.map(one => (one.is === 'look' ? one.touch.kind : one.symptom.seen))).toEqual(['sql', 'command', 'by-eye']);
  expect(JSON.stringify(all)).toContain('db1');
  expect(JSON.stringify(all)).not.toContain(password);
});

test('a check is not asked where an input of it is not known, and says which', () => {
  const [first, second] = planned({database, site: null}, {site: 'input site is not known'});
  expect(first?.is).toBe('look');
  expect(second).toMatchObject({
    is: 'said',
    symptom: {seen: 'unseen', missing: ['site'], why: 'input site is not known'},
  });
});

test('a check that passes is a symptom that is there', async () => {
  expect(await lookWith(counted(3), 0)).toMatchObject({seen: 'present', detail: expect.stringContaining('3')});
  expect(await lookWith(counted(0), 0)).toMatchObject({seen: 'absent'});
});

test('an error is neither yes nor no', async () => {
  const refused = fakeRunners({verdict: () => lost(`cannot connect with ${password}`)});
  const seen = await lookWith(refused, 0);
  expect(seen).toMatchObject({seen: 'unseen', why: expect.stringContaining('cannot connect with')});
  expect(JSON.stringify(seen)).not.toContain(password);
  const broken = fakeRunners({verdict: () => Promise.reject(new Error('the runner broke'))});
  expect(await lookWith(broken, 0)).toMatchObject({seen: 'unseen', why: 'the runner broke'});
});

test('it is asked once, as a probe that only reads, and no longer than it may take', async () => {
  const runners = counted(0);
  await lookWith(runners, 0);
  expect(runners.requests).toMatchObject([{use: 'probe', timeoutMs: 5_000, attempt: {run: 'triage'}}]);
});
