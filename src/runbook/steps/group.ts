/** `group`: a block of steps, in the order written or in any. */
import * as z from 'zod';
import {readAs} from '../fields.ts';
import {notEmpty} from '../not-empty.ts';
import {asJson} from '../reading.ts';
import {defineStep} from '../step-kind.ts';

export const group = defineStep({
  kind: 'group',
  shape: 'group',
  summary: 'A block of steps; with order: any people pick what comes next.',
  example: `\
group:
  order: any
  steps:
    - {id: call_bank, title: Call the bank, instruction: Say that payments stand still.}
    - {id: call_press, title: Call the press office, instruction: Say when the next update comes.}`,
  fields: z.strictObject({
    steps: z.array(readAs('step')).check(notEmpty('must hold a step')).describe('What is done.'),
    order: z.enum(['written', 'any']).default('written').describe('Whether people may pick what comes next.'),
  }),
  short: 'steps',
  build: ({steps, order}, {path, reading, readSteps}) => ({
    kind: 'group',
    shape: 'group',
    steps: readSteps(asJson(steps), reading.document.has([...path, 'steps']) ? [...path, 'steps'] : path),
    order,
  }),
});
