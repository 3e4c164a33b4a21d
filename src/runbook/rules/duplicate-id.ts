/** Two steps with the same name. */
import type {Rule} from '../rule.ts';

export const duplicateId: Rule = {
  code: 'step/duplicate-id',
  severity: 'error',
  why: 'A fact of the journal names a step by its id, and an expression reads it by its id: both must mean one step.',
  waivable: false,
  evenInPart: true,
  check: ({places, document}) => {
    const first = new Map<string, number>();
    return places.flatMap(({id, path}) => {
      const span = document.valueSpan([...path, 'id']);
      const known = first.get(id);
      first.set(id, known ?? span.from);
      return known === undefined
        ? []
        : [{message: `there is already a step "${id}"`, span, hint: 'ids are unique in a runbook, branches included'}];
    });
  },
};
