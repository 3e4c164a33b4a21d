/** The fields of a drill block, and of a variant, which replaces some of them. */
import * as z from 'zod';
import {exactlyOne, isExactlyOne, ofKnownFields} from './exactly-one.ts';
import {name, optionallyAs, readAs, stepName, words} from './fields.ts';

const dataset = z.strictObject({
  name: name.describe('The name of the dataset.'),
  scale: z.number().int('must be a whole number').min(1, 'must be at least 1').default(1).describe('How large it is.'),
  file: words
    .exactOptional()
    .describe('Of the dataset `sql`: the file of SQL that fills it, from the folder of the runbook.'),
});

const fault = z
  .record(name, z.record(z.string(), z.unknown()))
  .refine(isExactlyOne, ofKnownFields('must be one fault by its name, like {delete_rows: {table: payments}}'))
  .register(z.globalRegistry, exactlyOne);

const inputs = z.record(name, z.unknown());

const answers = z.record(stepName, z.unknown());

export const drillFields = z.strictObject({
  lab: z
    .enum(['postgres', 'none'])
    .describe('Where: a throwaway PostgreSQL, or nowhere, with real prompts and a real clock.'),
  dataset: dataset.default({name: 'ticketing', scale: 1}).describe('What the lab is filled with.'),
  fault: fault.exactOptional().describe('What is broken: one fault of the lab, with its fields.'),
  inputs: inputs.default({}).describe('Values of the inputs in a drill.'),
  answers: answers
    .default({})
    .describe(
      'What a robot answers to decisions, inputs and instructions, by the id or the path of the step; of a group with `order: any`, in which order its steps are picked.',
    ),
  accept: optionallyAs('probes', "Probes that judge success, independent of the runbook's own checks."),
  keeps_newer_writes: z
    .boolean()
    .default(true)
    .describe(
      'Whether what was written after the fault is still there at the end; false where the way cannot do that.',
    ),
  variants: z
    .record(name, readAs('drill_variant'))
    .default({})
    .describe('Other drills of the same runbook by name: what each says replaces what stands above.'),
});

export const variantFields = z.strictObject({
  title: words.exactOptional().describe('The variant in a few words.'),
  dataset: dataset.exactOptional().describe('What the lab is filled with instead.'),
  fault: fault.exactOptional().describe('What is broken instead: one fault of the lab, with its fields.'),
  inputs: inputs.exactOptional().describe('Values of the inputs that differ; the others are those of the drill.'),
  answers: answers.exactOptional().describe('Answers of the robot that differ; the others are those of the drill.'),
  accept: optionallyAs('probes', 'Probes that judge success instead.'),
  keeps_newer_writes: z
    .boolean()
    .exactOptional()
    .describe('Whether what was written after the fault is still there at the end.'),
});
