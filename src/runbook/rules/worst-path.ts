/** The longest way to the end of the disruption takes longer than was promised. */
import {formatDurationMs} from '../../base/duration.ts';
import {objectivesFor} from '../objectives.ts';
import type {Rule} from '../rule.ts';

export const worstPathOverRto: Rule = {
  code: 'objective/worst-path-over-rto',
  severity: 'error',
  why: 'A procedure that cannot keep the promise on its longest way will break it in the worst incident.',
  waivable: true,
  check: ({runbook, flow, document, plan}) => {
    const {rtoMs} = objectivesFor(runbook, plan);
    const {worstP90Ms} = flow;
    return rtoMs === null || worstP90Ms === undefined || worstP90Ms <= rtoMs
      ? []
      : [
          {
            message: `the longest way to ${runbook.clock.stop} takes ${formatDurationMs(worstP90Ms)} (p90), the RTO is ${formatDurationMs(rtoMs)}`,
            span: document.keySpan(document.has(['objectives', 'rto']) ? ['objectives', 'rto'] : ['criticality']),
            hint: 'give estimates (a step without one counts with its timeout, a prompt with 5m), shorten a way, or waive it with a reason',
          },
        ];
  },
};
