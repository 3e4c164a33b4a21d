/** What comes after a step on the page, as far as the page can say: conditions and jumps decide when it is over. */
import {showForeignLine} from '../base/foreign-text.ts';
import {stepsInOrder} from '../run/blocks.ts';
import {isWithin, scopeOf} from '../run/effects.ts';
import {ownerOf, type Path} from '../run/path.ts';
import type {RunState} from '../run/state.ts';
import {stepLabel} from './step-name.ts';

/**
 * The title, or `the end of the run`; which of several ends it is, is not known yet. Beside others that go on at the same
 * time only what follows in its own branch or item counts, named by that; what comes behind that branch they decide too.
 */
export const nextStep = (state: RunState, path: Path): {readonly title: string} | 'end' | undefined => {
  const scope = scopeOf(state, path);
  const steps = stepsInOrder(state);
  const at = steps.findIndex(step => step.path === path);
  const next = steps.slice(at + 1).find(step => step.status === 'pending' && isWithin(step.path, scope));
  if (next === undefined || next.outline.kind === 'end') {
    return next === undefined && scope !== '' ? undefined : 'end';
  }
  return {title: `${stepLabel(state, next.path)}${branchWords(state, scope)}`};
};

/** In quotes; undefined where it is not certain. */
export const nextStepWords = (state: RunState, path: Path): string | undefined => {
  const next = nextStep(state, path);
  return next === 'end' ? 'the end of the run' : next && `"${next.title}"`;
};

/** Items stand behind the title already. */
const branchWords = ({steps}: RunState, scope: string): string => {
  const name = /:([^/:[]+)$/.exec(scope)?.[1];
  const branch = steps.get(ownerOf(scope))?.outline.branches?.find(one => one.name === name);
  return name === undefined || branch === undefined ? '' : ` in ${showForeignLine(branch.title)}`;
};
