/** The two folds of a run, held against each other: by position and by RunState. */
import type {Position} from '../../src/machine/position.ts';
import {statusesAt} from '../../src/machine/status.ts';
import type {RunState} from '../../src/run/state.ts';

/** Steps whose two statuses differ, and steps that are open and stood at by nobody. */
export const differences = (state: RunState, position: Position): readonly string[] => {
  const current = statusesAt(position);
  // What is left behind when the run has ended keeps the status that it had; undoing is a detour of the whole run.
  const left = position.status === 'ended' ? [] : ['held', 'unknown', 'ready', 'awaiting'];
  const open = new Set(position.undoing ? [] : ['running', 'verifying', ...left]);
  const told = [...current].filter(([path, status]) => state.steps.get(path)?.status !== status);
  const alone = [...state.steps.values()].filter(({path, status}) => open.has(status) && !current.has(path));
  return [
    ...told.map(([path, status]) => `${path} is ${state.steps.get(path)?.status} and stands at ${status}`),
    ...alone.map(({path, status}) => `${path} is ${status} and nobody stands at it`),
  ];
};
