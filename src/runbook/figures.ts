/** Where the figures come from that findings speak of. */
import {formatDurationMs} from '../base/duration.ts';
import type {Code} from '../diagnostics/codes.ts';
import {atOnceMax} from './fields.ts';
import {probeMs, promptMs} from './flow/step-time.ts';
import {actionTimeoutMs} from './timeouts.ts';
import {depthMax, textBytesMax} from './yaml/document-limits.ts';

/** A few sentences for each code that has figures. */
export const figures: {readonly [C in Code]?: string} = {
  'yaml/too-large': `${textBytesMax / 1024} KiB hold nearly 300 steps as long as those of accidental-deletion (900 bytes each), or a thousand of 250 bytes. A list of 1 MB took the parser four seconds.`,
  'yaml/too-deep': `No procedure that a person can follow nests deeper than ${depthMax} levels, and the parser runs out of stack somewhere beyond them.`,
  'step/wrong-value': `Never more than ${atOnceMax} at a time: what is to be done next is listed anew after each fact.`,
  'input/wrong-value':
    'PostgreSQL cuts names after 63 bytes, silently (NAMEDATALEN); another object than the one meant could be hit.',
  'objective/worst-path-over-rto': [
    `A step counts with its estimate; without one an action counts with its timeout (${formatDurationMs(actionTimeoutMs)} unless it says another), a question to people with ${formatDurationMs(promptMs)}, and a probe with its \`within\`, else ${formatDurationMs(probeMs)}.`,
    'A loop over a list that nobody knows yet counts as one item, a `repeat` with all its rounds; instants, headings and a decision with `choose` count nothing; of branches that go on at the same time the longest counts.',
    'Along a way the p50 add up; its p90 is their sum plus the root of the summed squares of (p90 − p50). Jumps after failures are ways, retries, holds and undos are not. The RTO is that of the runbook, else that of its class in the plan.',
  ].join(' '),
  'objective/no-recovery-point':
    'The RPO is that of the runbook, else that of its class in the plan. What was really lost is the disruption minus the last `recovery_point` before the clock stopped.',
  'role/approver-is-executor':
    'People are counted by the contacts behind the roles, and the executor never counts. Everybody may act who has the role of a step that writes or destroys.',
  'review/overdue': 'It is due `review.every` after `review.last`, both written in the runbook itself.',
  'waiver/expired': 'Days are those of UTC; the waiver still holds on the day that it names.',
};
