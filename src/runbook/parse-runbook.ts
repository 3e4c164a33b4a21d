/** A document as a runbook: every field read, every default filled in, every problem collected. */
import type * as z from 'zod';
import type {Json} from '../base/canonical-json.ts';
import {documentFields} from './document-fields.ts';
import {readDrill} from './drill.ts';
import {readDrillBehaviour} from './drill-behaviour.ts';
import {name as nameField} from './fields.ts';
import type {InputDeclaration} from './input-declaration.ts';
import {readDeclaration} from './input-declarations.ts';
import {readDefaultOn} from './on-host.ts';
import {readSteps} from './parse-steps.ts';
import {present} from './present.ts';
import {readNamedProbe, readProbeValue} from './probes.ts';
import {
  type Beside,
  beginReading,
  type Included,
  isMapping,
  isSequence,
  nothingBeside,
  nothingIncluded,
  type Reading,
  readFields,
  report,
  use,
} from './reading.ts';
import type {Runbook} from './runbook.ts';
import type {StepDefaults} from './step-common.ts';
import type {Document} from './yaml/document.ts';

/** A finding that an author answers for. */
export type Waiver = {
  readonly rule: string;
  /** Where the finding stands; for a rule that finds one thing alone it may be left out. */
  readonly step?: string;
  readonly reason: string;
  readonly until: string;
};

export type Parsed = {
  readonly reading: Reading;
  /** As far as it could be read; nothing when the fields of the document itself are wrong. */
  readonly runbook?: Runbook;
  readonly waivers: readonly Waiver[];
};

/** Reads a document. All problems are in `reading.diagnostics`; with one there, the runbook is only good for finding more. */
export const parseRunbook = (
  document: Document,
  beside: Beside = nothingBeside,
  included: Included = nothingIncluded,
): Parsed => {
  const reading = beginReading(document, beside, included);
  const {data} = document;
  const fields = readFields(reading, data, {
    schema: documentFields,
    path: [],
    thing: 'a runbook',
    area: 'runbook',
  });
  const map = isMapping(data) ? data : {};
  const inputs = readInputs(map.inputs, reading);
  readDefaultOn(fields?.defaults.on, reading);
  readNamedProbes(map.probes, reading);
  const defaults = readDefaults(map.defaults, fields, reading);
  const steps = readSteps(isSequence(map.steps) ? map.steps : undefined, ['steps'], {reading, defaults, heading: {}});
  const symptoms = readSymptoms(map.symptoms, reading);
  const drill = map.drill === undefined ? undefined : readDrill(map.drill, {reading, path: ['drill']});
  if (fields === undefined) {
    return {reading, waivers: []};
  }
  const {review, objectives, criticality} = fields;
  const runbook: Runbook = present({
    id: fields.id,
    version: fields.version,
    title: fields.title,
    scenario: fields.scenario,
    criticality,
    summary: fields.summary,
    owner: fields.owner,
    review: review && {last: review.last, everyMs: review.every},
    symptoms,
    objectives: present({rtoMs: objectives.rto, rpoMs: objectives.rpo, mtpdMs: objectives.mtpd}),
    clock: fields.clock,
    roles: fields.roles,
    inputs,
    defaults: present({role: fields.defaults.role}),
    deadlines: fields.deadlines.map(({id, within, after, role, text}) =>
      present({id, withinMs: within, after, role, text}),
    ),
    reminders: fields.reminders.map(({id, every, until, role, text}, index) =>
      present({id: id ?? `reminder_${index + 1}`, everyMs: every, until, role, text}),
    ),
    next: fields.next,
    steps,
    outputs: fields.outputs,
    drill,
    see: fields.see,
  });
  needObjectives(runbook, reading);
  noteOutputs(runbook, reading);
  return {reading, runbook, waivers: fields.waivers};
};

const readInputs = (value: Json | undefined, reading: Reading): {readonly [name: string]: InputDeclaration} => {
  const declarations: [string, InputDeclaration][] = [];
  for (const [name, declared] of Object.entries(named(value, 'inputs', reading))) {
    const declaration = readDeclaration(name, declared, {reading, path: ['inputs', name]});
    declarations.push(...(declaration === undefined ? [] : [[name, declaration] satisfies [string, InputDeclaration]]));
  }
  return Object.fromEntries(declarations);
};

const readNamedProbes = (value: Json | undefined, reading: Reading): void => {
  for (const name of Object.keys(named(value, 'probes', reading))) {
    // Also one that nobody asks shows its problems.
    readNamedProbe(name, {reading, where: {at: 'before', drill: false}});
  }
};

/** A map whose keys are names that expressions can use. */
const named = (value: Json | undefined, field: string, reading: Reading): {readonly [name: string]: Json} => {
  if (value === undefined) {
    return {};
  }
  if (!isMapping(value)) {
    const span = reading.document.valueSpan([field]);
    const hint = `write ${field}: and below it NAME: and what it is`;
    report(reading, {code: 'runbook/wrong-value', message: `"${field}" must be a map of names`, span, hint});
    return {};
  }
  for (const name of Object.keys(value)) {
    if (!nameField.safeParse(name).success) {
      const span = reading.document.keySpan([field, name]);
      const message = `"${name}" must be a name in snake_case, since expressions read a hyphen as minus`;
      const hint = `write it like ${snakeCased(name)}`;
      report(reading, {code: 'runbook/wrong-value', message, span, hint});
    }
  }
  return value;
};

const snakeCased = (text: string): string => {
  const cased = text
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '');
  return cased === '' ? 'stop_writes' : cased.slice(0, 64);
};

type Fields = z.output<typeof documentFields>;

const readDefaults = (value: Json | undefined, fields: Fields | undefined, reading: Reading): StepDefaults => {
  const drill = isMapping(value) ? value.drill : undefined;
  const where = {at: 'before', drill: true} as const;
  return present({
    role: fields?.defaults.role,
    timeoutMs: fields?.defaults.timeout,
    drill: drill === undefined ? undefined : readDrillBehaviour(drill, {reading, path: ['defaults', 'drill'], where}),
  });
};

const readSymptoms = (value: Json | undefined, reading: Reading): Runbook['symptoms'] =>
  (isSequence(value) ? value : []).flatMap((item, index) => {
    const {text, check} = isMapping(item) ? item : {};
    if (typeof text !== 'string') {
      return [];
    }
    const path = ['symptoms', index, 'check'];
    const where = {at: 'before', drill: false} as const;
    return [present({text, check: check === undefined ? undefined : readProbeValue(check, {reading, path, where})})];
  });

/** They are evaluated where the runbook ends, for the one that includes it. */
const noteOutputs = ({outputs, steps}: Runbook, reading: Reading): void => {
  const last = steps.at(-1)?.id;
  for (const [key, source] of Object.entries(outputs)) {
    use(reading, {
      source,
      form: 'expression',
      path: ['outputs', key],
      ...(last !== undefined && {step: last}),
      at: 'before',
      around: 'step',
      gives: 'anything',
      into: 'output',
    });
  }
};

const needObjectives = ({criticality, objectives}: Runbook, reading: Reading): void => {
  if (criticality === undefined && (objectives.rtoMs === undefined || objectives.rpoMs === undefined)) {
    report(reading, {
      code: 'runbook/missing-field',
      message: 'a runbook needs "criticality", or both objectives',
      span: reading.document.keySpan(reading.document.has(['objectives']) ? ['objectives'] : ['id']),
      hint: 'write criticality: critical, or objectives: {rto: 1h, rpo: 1h}; an objective may be none',
    });
  }
};
