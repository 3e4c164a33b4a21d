/** What is certain on every way through a runbook, and how long the longest takes. */
import {expect, test} from 'vitest';
import {type Flow, flowOf} from '../../../../src/runbook/flow/flow.ts';
import {hasRun, isNamed} from '../../../../src/runbook/flow/flow-state.ts';
import {parseRunbook} from '../../../../src/runbook/parse-runbook.ts';
import type {Step} from '../../../../src/runbook/runbook.ts';
import {readDocument} from '../../../../src/runbook/yaml/document.ts';
import {decisionStep, endStep, includeStep, instructionStep, milestoneStep, runbookOf} from '../../../support/model.ts';
import {recovered, runbookText} from '../../../support/runbook-text.ts';

const flow = (steps: string): Flow => {
  const document = readDocument(runbookText(steps));
  const runbook = document.ok ? parseRunbook(document.value).runbook : undefined;
  expect(runbook).toBeDefined();
  return runbook ? flowOf(runbook) : ({} as Flow);
};

const certain = ({before}: Flow, step: string, of: readonly string[]): readonly string[] => {
  const state = before.get(step);
  return state === undefined ? ['unreachable'] : of.filter(id => hasRun(state, id));
};

const steps = ['a', 'b', 'c', 'd', 'way'];

test('after a decision only what all its branches did is certain, and the decision itself', () => {
  const found = flow(`
- {id: a, title: A, instruction: A}
- id: way
  title: Way
  decision:
    ask: Which?
    branches:
      long: {steps: [{id: b, title: B, instruction: B}]}
      short: {steps: [{id: c, title: C, instruction: C}]}
- {id: d, title: D, instruction: D}${recovered}`);

  expect(certain(found, 'b', steps)).toEqual(['a', 'way']);
  expect(certain(found, 'd', steps)).toEqual(['a', 'way']);
  expect(certain(found, 'restored', steps)).toEqual(['a', 'd', 'way']);
});

test('a branch that ends the run or leads on takes nothing from what follows', () => {
  const found = flow(`
- id: way
  title: Way
  decision:
    ask: Which?
    branches:
      long: {steps: [{id: b, title: B, instruction: B}]}
      give_up: {end: escalated}
      later: {title: Later, goto: d}
- {id: c, title: C, instruction: C}
- {id: d, title: D, instruction: D}${recovered}`);

  expect(certain(found, 'c', steps)).toEqual(['b', 'way']);
  expect(certain(found, 'd', steps)).toEqual(['way']);
  expect(found.ends.map(({outcome, step}) => [outcome, step])).toEqual([
    ['escalated', 'way'],
    ['recovered', 'done'],
  ]);
});

test('a value is named where each way has named it, be it by a step of its own', () => {
  const found = flow(`
- {id: before, let: {early: "1"}}
- id: way
  title: Way
  decision:
    ask: Which?
    branches:
      long: {steps: [{id: b, let: {both: "1", long: "1"}}, {id: again, let: {both: "2"}}]}
      short: {steps: [{id: c, let: {short: "1"}}, {id: d, let: {both: "1"}}]}
      none: {end: no-action}
- {id: e, let: {may: "1"}, when: values.both == 1}
- id: round
  title: Round
  repeat: {max: 2, until: values.inside == 1, steps: [{id: f, let: {inside: "1"}}]}
- {id: at_once, title: At once, parallel: {branches: {one: {steps: [{id: g, let: {one: "1"}}]}, two: {steps: [{id: h, let: {two: "1"}}]}}}}${recovered}`);
  const all = ['early', 'both', 'long', 'short', 'may', 'inside', 'one', 'two'];
  const named = (step: string): readonly string[] => {
    const state = found.before.get(step);
    return all.filter(name => state && isNamed(state, name));
  };

  expect(named('d')).toEqual(['early', 'short']);
  expect(named('e')).toEqual(['early', 'both']);
  expect(named('f')).toEqual(['early', 'both']);
  expect(named('h')).toEqual(['early', 'both']);
  expect(named('restored')).toEqual(['early', 'both', 'one', 'two']);
});

test('a step that may be not applicable, or may fail and be passed, is not certain', () => {
  const found = flow(`
- {id: a, title: A, when: inputs.table == 'x', instruction: A}
- {id: b, title: B, on_failure: continue, instruction: B}
- {id: c, title: C, on_failure: {goto: restored}, instruction: C}
- {id: d, title: D, instruction: D}${recovered}`);

  expect(certain(found, 'd', steps)).toEqual(['c']);
  expect(certain(found, 'restored', steps)).toEqual([]);
});

test('what follows an end is not reached', () => {
  const found = flow(`
- {id: a, title: A, instruction: A}
- {id: over, end: no-action}
- {id: b, title: B, instruction: B}`);

  expect(certain(found, 'b', steps)).toEqual(['unreachable']);
  expect(found.fallsOff).toBe(false);
});

