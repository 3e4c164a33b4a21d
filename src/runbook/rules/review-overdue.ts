/** A procedure that nobody has looked at for longer than agreed. */
import type {Rule} from '../rule.ts';

const dayMs = 86_400_000;

export const reviewOverdue: Rule = {
  code: 'review/overdue',
  severity: 'warning',
  why: 'Systems change; an old procedure is followed all the same, in the worst hour.',
  waivable: true,
  check: ({runbook: {review}, document, today}) => {
    if (review === undefined) {
      return [];
    }
    const due = new Date(Date.parse(review.last) + review.everyMs).toISOString().slice(0, 10);
    const lateDays = Math.round((Date.parse(today) - Date.parse(due)) / dayMs);
    return lateDays <= 0
      ? []
      : [
          {
            message: `the review was due on ${due}, ${lateDays} ${lateDays === 1 ? 'day' : 'days'} ago`,
            span: document.valueSpan(['review', 'last']),
            hint: 'read it with fresh eyes, drill it, then set review.last',
          },
        ];
  },
};
