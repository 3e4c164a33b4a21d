/** `foreach`: a block for each item of a list that is known when the run comes there. */
import * as z from 'zod';
import {atOnce, readAs, words} from '../fields.ts';
import {notEmpty} from '../not-empty.ts';
import {asJson, use} from '../reading.ts';
import {defineStep} from '../step-kind.ts';

export const foreach = defineStep({
  kind: 'foreach',
  shape: 'group',
  summary: 'A block for each item of a list; inside, item is the item.',
  example: `\
foreach:
  in: inputs.hosts
  at_once: 2
  steps:
    - {id: restart, title: Restart the host, command: [systemctl, --host, "\${item}", reboot]}`,
  fields: z.strictObject({
    in: words.describe('The list, as an expression; it is evaluated once.'),
    at_once: atOnce.default(1).describe('How many items go on at a time.'),
    on_item_failure: z
      .enum(['hold', 'continue'])
      .default('hold')
      .describe('Whether a step that fails holds, or gives up its item and goes on with the others.'),
    steps: z.array(readAs('step')).check(notEmpty('must hold a step')).describe('What is done for each item.'),
  }),
  build: ({in: list, at_once, on_item_failure, steps}, {path, reading, where, readSteps}) => {
    const noted = {form: 'expression', around: 'step', gives: 'list', into: 'record', ...where} as const;
    use(reading, {...noted, source: list, path: [...path, 'in']});
    return {
      kind: 'foreach',
      shape: 'group',
      in: list,
      atOnce: at_once,
      onItemFailure: on_item_failure,
      steps: readSteps(asJson(steps), [...path, 'steps']),
    };
  },
});
