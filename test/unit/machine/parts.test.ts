/** The parts of a runbook that a drill can go through, and what changes them. */
import {expect, test} from 'vitest';
import {runbookParts} from '../../../src/machine/parts.ts';
import type {Step} from '../../../src/runbook/runbook.ts';
import {
  approvalStep,
  branch,
  commandStep,
  decisionStep,
  endStep,
  foreachStep,
  includeStep,
  instructionStep,
  milestoneStep,
  repeatStep,
  runbookOf,
  sqlStep,
} from '../../support/model.ts';

const names = (steps: readonly Step[]): readonly string[] => runbookParts(runbookOf(steps)).map(({name}) => name);

test('steps that do something, branches of decisions, ways back and ways of failures are parts; instants and groups are none', () => {
  expect(
    names([
      sqlStep('lock', ['select 1'], {undo: {kind: 'instruction', do: 'Unlock it'}, onFailure: {do: 'continue'}}),
      decisionStep('way', [branch('dump', [commandStep('load')]), branch('stop', [], {end: 'aborted'})]),
      foreachStep('shares', [instructionStep('check')]),
      milestoneStep('restored'),
      endStep('finish'),
    ]),
  ).toEqual([
    'step lock',
    'undo lock',
    'failure lock',
    'branch way:dump',
    'step way:dump/load',
    'branch way:stop',
    'step shares/check',
  ]);
});

test('a no-go and a loop that is exhausted lead somewhere as a failure does', () => {
  expect(
    names([
      approvalStep('go', 1, {onNoGo: {do: 'abort'}}),
      repeatStep('wait', [commandStep('look')], {onExhausted: {do: 'goto', step: 'finish'}}),
      endStep('finish'),
    ]),
  ).toEqual(['step go', 'failure go', 'failure wait', 'step wait/look']);
});

test('what is included stands below the step that includes it', () => {
  const child = runbookOf([decisionStep('way', [branch('dump', [commandStep('load')])])]);
  expect(names([includeStep('first', child)])).toEqual(['branch first/way:dump', 'step first/way:dump/load']);
});

const does = (step: Step): unknown => runbookParts(runbookOf([step]))[0]?.does;

test('other words change nothing that a step does, and another command, check or condition does', () => {
  const load = commandStep('load', ['pg_restore', 'x']);
  const said = {title: 'Load it', why: 'It is needed.', estimate: {p50Ms: 1, p90Ms: 2}, span: {from: 7, to: 9}};
  expect(does({...load, ...said})).toEqual(does(load));
  expect(does(commandStep('load', ['pg_restore', 'y']))).not.toEqual(does(load));
  expect(does({...load, when: 'inputs.dump != null'})).not.toEqual(does(load));
  expect(does({...load, expect: 'exit == 0'})).not.toEqual(does(load));
});

test('a part says what a drill does with it', () => {
  const fence = commandStep('fence', ['ipmitool'], {drill: {do: 'simulate', outputs: {}}});
  expect(runbookParts(runbookOf([fence]))).toMatchObject([{name: 'step fence', drill: 'simulate'}]);
});
