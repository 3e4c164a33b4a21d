/** What an author lets a failure or a no-go do. */
import * as z from 'zod';
import {name} from './fields.ts';
import type {OnFailure} from './runbook.ts';

/** `hold | continue | abort | {goto: ID} | {undo_to: ID}`, the last perhaps with `then: {goto: ID}`. */
export const onFailure = z
  .union(
    [
      z.enum(['hold', 'continue', 'abort']),
      z.strictObject({goto: name.describe('A later step of this block or one around it.')}),
      z.strictObject({
        undo_to: name.describe('A step before: the run holds and proposes to undo everything since it was come to.'),
        then: z
          .strictObject({goto: name.describe('A later step.')})
          .exactOptional()
          .describe('Where it goes on when that is undone.'),
      }),
    ],
    'must be hold, continue, abort, {goto: STEP} or {undo_to: STEP}',
  )
  .transform((written): OnFailure => {
    if (typeof written === 'string') {
      return {do: written};
    }
    if ('goto' in written) {
      return {do: 'goto', step: written.goto};
    }
    const {undo_to: step, then} = written;
    return {do: 'undo_to', step, ...(then !== undefined && {then: then.goto})};
  });
