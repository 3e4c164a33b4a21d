/** `end`: ends the run with an outcome, from wherever it stands. */
import * as z from 'zod';
import {defineStep} from '../step-kind.ts';
import {outcomes} from '../words.ts';

export const end = defineStep({
  kind: 'end',
  shape: 'instant',
  summary: 'Ends the run with an outcome.',
  example: 'end: recovered',
  fields: z.strictObject({outcome: z.enum(outcomes).describe('How the run ends.')}),
  short: 'outcome',
  title: ({outcome}) => `End: ${outcome.replaceAll('-', ' ')}`,
  build: ({outcome}) => ({kind: 'end', shape: 'instant', outcome}),
});
