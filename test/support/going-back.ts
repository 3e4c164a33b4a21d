/** Runs that go back: three steps with their undo, and an engine that is set going on steps like these. */
import type {Performed} from '../../src/engine/actions/runner.ts';
import type {Step} from '../../src/runbook/runbook.ts';
import {fakeRunners} from './fake-runners.ts';
import {commandStep, endStep, runbookOf} from './model.ts';
import {type OpenEngine, openEngine} from './open-engine.ts';

export const undo = (...run: readonly string[]) => ({undo: {kind: 'command', run, env: {}} as const});

export const threeSteps: readonly Step[] = [
  commandStep('stop', ['stop'], undo('start')),
  commandStep('move', ['move'], undo('move-back')),
  commandStep('open', ['open'], undo('close')),
];

/** An end is added; what can happen by itself has happened. */
export const opened = async (
  steps: readonly Step[],
  verdict: (name: string) => Performed | 'hold',
): Promise<OpenEngine> => {
  const run = openEngine(runbookOf([...steps, endStep('finish')]), {runners: fakeRunners({verdict}), inputs: {}});
  await run.settled();
  return run;
};