test('a way that comes to no end falls off', () => {
  expect(flow('- {id: a, title: A, instruction: A}').fallsOff).toBe(true);
  expect(flow("- {id: over, when: inputs.table == 'x', end: recovered}").fallsOff).toBe(true);
});

test('the longest way counts halves by their sum and the rest by its squares, up to the stop of the clock', () => {
  const found = flow(`
- {id: a, title: A, estimate: {p50: 10m, p90: 13m}, instruction: A}
- id: way
  title: Way
  decision:
    ask: Which?
    choose: "'slow'"
    branches:
      slow: {steps: [{id: b, title: B, estimate: {p50: 10m, p90: 14m}, instruction: B}]}
      quick: Nothing
- {id: restored, milestone: service_restored}
- {id: c, title: C, estimate: 5h, instruction: C}
- {id: done, end: recovered}`);

  expect(found.worstP90Ms).toBe(25 * 60_000);
});

test('without an estimate an action counts with its timeout, a prompt with 5m, a probe with its patience or 30s', () => {
  const minutes = (step: string) => (flow(`${step}${recovered}`).worstP90Ms ?? 0) / 60_000;

  expect(minutes('- {id: a, title: A, command: x}')).toBe(15);
  expect(minutes('- {id: a, title: A, timeout: 2m, command: x}')).toBe(2);
  expect(minutes('- {id: a, title: A, instruction: A}')).toBe(5);
  expect(minutes('- {id: a, title: A, approval: {ask: A, from: [approver]}}')).toBe(5);
  expect(minutes('- {id: a, title: A, check: {probe: is_up}}')).toBe(0.5);
  expect(minutes('- {id: a, title: A, check: {probe: is_up, within: 3m}}')).toBe(3);
  expect(minutes('- {id: a, title: A, decision: {ask: A, branches: {x: X, y: Y}}}')).toBe(5);
  expect(minutes(`- {id: a, title: A, decision: {ask: A, choose: "'x'", branches: {x: X, y: Y}}}`)).toBe(0);
});

test('a jump on failure is a way: its time counts', () => {
  const found = flow(`
- {id: a, title: A, estimate: 30m, on_failure: {goto: b}, command: x}
- {id: restored, milestone: service_restored}
- {id: done, end: recovered}
- {id: b, title: B, estimate: 20m, instruction: B}
- {id: again, milestone: service_restored}
- {id: over, end: mitigated}`);

  expect(found.worstP90Ms).toBe(50 * 60_000);
});

test('a jump out of a repeat is a way: what it passes is not certain, and it may come in the last round', () => {
  const found = flow(`
- id: way
  title: Again
  repeat:
    max: 3
    until: "false"
    steps:
      - {id: a, title: A, estimate: 10m, on_failure: {goto: c}, instruction: A}
      - {id: b, title: B, estimate: 5m, instruction: B}
- {id: restored, milestone: service_restored}
- {id: done, end: recovered}
- {id: c, title: C, estimate: 2m, instruction: C}
- {id: again, milestone: service_restored}
- {id: over, end: mitigated}`);

  expect(certain(found, 'c', [...steps, 'restored'])).toEqual(['way']);
  expect(found.worstP90Ms).toBe(45 * 60_000);
  expect(found.ends.map(({step}) => step)).toEqual(['done', 'over']);
});

test('what an included runbook reaches is not reached by the one around it', () => {
  const repair = runbookOf([milestoneStep('fixed'), endStep('over')], {id: 'repair'});
  const eventsOf = (steps: readonly Step[]) =>
    flowOf(runbookOf([...steps, endStep('finish')])).ends.map(({state}) => [...state.events]);
  expect(eventsOf([includeStep('inner', repair)])).toEqual([[]]);
  expect(eventsOf([includeStep('inner', repair), milestoneStep('restored')])).toEqual([['service_restored']]);
});

test('without an estimate an included runbook counts with the longest of its ways, whatever stops its own clock', () => {
  const minutes = (count: number) => ({estimate: {p50Ms: count * 60_000, p90Ms: count * 60_000}});
  const choose = decisionStep(
    'form',
    [
      {name: 'dump', title: 'A dump', outputs: {}, steps: [instructionStep('restore_dump', [], minutes(30))]},
      {name: 'archive', title: 'The archive', outputs: {}, steps: [instructionStep('replay', [], minutes(15))]},
    ],
    minutes(1),
  );
  const repair = runbookOf(
    [choose, milestoneStep('restored'), instructionStep('tidy', [], minutes(4)), endStep('over')],
    {id: 'repair'},
  );
  const longest = (extra = {}) =>
    flowOf(runbookOf([includeStep('inner', repair, extra), milestoneStep('restored'), endStep('finish')])).worstP90Ms;

  expect(longest()).toBe(35 * 60_000);
  expect(longest(minutes(20))).toBe(20 * 60_000);
});
