/** A promise about lost data that nothing measures. */
import {objectivesFor} from '../objectives.ts';
import type {Rule} from '../rule.ts';
import {allSteps} from '../walk.ts';

export const recoveryPointMissing: Rule = {
  code: 'objective/no-recovery-point',
  severity: 'error',
  why: 'How much was lost is the disruption minus the recovery point; without one nobody can say whether the RPO was met.',
  waivable: true,
  check: ({runbook, document, plan}) => {
    const {rpoMs} = objectivesFor(runbook, plan);
    const isMeasured = [...allSteps(runbook.steps)].some(({recoveryPoint}) => recoveryPoint !== undefined);
    if (rpoMs === null || isMeasured) {
      return [];
    }
    const place = document.has(['objectives', 'rpo']) ? ['objectives', 'rpo'] : ['criticality'];
    return [
      {
        message: 'there is an objective for lost data (rpo), but no step has a recovery_point',
        span: document.keySpan(place),
        hint: 'give the step that restores a recovery_point, or write objectives: {rpo: none} where nothing can be lost',
      },
    ];
  },
};
