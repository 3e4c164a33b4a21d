/** `input`: a person gives a value in the middle of a run. */
import * as z from 'zod';
import {words} from '../fields.ts';
import {inputFields, readDeclarationFields, rulesOfTypes} from '../input-declarations.ts';
import {use} from '../reading.ts';
import {defineStep} from '../step-kind.ts';

const {type, of, pattern, optional} = inputFields.shape;

export const input = defineStep({
  kind: 'input',
  shape: 'prompt',
  summary: 'A person gives a value; later steps read it as the output value.',
  example: 'input: {ask: Which transaction deleted the rows?, type: integer}',
  fields: z
    .strictObject({ask: words.describe('The question.'), type, of, pattern, optional})
    .register(z.globalRegistry, rulesOfTypes),
  build: ({ask, ...declared}, {reading, path, where}) => {
    use(reading, {
      source: ask,
      form: 'text',
      path: [...path, 'ask'],
      around: 'step',
      gives: 'text',
      into: 'record',
      ...where,
    });
    const declaration = readDeclarationFields('value', declared, {reading, path});
    return {kind: 'input', shape: 'prompt', ask, declaration};
  },
});
