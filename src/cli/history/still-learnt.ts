/** What a run was taught when it began, for another text of its runbook: steps that do what they did keep it. */

import {outlineOf} from '../../machine/outline.ts';
import {stepPart} from '../../run/exercise.ts';
import {learntIn, withLearnt} from '../../run/learnt.ts';
import type {Outline} from '../../run/outline.ts';
import type {Runbook} from '../../runbook/runbook.ts';
import {partsNow} from './part-digests.ts';

/** The outline of the new text. */
export const stillLearnt = (
  former: {readonly runbook: Runbook; readonly outline: Outline},
  amended: Runbook,
): Outline => {
  const learnt = learntIn(former.outline);
  if (learnt.size === 0) {
    return outlineOf(amended);
  }
  const did = new Map(partsNow(former.runbook).map(({name, digest}) => [name, digest]));
  const does = new Map(partsNow(amended).map(({name, digest}) => [name, digest]));
  const kept = [...learnt].filter(([path]) => did.get(stepPart(path)) === does.get(stepPart(path)));
  return withLearnt(outlineOf(amended), new Map(kept));
};
