/** Somebody's answer to the open question of one step. */
import type {Wanted} from '../../machine/wanted.ts';
import type {Actor} from '../../run/event.ts';
import type {Intent, Move} from '../../run/intent.ts';

/** Moves that are about a step; the others are about the run. */
type StepMove = Exclude<
  Move,
  'prove' | 'note' | 'evidence' | 'acknowledge' | 'handover' | 'pause' | 'continue' | 'abort' | 'stop'
>;

/** Somebody's answer to the open question of a step; that the move is possible there was looked at before. */
export type Answer = {
  readonly item: Wanted;
  readonly move: StepMove;
  readonly intent: Intent;
  readonly actor: Actor;
};
