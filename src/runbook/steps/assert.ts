/** `assert`: a fact that must hold here. */
import * as z from 'zod';
import {words} from '../fields.ts';
import {use} from '../reading.ts';
import {defineStep} from '../step-kind.ts';

export const assertion = defineStep({
  kind: 'assert',
  shape: 'instant',
  summary: 'An expression that must hold here.',
  example: 'assert: inputs.source.host != inputs.target.host',
  fields: z.strictObject({that: words.describe('The expression.')}),
  short: 'that',
  alsoCommon: ['on_failure', 'troubleshoot'],
  title: ({that}) => `Assert that ${that}`,
  build: ({that}, {reading, path, where}) => {
    const at = reading.document.has([...path, 'that']) ? [...path, 'that'] : path;
    use(reading, {
      source: that,
      form: 'expression',
      path: at,
      around: 'step',
      gives: 'bool',
      into: 'decision',
      ...where,
    });
    return {kind: 'assert', shape: 'instant', condition: that};
  },
});
