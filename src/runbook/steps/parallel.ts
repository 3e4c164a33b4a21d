/** `parallel`: several ways at the same time; all of them must end. */
import * as z from 'zod';
import {ownOutputs, readBranches, refuseLeading} from '../branches.ts';
import {atOnce, atOnceMax, name, readAs} from '../fields.ts';
import {defineStep} from '../step-kind.ts';

export const parallel = defineStep({
  kind: 'parallel',
  shape: 'group',
  summary: 'Several ways at the same time; all of them must end.',
  example: `\
parallel:
  branches:
    mail: {title: Mail, steps: [{id: stop_mail, title: Stop the mail, command: [postsuper, -h, ALL]}]}
    people: {title: People, steps: [{id: tell, title: Tell the shop, instruction: Say that it is down.}]}`,
  fields: z.strictObject({
    branches: z
      .record(name, readAs('branch_of_parallel'))
      .refine(branches => Object.keys(branches).length > 0, 'must hold a branch, like {mail: {steps: […]}}')
      .register(z.globalRegistry, {minProperties: 1})
      .describe('The ways by name: a title, or title, steps, outputs.'),
    at_once: atOnce.exactOptional().describe('How many go on at a time; all by default, never more than 64.'),
  }),
  build: ({branches: written, at_once}, place) => {
    const branches = readBranches(written, place);
    refuseLeading(branches, place);
    ownOutputs(branches, place);
    return {kind: 'parallel', shape: 'group', branches, atOnce: at_once ?? atOnceMax};
  },
});
