/** A run with a secret that has parts, its resume, and a command that is given values by its environment. */
import type {PerformRequest} from '../../src/engine/actions/runner.ts';
import type {Step} from '../../src/runbook/runbook.ts';
import {done, fakeRunners, type Verdict} from './fake-runners.ts';
import {commandStep, endStep, input, runbookOf} from './model.ts';
import {type OpenEngine, openEngine} from './open-engine.ts';

export const given = {pin: 'sesame77-4242-open42', table: 'orders'};
export const firstPart = "inputs.pin.split('-')[0]";

export const opened = async (
  steps: readonly Step[],
  verdict: (name: string) => Verdict = () => done,
): Promise<OpenEngine> => {
  const run = openEngine(
    runbookOf([...steps, endStep('finish')], {inputs: {...input('pin', 'secret'), ...input('table', 'identifier')}}),
    {runners: fakeRunners({verdict}), inputs: given},
  );
  await run.settled();
  return run;
};

export const resumed = async (
  run: OpenEngine,
  verdict: (name: string) => Verdict = () => done,
): Promise<OpenEngine> => {
  const again = run.crash().resume({inputs: given, runners: fakeRunners({verdict})});
  await again.settled();
  return again;
};

/** A command that gets a value by its environment. */
export const using = (id: string, value: string, extra: Partial<Step> = {}): Step => ({
  ...commandStep(id),
  kind: 'command',
  shape: 'action',
  action: {kind: 'command', run: ['go'], env: {VALUE: value}},
  ...(extra as object),
});
export const freeing = (value: string) => ({undo: {kind: 'command', run: ['free'], env: {VALUE: value}}}) as const;
export const valuesIn = (requests: readonly PerformRequest[]): readonly (string | undefined)[] =>
  requests.flatMap(({action}) => (action.kind === 'command' ? [action.env.VALUE] : []));
