/** The outline of a run that begins, with what former runs taught about how long its steps take. */

import {listRuns, type RunDirectory} from '../../journal/run-directory.ts';
import {isNamedFor} from '../../journal/run-id.ts';
import {outlineOf} from '../../machine/outline.ts';
import type {Mode} from '../../run/event.ts';
import {learningRunsMin, withLearnt} from '../../run/learnt.ts';
import type {Outline} from '../../run/outline.ts';
import type {Runbook} from '../../runbook/runbook.ts';
import {stateOf} from '../beside.ts';

type Beginning = {readonly directory: RunDirectory; readonly runbook: Runbook; readonly mode: Mode};

/** The run pins it, so that every face and every replay say the same for ever. Where there are too few runs nothing more is loaded. */
export const learntOutline = async ({directory, runbook, mode}: Beginning): Promise<Outline> => {
  const outline = outlineOf(runbook);
  const state = stateOf(directory.path);
  const ids = listRuns(state);
  // It has only begun, so every other one came before; the names of two that began within one second have no order.
  const all = ids.ok ? ids.value : [];
  const former = all.filter(id => id !== directory.id && isNamedFor(id, runbook.id)).toReversed();
  if (former.length < learningRunsMin) {
    return outline;
  }
  const {learntHere} = await import('./learnt-here.ts');
  return withLearnt(outline, learntHere(state, {runbook, mode, former, all}));
};
