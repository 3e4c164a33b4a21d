/** A runbook of a class for which the plan promises nothing. */
import type {Rule} from '../rule.ts';

export const unknownClass: Rule = {
  code: 'objective/unknown-class',
  severity: 'error',
  why: 'Without objectives no time is measured against anything, and no objective can be missed.',
  waivable: false,
  check: ({runbook: {criticality, objectives}, document, plan}) => {
    const isStated = objectives.rtoMs !== undefined && objectives.rpoMs !== undefined;
    if (criticality === undefined || plan === undefined || isStated || plan.objectives[criticality] !== undefined) {
      return [];
    }
    return [
      {
        message: `the plan has no objectives for the class "${criticality}"`,
        span: document.valueSpan(['criticality']),
        // No near word: another class promises something else.
        hint: 'add the class to the objectives of the plan, or write objectives: {rto: 1h, rpo: 1h} here',
      },
    ];
  },
};
