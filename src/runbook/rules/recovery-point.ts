/** A promise about lost data that nothing measures. */
import {objectivesFor} from '../objectives.ts';
import type {Rule} from '../rule.ts';
import type {Runbook} from '../runbook.ts';
import {allSteps} from '../walk.ts';

export const recoveryPointMissing: Rule = {
  code: 'objective/no-recovery-point',
  severity: 'error',
  why: 'How much was lost is the disruption minus the recovery point; without one nobody can say whether the RPO was met.',
  waivable: true,
  check: ({runbook, document, plan}) => {
    const {rpoMs} = objectivesFor(runbook, plan);
    if (rpoMs === null || isMeasured(runbook)) {
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

/** What is included measures for the whole run. */
const isMeasured = ({steps}: Runbook): boolean =>
  [...allSteps(steps)].some(
    step => step.recoveryPoint !== undefined || (step.kind === 'include' && isMeasured(step.runbook)),
  );
