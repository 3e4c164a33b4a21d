/** JSON Schema of a runbook, for editors: what may stand where, and what it means. */
import * as z from 'zod';
import {branchFields} from '../branches.ts';
import {documentFields} from '../document-fields.ts';
import {drillBehaviourFields, drillWord} from '../drill-behaviour.ts';
import {drillFields, variantFields} from '../drill-fields.ts';
import {name, type ReadElsewhere, readAs, words} from '../fields.ts';
import {inputFields} from '../input-declarations.ts';
import {probeFields} from '../probe-fields.ts';
import type {StepKind} from '../runbook.ts';
import {command} from '../steps/command.ts';
import {undoFields, undoInstruction} from '../undo.ts';
import {dialect, type JsonSchema, propertiesOf, schemaOf} from './json-schema.ts';
import {stepDefinitions, underKey} from './step-schema.ts';

/** What a drill can break, by name, each with a sentence. */
export type KnownFaults = {readonly [fault: string]: {readonly summary: string}};

/** The schema of a whole file. The names of faults are offered, and others are not refused, as the linter refuses none. */
export const runbookSchema = (faults: KnownFaults): JsonSchema => ({
  $schema: dialect,
  title: 'Lifeboat runbook',
  description: 'A disaster-recovery procedure that runs.',
  ...schemaOf(documentFields),
  $defs: {...stepDefinitions(), ...definitions(faults)},
});

/** What `readAs` leads to, but for steps and their kinds. */
const definitions = (
  faults: KnownFaults,
): {readonly [What in Exclude<ReadElsewhere, 'step' | StepKind>]: JsonSchema} => ({
  branch: {title: 'branch', ...schemaOf(z.union([title, branchFields]))},
  branch_of_parallel: {title: 'branch', ...schemaOf(z.union([title, branchFields.omit({goto: true, end: true})]))},
  probe: {title: 'probe', ...schemaOf(probeFields)},
  probes: schemaOf(z.union([readAs('probe'), z.array(readAs('probe'))])),
  command_of_probe: underKey('command', command.fields.extend({interactive})),
  named_probes: schemaOf(z.record(name, readAs('probe'))),
  inputs: schemaOf(z.record(name, inputFields)),
  undo: {title: 'undo', ...schemaOf(z.union([instruction, undoFields]))},
  instruction_of_undo: schemaOf(z.union([instruction, undoInstruction])),
  drill: {title: 'drill', ...withFaults(schemaOf(drillFields), faults)},
  drill_variant: {title: 'variant of a drill', ...withFaults(schemaOf(variantFields), faults)},
  drill_of_step: schemaOf(z.union([drillWord, drillBehaviourFields])),
});

const title = words.describe('What the branch is called; nothing is done on it.');

const instruction = words.describe('What a person does to take it back, as text with values.');

const interactive = z
  .literal(false)
  .default(false)
  .describe('A probe is asked again and again, so it cannot have the terminal.');

const withFaults = (schema: JsonSchema, faults: KnownFaults): JsonSchema => {
  const {fault, ...others} = propertiesOf(schema);
  const known = Object.entries(faults).map(
    ([name, {summary}]) => [name, {type: 'object', description: summary}] as const,
  );
  return {...schema, properties: {...others, fault: {...fault, properties: Object.fromEntries(known)}}};
};
