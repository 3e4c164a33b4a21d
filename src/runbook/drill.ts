/** What a runbook says about its drills: the lab, the fault, the inputs, the answers, and how success is judged. */
import * as z from 'zod';
import type {Json} from '../base/canonical-json.ts';
import {exactlyOne, isExactlyOne, ofKnownFields} from './exactly-one.ts';
import {name, optionallyAs, stepName} from './fields.ts';
import {readProbes} from './probes.ts';
import {isMapping, isSequence, type Reading, readFields, use} from './reading.ts';
import type {Drill} from './runbook.ts';
import type {DocumentPath} from './yaml/document.ts';

export const drillFields = z.strictObject({
  lab: z
    .enum(['postgres', 'none'])
    .describe('Where: a throwaway PostgreSQL, or nowhere, with real prompts and a real clock.'),
  dataset: z
    .strictObject({
      name: name.describe('The name of the dataset.'),
      scale: z
        .number()
        .int('must be a whole number')
        .min(1, 'must be at least 1')
        .default(1)
        .describe('How large it is.'),
    })
    .default({name: 'ticketing', scale: 1})
    .describe('What the lab is filled with.'),
  fault: z
    .record(name, z.record(z.string(), z.unknown()))
    .refine(isExactlyOne, ofKnownFields('must be one fault by its name, like {delete_rows: {table: payments}}'))
    .register(z.globalRegistry, exactlyOne)
    .exactOptional()
    .describe('What is broken: one fault of the lab, with its fields.'),
  inputs: z.record(name, z.unknown()).default({}).describe('Values of the inputs in a drill.'),
  answers: z
    .record(stepName, z.unknown())
    .default({})
    .describe(
      'What a robot answers to decisions, inputs and instructions, by the id or the path of the step; of a group with `order: any`, in which order its steps are picked.',
    ),
  accept: optionallyAs('probes', "Probes that judge success, independent of the runbook's own checks."),
});

type Place = {readonly reading: Reading; readonly path: DocumentPath};

/** Reads the `drill` of a document. */
export const readDrill = (value: Json, {reading, path}: Place): Drill | undefined => {
  const where = {at: 'after', drill: true} as const;
  const {inputs, answers, fault, accept} = isMapping(value) ? value : {};
  const probes = readProbes(accept, {reading, path: [...path, 'accept'], where});
  noteTexts(inputs, {reading, path: [...path, 'inputs']});
  const fields = readFields(reading, value, {
    schema: drillFields,
    path,
    thing: 'a drill',
    area: 'runbook',
  });
  if (fields === undefined) {
    return undefined;
  }
  const [faultName, faultFields] = Object.entries(isMapping(fault) ? fault : {})[0] ?? [];
  return {
    lab: fields.lab,
    dataset: fields.dataset,
    ...(faultName !== undefined && isMapping(faultFields) && {fault: {name: faultName, fields: faultFields}}),
    inputs: isMapping(inputs) ? inputs : {},
    answers: isMapping(answers) ? answers : {},
    accept: probes,
  };
};

/** Texts inside of values, as deep as they stand: `database: "${lab.primary}"`. */
const noteTexts = (value: Json | undefined, {reading, path}: Place): void => {
  if (typeof value === 'string') {
    const noted = {source: value, form: 'text', path, at: 'before', around: 'drill'} as const;
    use(reading, {...noted, gives: 'anything', into: 'parameter'});
  } else if (isSequence(value)) {
    for (const [index, item] of value.entries()) {
      noteTexts(item, {reading, path: [...path, index]});
    }
  } else if (isMapping(value)) {
    for (const [key, item] of Object.entries(value)) {
      noteTexts(item, {reading, path: [...path, key]});
    }
  }
};
