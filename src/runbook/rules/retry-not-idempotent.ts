/** An action that is repeated although twice is not the same as once. */
import type {Rule} from '../rule.ts';
import {allSteps} from '../walk.ts';

export const retryNotIdempotent: Rule = {
  code: 'step/retry-not-idempotent',
  severity: 'error',
  why: 'The first attempt may have happened although it seemed to fail; then the second does it twice.',
  waivable: false,
  check: ({runbook, document, pathOf}) =>
    [...allSteps(runbook.steps)]
      .filter(({retry, idempotent, shape}) => shape === 'action' && retry.attempts > 1 && !idempotent)
      .map(({id}) => ({
        message: `"${id}" is retried, but is not idempotent`,
        span: document.keySpan([...pathOf(id), 'retry']),
        hint: 'add idempotent: true if running it twice does no more than running it once, else remove retry',
      })),
};
