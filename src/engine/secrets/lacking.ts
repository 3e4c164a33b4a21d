/** What needs a secret that is gone waits for it, before anything of it is begun, judged or failed. */
import type {Wanted} from '../../machine/wanted.ts';
import type {Path} from '../../run/path.ts';
import type {Expression} from '../../runbook/runbook.ts';
import type {Context} from '../context.ts';

type Reading = {
  readonly attempt: number;
  readonly reads: readonly Expression[];
  /** Where it is read from, where that is not the step itself. */
  readonly viewer?: Path;
};

/** Records what it lacks; false where it lacks nothing. That the program died is no failure of a step: its author has said nothing about it. */
export const waitsForSecret = (
  context: Context,
  item: Wanted,
  {attempt, reads, viewer = item.path}: Reading,
): boolean => {
  const lacks = context.values.at(viewer).lost(reads);
  if (lacks.length > 0) {
    context.record(item, {type: 'lacking', step: item.path, attempt, lacks});
  }
  return lacks.length > 0;
};
