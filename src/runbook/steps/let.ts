/** `let`: values with names, for what comes later. */
import * as z from 'zod';
import {name, words} from '../fields.ts';
import {use} from '../reading.ts';
import {defineStep} from '../step-kind.ts';

export const letValues = defineStep({
  kind: 'let',
  shape: 'instant',
  summary: 'Names values; later steps read them as values.NAME.',
  example: 'let: {many: "inputs.hosts.size() > 10"}',
  fields: z.strictObject({
    values: z
      .record(name, words)
      .refine(
        values => Object.keys(values).length > 0,
        'must name a value, like let: {many: "inputs.tables.size() > 10"}',
      )
      .register(z.globalRegistry, {minProperties: 1})
      .describe('Expressions by name.'),
  }),
  short: 'values',
  shortIsMap: true,
  title: ({values}) => `Let ${Object.keys(values).join(', ')}`,
  build: ({values}, {reading, path, where}) => {
    const around = reading.document.has([...path, 'values']) ? [...path, 'values'] : path;
    for (const [key, source] of Object.entries(values)) {
      const noted = {form: 'expression', around: 'step', gives: 'anything', into: 'output', ...where} as const;
      use(reading, {...noted, source, path: [...around, key]});
    }
    return {kind: 'let', shape: 'instant', values};
  },
});
