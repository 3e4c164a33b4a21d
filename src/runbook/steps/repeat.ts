/** `repeat`: a block again and again until an expression holds, a bounded number of times. */
import * as z from 'zod';
import {readAs, words} from '../fields.ts';
import {notEmpty} from '../not-empty.ts';
import {onFailure} from '../on-failure.ts';
import {asJson, use} from '../reading.ts';
import {defineStep} from '../step-kind.ts';

export const repeat = defineStep({
  kind: 'repeat',
  shape: 'group',
  summary: 'A block again and again until an expression holds, a bounded number of times.',
  example: `\
repeat:
  max: 5
  until: steps.quiet.outputs.value
  steps:
    - {id: quiet, title: Is it quiet, input: {ask: Is it quiet now?, type: boolean}}`,
  fields: z.strictObject({
    steps: z.array(readAs('step')).check(notEmpty('must hold a step')).describe('What is done in each round.'),
    until: words.describe('An expression, looked at after each round; it sees the steps of that round.'),
    max: z
      .number()
      .int('must be a whole number')
      .min(1, 'must be at least 1')
      .max(1_000, 'must be at most 1000')
      .describe('How many rounds at most.'),
    on_exhausted: onFailure.exactOptional().describe('What follows when the last round did not do; hold by default.'),
  }),
  build: ({steps, until, max, on_exhausted}, {path, reading, where, readSteps}) => {
    use(reading, {
      source: until,
      form: 'expression',
      path: [...path, 'until'],
      ...where,
      at: 'inside',
      around: 'step',
      gives: 'bool',
      into: 'decision',
    });
    return {
      kind: 'repeat',
      shape: 'group',
      steps: readSteps(asJson(steps), [...path, 'steps']),
      until,
      max,
      onExhausted: on_exhausted ?? {do: 'hold'},
    };
  },
});
