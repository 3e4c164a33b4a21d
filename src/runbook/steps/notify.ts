/** `notify`: tells somebody something; it blocks only where they must say that they have heard it. */
import * as z from 'zod';
import {name, words} from '../fields.ts';
import {notEmpty} from '../not-empty.ts';
import {use} from '../reading.ts';
import {defineStep} from '../step-kind.ts';

export const notify = defineStep({
  kind: 'notify',
  shape: 'action',
  summary: 'Tells people something; it never blocks unless they must acknowledge it.',
  example: 'notify: {to: [approver], text: The shop is back. Its orders since noon are being checked., must_ack: true}',
  fields: z.strictObject({
    to: z
      .union(
        [name.transform(role => [role]), z.array(name).check(notEmpty('must name a role'))],
        'must be a role or a list of roles',
      )
      .describe('Whom it is for: roles or contacts.'),
    text: words.describe('What they are told.'),
    must_ack: z
      .boolean()
      .default(false)
      .describe('Whether somebody says that they have heard it before the run goes on.'),
  }),
  build: ({to, text, must_ack}, {reading, path, where}) => {
    use(reading, {
      source: text,
      form: 'text',
      path: [...path, 'text'],
      around: 'step',
      gives: 'text',
      into: 'record',
      ...where,
    });
    return {kind: 'notify', shape: 'action', action: {kind: 'notify', to, text}, ...(must_ack && {mustAck: true})};
  },
});
