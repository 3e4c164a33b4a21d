/** A line of paper on its way into the record: the step as it is wanted, and who says what of it. */
import type {Result} from '../../base/result.ts';
import {type Wanted, wanted} from '../../machine/wanted.ts';
import type {Actor, FactBody} from '../../run/event.ts';
import {type Context, stateAt} from '../context.ts';
import type {PaperEntry} from './paper-entry.ts';

export type Entering = {readonly item: Wanted; readonly entry: PaperEntry; readonly actor: Actor};

/** Records what that person says, as of the time on the paper. */
export const say = (context: Context, {actor}: Entering, facts: readonly FactBody[]): Result<void> =>
  context.recordFor(actor, facts);

/** The attempt that the line is about: the one that is going on, or a new one. */
export const attemptOf = ({state}: Context, {want, path, attempt}: Wanted): number =>
  want === 'enter' ? stateAt(state, path).attempt + 1 : attempt;

/** The step as it is wanted now, after something was recorded. */
export const wantedNow = (context: Context, {path}: Wanted): Wanted | undefined =>
  wanted(context.position()).find(item => item.path === path);
