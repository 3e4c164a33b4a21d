/** `include`: another runbook as a step of this one. */
import * as z from 'zod';
import {didYouMean, listed} from '../../diagnostics/nearest.ts';
import {kebabCase, words} from '../fields.ts';
import {report, use} from '../reading.ts';
import type {Runbook} from '../runbook.ts';
import {defineStep, type StepPlace} from '../step-kind.ts';

export const include = defineStep({
  kind: 'include',
  shape: 'group',
  summary: 'Another runbook as a step; its steps have paths below this one, and only its outputs can be read.',
  example: 'include: {runbook: access-review, inputs: {since: "${events.disruption}"}}',
  fields: z.strictObject({
    runbook: z
      .string()
      .regex(kebabCase, 'must be the id of a runbook, like access-review')
      .describe('The id of the runbook.'),
    inputs: z.record(words, z.string()).default({}).describe('What it is told: texts, by the names of its inputs.'),
  }),
  short: 'runbook',
  alsoCommon: ['on_failure'],
  build: ({runbook: id, inputs}, place) => {
    const {reading, path, where} = place;
    const idPath = reading.document.has([...path, 'runbook']) ? [...path, 'runbook'] : path;
    const included = reading.included(id);
    for (const [key, source] of Object.entries(inputs)) {
      const noted = {form: 'text', around: 'step', gives: 'anything', into: 'parameter', ...where} as const;
      const reads = included.ok && Object.hasOwn(included.value.inputs, key) ? included.value.inputs[key] : undefined;
      use(reading, {...noted, source, path: [...path, 'inputs', key], ...(reads !== undefined && {reads})});
    }
    if (!included.ok) {
      const message = `${id} cannot be included: ${included.reason}`;
      const hint = wayOut(id, included.reason);
      return report(reading, {code: 'reference/unknown', message, span: reading.document.valueSpan(idPath), hint});
    }
    return toldAll(included.value, inputs, place)
      ? {kind: 'include', shape: 'group', runbook: included.value, inputs}
      : undefined;
  },
});

const wayOut = (id: string, reason: string): string => {
  if (reason.startsWith('it is not sound')) {
    return `lint ${id} by itself, and mend it first`;
  }
  return /includes? (?:itself|each other)/.test(reason)
    ? 'take it out, or put what both need into a runbook of its own'
    : `name another runbook, or write it: ${id}.yaml beside this one`;
};

/** What it needs and nobody tells it would hold every run there. */
const toldAll = (
  {id, inputs}: Runbook,
  given: {readonly [name: string]: string},
  {reading, path}: StepPlace,
): boolean => {
  const unknown = Object.keys(given).filter(name => !Object.hasOwn(inputs, name));
  for (const name of unknown) {
    report(reading, {
      code: 'reference/unknown',
      message: `${id} has no input "${name}"`,
      span: reading.document.keySpan([...path, 'inputs', name]),
      hint: didYouMean(name, Object.keys(inputs)) ?? `it takes ${listed(Object.keys(inputs)) || 'no inputs'}`,
    });
  }
  const missing = Object.values(inputs).filter(
    ({name, optional, default: standard}) => !Object.hasOwn(given, name) && !optional && standard === undefined,
  );
  if (missing.length > 0) {
    report(reading, {
      code: 'step/missing-field',
      message: `${id} has to be told ${missing.map(({name}) => name).join(', ')}`,
      span: reading.document.keySpan(path),
      hint: `inputs: {${missing[0]?.name}: "…"}`,
    });
  }
  return unknown.length === 0 && missing.length === 0;
};
