/** What a run has gone through of its runbook: what was really done, by whom, and what was only told. */
import {expect, test} from 'vitest';
import type {Fact, FactBody} from '../../../src/run/event.ts';
import {exerciseOf, textKey} from '../../../src/run/exercise.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {run} from '../../support/run.ts';

/** The told run with more facts at its end, a minute apart. */
const withFacts = (told: ReturnType<typeof run>, bodies: readonly FactBody[], actor = {name: 'ada', via: 'screen'}) => {
  const last = told.facts.at(-1);
  const more = bodies.map((body, index) => ({...last, seq: told.facts.length + index, actor, ...body}) as Fact);
  return exerciseOf(told.state, [...told.facts, ...more]);
};

test('a step that was done counts with its time, a question with who answered it, a branch with who took it', () => {
  const told = run(deletion, [
    '0s start',
    '0s asked tell_people',
    '2m succeeded tell_people',
    '2m began stop_writes',
    '3m performed stop_writes',
    '4m succeeded stop_writes',
    '4m asked choose_path',
    '5m chosen choose_path last_dump',
    '5m succeeded serving',
  ]);
  expect(exerciseOf(told.state, told.facts)).toEqual({
    text: '',
    executor: 'ada',
    parts: {
      'step tell_people': [120_000, 'ada'],
      'step stop_writes': [120_000, 'ada'],
      'branch choose_path:last_dump': [null, 'ada'],
    },
    simulated: [],
  });
});

test('what the engine finished was done by nobody in particular, and what a robot answered has no time', () => {
  const told = run(deletion, ['0s start', '0s asked tell_people']);
  const {parts} = withFacts(told, [{type: 'succeeded', step: 'tell_people', attempt: 1}], {
    name: 'robot',
    via: 'robot',
  });
  expect(parts).toEqual({'step tell_people': [null, 'robot']});
  const done = run(deletion, ['0s start', '1m began stop_writes']);
  const {parts: byEngine} = withFacts(done, [{type: 'succeeded', step: 'stop_writes', attempt: 1}], {
    name: 'lifeboat',
    via: 'engine',
  });
  expect(byEngine).toEqual({'step stop_writes': [0, null]});
});

test('what was simulated was not gone through, unless a later attempt did it', () => {
  const told = run(deletion, ['0s start']);
  const simulated: FactBody = {type: 'began', step: 'stop_writes', attempt: 1, simulated: true};
  const over: FactBody = {type: 'succeeded', step: 'stop_writes', attempt: 1};
  expect(withFacts(told, [simulated, over])).toMatchObject({parts: {}, simulated: ['stop_writes']});
  const again: readonly FactBody[] = [
    {type: 'began', step: 'stop_writes', attempt: 2},
    {type: 'succeeded', step: 'stop_writes', attempt: 2},
  ];
  expect(withFacts(told, [simulated, over, ...again])).toMatchObject({
    parts: {'step stop_writes': [0, 'ada']},
    simulated: [],
  });
});

test('a way of a failure is gone when the failure leads there, and a way back that is proposed once somebody confirms it', () => {
  const told = run(deletion, ['0s start']);
  const failed = (then: Extract<FactBody, {type: 'failed'}>['then']): FactBody => ({
    type: 'failed',
    step: 'put_back',
    attempt: 1,
    reason: 'the rows differ',
    then,
  });
  expect(withFacts(told, [failed({do: 'hold'})]).parts).toEqual({});
  expect(withFacts(told, [failed({do: 'goto', step: 'serving'})]).parts).toEqual({'failure put_back': [null, 'ada']});
  const proposed = failed({do: 'hold', undoTo: 'stop_writes'});
  expect(withFacts(told, [proposed]).parts).toEqual({});
  const confirmed: readonly FactBody[] = [
    proposed,
    {type: 'undo-started', step: 'stop_writes', attempt: 1, attempts: [], reason: 'as proposed'},
    {type: 'undone', step: 'stop_writes', attempt: 2, of: 1},
  ];
  expect(withFacts(told, confirmed).parts).toEqual({
    'failure put_back': [null, 'ada'],
    'undo stop_writes': [null, 'ada'],
  });
});

test('the text of a run is known by its files but for the plan, in any order; that of an amended run is not', () => {
  const files = [
    {path: 'runbook.yaml', sha256: 'a'.repeat(64)},
    {path: 'plan.yaml', sha256: 'b'.repeat(64)},
    {path: 'files/repair.sql', sha256: '0'.repeat(64)},
  ];
  expect(textKey(files)).toBe(`${'0'.repeat(16)} ${'a'.repeat(16)}`);
  expect(textKey(files.toReversed())).toBe(textKey(files));
  const told = run(deletion, ['0s start']);
  const amended = {type: 'amended'} as unknown as FactBody;
  const [first, ...others] = told.facts;
  const facts = [{...first, files} as Fact, ...others];
  expect(exerciseOf(told.state, facts).text).toBe(textKey(files));
  expect(exerciseOf(told.state, [...facts, {...facts[0], ...amended} as Fact]).text).toBe('');
});
