/** What an author lets a failure or a no-go do. */
import * as z from 'zod';
import {name} from './fields.ts';
import type {OnFailure} from './runbook.ts';

const sentence = 'must be hold, continue, abort, {goto: STEP} or {undo_to: STEP}';

// Made once: a schema costs more to make than to use, and every step is asked.
const word = z.enum(['hold', 'continue', 'abort']);
const leadsOn = z.strictObject({goto: name});
const leadsBack = z.strictObject({undo_to: name, then: z.strictObject({goto: name}).exactOptional()});

/** `hold | continue | abort | {goto: ID} | {undo_to: ID}`, the last perhaps with `then: {goto: ID}`. */
export const onFailure = z.unknown().transform((value, context): OnFailure => {
  const move = word.safeParse(value);
  if (move.success) {
    return {do: move.data};
  }
  const goto = leadsOn.safeParse(value);
  if (goto.success) {
    return {do: 'goto', step: goto.data.goto};
  }
  const back = leadsBack.safeParse(value);
  if (back.success) {
    const {undo_to: step, then} = back.data;
    return {do: 'undo_to', step, ...(then !== undefined && {then: then.goto})};
  }
  context.addIssue({code: 'custom', message: sentence});
  return z.NEVER;
});
