/** An objective that is longer than what the organisation can bear. */
import {formatDurationMs} from '../../base/duration.ts';
import {objectivesFor} from '../objectives.ts';
import type {Rule} from '../rule.ts';

// ISO 22301:2019, 8.2.2: the time to resume is set within the one at which not resuming becomes unacceptable.
export const rtoOverMtpd: Rule = {
  code: 'objective/rto-over-mtpd',
  severity: 'error',
  why: 'Whoever keeps the promise would still come too late: a recovery time lies within the disruption that can be borne.',
  waivable: true,
  check: ({runbook, document, plan}) => {
    const {rtoMs, mtpdMs} = objectivesFor(runbook, plan);
    const own = (['rto', 'mtpd'] as const).find(field => document.has(['objectives', field]));
    return mtpdMs === undefined || rtoMs === null || rtoMs <= mtpdMs
      ? []
      : [
          {
            message: `the RTO is ${formatDurationMs(rtoMs)}, and the MTPD ${formatDurationMs(mtpdMs)}`,
            span: document.keySpan(own === undefined ? ['criticality'] : ['objectives', own]),
            hint: 'promise a shorter recovery, or ask those who answer for the service what they can bear',
          },
        ];
  },
};
