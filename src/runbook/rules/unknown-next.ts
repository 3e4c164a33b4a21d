/** A runbook that is proposed at the end, and is not there. */
import type {Rule} from '../rule.ts';

export const unknownNext: Rule = {
  code: 'runbook/unknown-next',
  // It is only proposed: nobody should be kept from an incident for it.
  severity: 'warning',
  why: 'Who has come to the end of the procedure is sent on to one that nobody finds.',
  waivable: true,
  check: ({runbook: {next}, document, isRunbook}) =>
    next === undefined || isRunbook === undefined || isRunbook(next)
      ? []
      : [
          {
            message: `there is no runbook "${next}"`,
            span: document.valueSpan(['next']),
            hint: `write it as ${next}.yaml beside this one, or leave next out`,
          },
        ],
};
