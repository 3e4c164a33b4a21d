/** Groups in any order: whoever did a part on paper has picked it. */
import {wanted} from '../../machine/wanted.ts';
import {type Path, withoutItems} from '../../run/path.ts';
import type {Context} from '../context.ts';

/** Picks every part on the way to a step that is not open yet. */
export const pickOnTheWay = (context: Context, path: Path, by: string): void => {
  for (let before: unknown; before !== context.position(); ) {
    before = context.position();
    const open = wanted(context.position());
    if (open.some(item => item.path === path || withoutItems(item.path) === path)) {
      return;
    }
    for (const {want, path: step, attempt, policy, picked = []} of open) {
      const inner =
        want === 'pick' && path.startsWith(`${step}/`) ? path.slice(step.length + 1).split(/[/:[]/)[0] : undefined;
      if (inner !== undefined && policy.lanes.includes(inner) && !picked.includes(inner)) {
        context.recordFor({name: by, via: 'paper'}, [{type: 'picked', step, attempt, inner}]);
        break;
      }
    }
  }
};
