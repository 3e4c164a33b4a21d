/** A run in brief: for whom it waits, what is owed, and how it ended. */
import {expect, test} from 'vitest';
import type {Json} from '../../../src/base/canonical-json.ts';
import {briefOf, readBrief} from '../../../src/run/brief.ts';
import {deletion, type Sample} from '../../support/deletion-sample.ts';
import {run, startMs} from '../../support/run.ts';

const minuteMs = 60_000;

/** The writes are stopped for a while, and the users have to be told. */
const withDuties: Sample = {
  ...deletion,
  outline: {
    ...deletion.outline,
    deadlines: [{id: 'tell', withinMs: 15 * minuteMs, after: 'declaration', role: 'approver', text: 'Tell the users'}],
    steps: deletion.outline.steps.map(step =>
      step.id === 'stop_writes'
        ? {...step, role: 'db_operator', temporary: {liftedBy: 'open_writes', withinMs: 60 * minuteMs}}
        : step,
    ),
  },
};

const stopped = ['0s start', '1m began stop_writes', '2m performed stop_writes', '2m succeeded stop_writes'];

test('an open run owes what it left behind and what the law wants, each until its time', () => {
  const {state, lastMs} = run(withDuties, stopped, {mode: 'incident'});
  expect(briefOf(state, lastMs).owed).toMatchObject([
    {what: 'duty', text: 'Stop application writes', liftedBy: 'open_writes', untilMs: startMs + 62 * minuteMs},
    {what: 'deadline', text: 'Tell the users', untilMs: startMs + 15 * minuteMs},
  ]);
});

test('a run that is over owes its duties and deadlines still; of a drill they went with its lab', () => {
  const over = [...stopped, '3m ended aborted the wrong runbook'];
  const owedAfter = (mode: 'incident' | 'drill') => {
    const {state, lastMs} = run(withDuties, over, {mode});
    return briefOf(state, lastMs).owed.map(({what}) => what);
  };
  expect(owedAfter('incident')).toEqual(['duty', 'deadline']);
  expect(owedAfter('drill')).toEqual([]);
});

test('a deadline that was acknowledged is owed no more, and one that passed is', () => {
  const {state, lastMs} = run(withDuties, [...stopped, '40m ended aborted the wrong runbook'], {mode: 'incident'});
  state.overdue.add('tell');
  expect(briefOf(state, lastMs).owed).toMatchObject([{what: 'duty'}, {text: 'Tell the users'}]);
  state.dealtWith.add('tell');
  expect(briefOf(state, lastMs).owed).toMatchObject([{what: 'duty'}]);
});

test('a held step is waited at since it was held, an approval by those who may give it', () => {
  const {state, lastMs} = run(deletion, [
    '0s start',
    '1m began stop_writes',
    '2m failed stop_writes 3 sessions are left',
  ]);
  expect(briefOf(state, lastMs).waiting).toMatchObject([
    {step: 'stop_writes', why: 'held', sinceMs: startMs + 2 * minuteMs},
  ]);
  const asked = run(deletion, ['0s start', '3m asked allow_repair']);
  expect(briefOf(asked.state, asked.lastMs).waiting).toMatchObject([
    {step: 'allow_repair', why: 'approval', people: [{name: 'Grace Hopper'}], sinceMs: startMs + 3 * minuteMs},
  ]);
});

test('what is at work waits for nobody', () => {
  const {state, lastMs} = run(deletion, ['0s start', '1m began stop_writes']);
  expect(briefOf(state, lastMs)).toMatchObject({waiting: [], working: ['Stop application writes']});
});

test('a brief that was kept is read as it was written, and anything else is none', () => {
  const {state, lastMs} = run(withDuties, stopped);
  const brief = briefOf(state, lastMs);
  expect(readBrief(JSON.parse(JSON.stringify(brief)) as Json)).toEqual(brief);
  for (const odd of [null, [], 'a text', 3, {}, {run: 'x'}, {...brief, owed: null}]) {
    expect(readBrief(odd as unknown as Json)).toBeUndefined();
  }
});
