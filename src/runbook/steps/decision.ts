/** `decision`: one of several ways on, chosen by a person or by an expression. */
import * as z from 'zod';
import {readBranches, sameOutputs} from '../branches.ts';
import {name, readAs, words} from '../fields.ts';
import {use} from '../reading.ts';
import {defineStep} from '../step-kind.ts';

export const decision = defineStep({
  kind: 'decision',
  shape: 'group',
  summary: 'One of several ways on, chosen by a person or by an expression.',
  example: `\
decision:
  ask: Is this the transaction?
  branches:
    right: It is
    wrong: {title: It is not, end: no-action}`,
  fields: z.strictObject({
    ask: words.describe('The question.'),
    choose: words.exactOptional().describe('Decides: an expression that gives the name of a branch.'),
    propose: words.exactOptional().describe('Suggests: an expression that gives the name of a branch.'),
    branches: z
      .record(name, readAs('branch'))
      .refine(
        branches => Object.keys(branches).length > 0,
        'must hold a branch, like {restore: Restore it, leave: Leave it}',
      )
      .register(z.globalRegistry, {minProperties: 1})
      .describe('The options by name: a title, or title, steps, outputs, goto, end.'),
  }),
  build: ({ask, choose, propose, branches}, place) => {
    const {reading, path, where} = place;
    const noted = {around: 'step', ...where} as const;
    use(reading, {...noted, source: ask, form: 'text', path: [...path, 'ask'], gives: 'text', into: 'record'});
    for (const [field, source] of [
      ['choose', choose],
      ['propose', propose],
    ] as const) {
      if (source !== undefined) {
        const at = [...path, field];
        use(reading, {...noted, source, form: 'expression', path: at, gives: 'text', into: 'decision'});
      }
    }
    const ways = readBranches(branches, place);
    sameOutputs(ways, place);
    return {
      kind: 'decision',
      shape: 'group',
      ask,
      ...(choose !== undefined && {choose}),
      ...(propose !== undefined && {propose}),
      branches: ways,
    };
  },
});
