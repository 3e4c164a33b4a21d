/** A former id that a step has today, or that two steps had. */
import type {Finding, Rule} from '../rule.ts';
import {allSteps} from '../walk.ts';

export const formerlyTaken: Rule = {
  code: 'step/formerly-taken',
  severity: 'error',
  why: 'A former id joins the times of earlier runs to a step; one that means two steps joins them to the wrong one.',
  waivable: false,
  check: ({runbook, document, places, pathOf}) => {
    const present = new Set(places.map(({id}) => id));
    const taken = new Map<string, string>();
    return [...allSteps(runbook.steps)].flatMap(({id: step, formerly}) =>
      formerly.flatMap((id, index): readonly Finding[] => {
        const path = [...pathOf(step), 'formerly'];
        const span = document.valueSpan(document.has([...path, index]) ? [...path, index] : path);
        const other = taken.get(id);
        taken.set(id, other ?? step);
        if (present.has(id)) {
          return [{message: `there is a step "${id}" today`, span, hint: 'name an id that no step has any more'}];
        }
        return other === undefined
          ? []
          : [{message: `"${other}" says that it was called "${id}"`, span, hint: 'leave it with one of them'}];
      }),
    );
  },
};
