/** `parallel`: several ways at the same time; all of them must end. */
import * as z from 'zod';
import {readBranches, refuseLeading} from '../branches.ts';
import {atOnce, atOnceMax, name} from '../fields.ts';
import {defineStep} from '../step-kind.ts';

export const parallel = defineStep({
  kind: 'parallel',
  shape: 'group',
  summary: 'Several ways at the same time; all of them must end.',
  fields: z.strictObject({
    branches: z
      .record(name, z.unknown())
      .refine(branches => Object.keys(branches).length > 0, 'must hold a branch, like {mail: {steps: […]}}')
      .describe('The ways by name: a title, or title, steps, outputs.'),
    at_once: atOnce.exactOptional().describe('How many go on at a time; all by default, never more than 64.'),
  }),
  notYet: [],
  build: ({branches: written, at_once}, place) => {
    const branches = readBranches(written, place);
    refuseLeading(branches, place);
    return {kind: 'parallel', shape: 'group', branches, atOnce: at_once ?? atOnceMax};
  },
});
