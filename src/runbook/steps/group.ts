/** `group`: a block of steps, in the order written or in any. */
import * as z from 'zod';
import {asJson} from '../reading.ts';
import {defineStep} from '../step-kind.ts';

export const group = defineStep({
  kind: 'group',
  shape: 'group',
  summary: 'A block of steps; with order: any people pick what comes next.',
  fields: z.strictObject({
    steps: z.array(z.unknown()).min(1, 'must hold a step').describe('What is done.'),
    order: z.enum(['written', 'any']).default('written').describe('Whether people may pick what comes next.'),
  }),
  short: 'steps',
  notYet: [],
  build: ({steps, order}, {path, reading, readSteps}) => ({
    kind: 'group',
    shape: 'group',
    steps: readSteps(asJson(steps), reading.document.has([...path, 'steps']) ? [...path, 'steps'] : path),
    order,
  }),
});
