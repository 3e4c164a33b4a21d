/** `approval`: go or no-go by people who do not carry it out. */
import * as z from 'zod';
import {name, positiveDuration, words} from '../fields.ts';
import {notEmpty} from '../not-empty.ts';
import {onFailure} from '../on-failure.ts';
import {use} from '../reading.ts';
import {defineStep} from '../step-kind.ts';

export const approval = defineStep({
  kind: 'approval',
  shape: 'prompt',
  summary: 'People who do not carry it out say go or no-go.',
  example: 'approval: {ask: "May rows be written to ${inputs.database.host}?", from: [approver], expires: 30m}',
  fields: z.strictObject({
    ask: words.describe('The question, with what is at stake.'),
    from: z.array(name).check(notEmpty('must name a role')).describe('The roles that may answer.'),
    need: z
      .number()
      .int('must be a whole number')
      .min(1, 'must be at least 1')
      // More people than that are asked by no incident, and each gets a line on paper.
      .max(20, 'must be at most 20')
      .default(1)
      .describe('How many must say go, 20 at most.'),
    not: z.literal('executor').exactOptional().describe('Never the person who carries it out; always so.'),
    expires: positiveDuration.exactOptional().describe('After how long it is asked again; that never decides.'),
    on_no_go: onFailure.exactOptional().describe('What a no does: what on_failure takes; hold by default.'),
  }),
  build: ({ask, from, need, on_no_go, expires}, {reading, path, where}) => {
    use(reading, {
      source: ask,
      form: 'text',
      path: [...path, 'ask'],
      around: 'step',
      gives: 'text',
      into: 'record',
      ...where,
    });
    return {
      kind: 'approval',
      shape: 'prompt',
      ask,
      from,
      need,
      notExecutor: true,
      onNoGo: on_no_go ?? {do: 'hold'},
      ...(expires !== undefined && {expiresMs: expires}),
    };
  },
});
