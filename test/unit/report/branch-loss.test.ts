/** The data loss of each way, as far as anybody can say. */
import {expect, test} from 'vitest';
import {branchLoss} from '../../../src/report/branch-loss.ts';
import type {Ghost} from '../../../src/run/ghost.ts';
import type {OutlineBranch} from '../../../src/run/outline.ts';
import type {PromptOption} from '../../../src/run/shown.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {type RunOptions, run} from '../../support/run.ts';

type Of = {
  readonly option?: Partial<PromptOption>;
  readonly run?: RunOptions;
  readonly ghost?: Ghost;
  readonly branch?: Partial<OutlineBranch>;
  readonly more?: readonly string[];
};

/** Of the way through the archive, which ends with replaying the WAL. */
const lossOf = ({option, run: options, ghost, branch, more = []}: Of = {}): string | undefined => {
  const steps = deletion.outline.steps.map(step => ({
    ...step,
    ...(step.branches && {branches: step.branches.map(one => ({...one, ...branch}))}),
  }));
  const {state} = run({...deletion, outline: {...deletion.outline, steps}}, ['0s start', ...more], options);
  const asked = {name: 'point_in_time', title: 'To the moment before', ...option};
  return branchLoss(state, {path: 'choose_path', option: asked}, ghost)?.words;
};

test('it is unknown until the last step that measures it', () => {
  expect(lossOf()).toBe('data loss unknown until "Replay the WAL"');
});

test('what the last run measured there is said with it', () => {
  const steps = new Map([['choose_path:point_in_time/replay_wal', {tookMs: 1, lostMs: 1_000}]]);
  const ghost: Ghost = {run: '', mode: 'drill', startedAtMs: 0, steps};
  expect(lossOf({ghost})).toBe('data loss unknown until "Replay the WAL"; last time 1.0 s');
});

test('what could be worked out is held against the objective', () => {
  expect(lossOf({option: {recoveryPoint: '2026-11-23T02:30:00Z'}})).toBe('data loss 12 min 00 s, RPO met');
  expect(lossOf({option: {recoveryPoint: '2026-11-22T23:00:00Z'}})).toBe('data loss 3 h 42 min, RPO MISSED');
});

test('without a beginning of the damage it says up to when there is data, and that the loss is unknown', () => {
  const told = lossOf({option: {recoveryPoint: '2026-11-22T23:00:00Z'}, run: {disruptedBefore: null}});
  expect(told).toBe('data up to 23:00:00 UTC; the loss is unknown, as nobody has said when it began');
});

test('a way that ends the run says how', () => {
  expect(lossOf({branch: {end: 'no-action', steps: []}})).toBe('ends the run: no action was needed');
});

test('a way on which nothing measures says what is measured so far, else that nothing measures it', () => {
  expect(lossOf({branch: {steps: []}})).toBe('data loss unknown, nothing measures it');
  const more = [
    '1m began choose_path:last_dump/load_dump',
    '2m succeeded choose_path:last_dump/load_dump recovery-point',
  ];
  const {state} = run(deletion, ['0s start', ...more]);
  const outline = {...deletion.outline.steps[2], branches: [{name: 'point_in_time', title: '', steps: []}]};
  const step = state.steps.get('choose_path');
  state.steps.set('choose_path', {...step, outline} as NonNullable<typeof step>);
  expect(branchLoss(state, {path: 'choose_path', option: {name: 'point_in_time', title: ''}}, undefined)?.words).toBe(
    'data loss 1.0 s as measured so far, RPO met',
  );
});

test('where nothing was promised and nothing measures, nothing is said', () => {
  expect(lossOf({branch: {steps: []}, run: {objectives: {rtoMs: null, rpoMs: null}}})).toBeUndefined();
});
