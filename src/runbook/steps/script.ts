/** `script`: a literal text for an interpreter; values reach it only as environment variables. */
import * as z from 'zod';
import {environment, rawText, words} from '../fields.ts';
import {notEmpty} from '../not-empty.ts';
import {onField, readOn} from '../on-host.ts';
import {report, use} from '../reading.ts';
import {defineStep} from '../step-kind.ts';
import {splitWords} from '../texts/split-words.ts';

/** What most scripts are written for; it must be on the machine anyway. */
const usualInterpreter = ['sh', '-eu'];

export const script = defineStep({
  kind: 'script',
  shape: 'action',
  summary: 'Gives a literal text to an interpreter and judges it by its exit code.',
  example: `\
script:
  text: |
    rm -f "$CACHE"/*.tmp
    touch "$CACHE/cleared"
  env: {CACHE: "\${inputs.directory}"}`,
  fields: z.strictObject({
    interpreter: z
      .union([words, z.array(z.string()).check(notEmpty('must name a program'))], 'must be a text or a list of words')
      .default(usualInterpreter)
      .describe('The program that reads the text, with its options.'),
    text: rawText.describe('The script, literal: no value is ever put into it.'),
    env: environment.default({}).describe('Environment variables: the only way for values into the script.'),
    on: onField,
  }),
  short: 'text',
  build: ({interpreter, text, env, on}, {reading, path, where}) => {
    const around = where.drill ? 'drill' : 'step';
    const textPath = reading.document.has([...path, 'text']) ? [...path, 'text'] : path;
    use(reading, {source: text, form: 'literal', path: textPath, around, gives: 'text', into: 'code', ...where});
    for (const [name, source] of Object.entries(env)) {
      const noted = {
        source,
        form: 'text',
        path: [...path, 'env', name],
        around,
        gives: 'text',
        into: 'environment',
      } as const;
      use(reading, {...noted, ...where});
    }
    const cut = typeof interpreter === 'string' ? splitWords(interpreter) : undefined;
    if (typeof interpreter === 'string' && cut?.ok === false) {
      const {message, hint, ...part} = cut.reason;
      const span = reading.document.spanWithin([...path, 'interpreter'], {...part, text: interpreter});
      return report(reading, {code: 'command/words', message, span, hint});
    }
    const program = cut?.ok ? cut.value.map(word => word.text) : [interpreter].flat();
    const host = readOn(on, {reading, path, where});
    return {
      kind: 'script',
      shape: 'action',
      action: {kind: 'script', interpreter: program, text, env, ...(host !== undefined && {on: host})},
    };
  },
});
