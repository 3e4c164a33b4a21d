/** A list of steps: headings set what follows, every other item is a step of one kind. */
import type * as z from 'zod';
import type {Json} from '../base/canonical-json.ts';
import {commonFields, headingFields} from './common-fields.ts';
import {article, kindOf, refuseIdleFields} from './kind-of-step.ts';
import {needsTitle, ownFieldsOf} from './kinds.ts';
import {isMapping, isSequence, type Reading, readFields, report} from './reading.ts';
import type {Step, StepKind} from './runbook.ts';
import {completeStep, type Heading, readParts, type StepDefaults} from './step-common.ts';
import type {StepPart, StepPlace} from './step-kind.ts';
import {stepKinds} from './steps.ts';
import type {DocumentPath} from './yaml/document.ts';

type Context = {readonly reading: Reading; readonly defaults: StepDefaults; readonly heading: Heading};

type Placed = Context & {readonly path: DocumentPath};

/** Reads the steps of a runbook or of a branch. Problems are collected; a step with problems is left out. */
export const readSteps = (value: Json | undefined, path: DocumentPath, context: Context): readonly Step[] => {
  if (value === undefined) {
    return [];
  }
  if (!isSequence(value)) {
    report(context.reading, {
      code: 'step/wrong-value',
      message: '"steps" must be a list of steps',
      span: context.reading.document.valueSpan(path),
      hint: 'begin each step with a dash: - id: …',
    });
    return [];
  }
  let heading = context.heading;
  const steps: Step[] = [];
  for (const [index, item] of value.entries()) {
    const placed = {...context, heading, path: [...path, index]};
    if (isMapping(item) && item.heading !== undefined) {
      heading = readHeading(item, placed) ?? heading;
    } else {
      const step = readStep(item, placed);
      steps.push(...(step === undefined ? [] : [step]));
    }
  }
  return steps;
};

const readHeading = (item: Json, {reading, path}: Placed): Heading | undefined =>
  readFields(reading, item, {
    schema: headingFields,
    path,
    thing: 'a heading',
    area: 'step',
    elsewhere: () => 'a heading is an item of its own; begin the step with a dash below it',
  });

const readStep = (item: Json, {reading, path, heading, defaults}: Placed): Step | undefined => {
  if (!isMapping(item)) {
    const span = reading.document.valueSpan(path);
    return report(reading, {
      code: 'step/no-kind',
      message: 'a step is a map with an id and a kind',
      span,
      hint: 'write - id: NAME, and below it title: and a kind such as command:',
    });
  }
  const kind = kindOf(item, {reading, path});
  if (kind === undefined) {
    return undefined;
  }
  const {[kind]: own = null, ...rest} = item;
  const id = typeof rest.id === 'string' ? rest.id : '';
  const part = readKind(kind, ownFieldsOf(own, kind), {
    reading,
    path: [...path, kind],
    where: {step: id, at: 'before', drill: false},
    readSteps: (value, at) => readSteps(value, at, {reading, defaults, heading}),
  });
  const ownFields = stepKinds[kind].fields.shape;
  const fields = readFields(reading, rest, {
    schema: commonFields,
    path,
    thing: `${article(kind)} ${kind} step`,
    area: 'step',
    alsoFields: [kind],
    elsewhere: field => (field in ownFields ? `write it under "${kind}"` : undefined),
  });
  if (fields === undefined) {
    readParts(rest, {id, reading, path, defaults});
    return undefined;
  }
  refuseIdleFields(rest, kind, {reading, path});
  const title = fields.title ?? part?.title;
  if (title === undefined && needsTitle(kind)) {
    const span = reading.document.valueSpan([...path, 'id']);
    report(reading, {
      code: 'step/missing-field',
      message: `${article(kind)} ${kind} step needs "title"`,
      span,
      hint: 'title: the step in a few words',
    });
  }
  if (part === undefined || title === undefined) {
    readParts(rest, {id, reading, path, defaults});
    return undefined;
  }
  return completeStep(fields, {reading, path, item: rest, part: part.step, title, heading, defaults});
};

type ReadPart = {readonly step: StepPart; readonly title: string | undefined};

const readKind = (kind: StepKind, value: Json, place: StepPlace): ReadPart | undefined => {
  switch (kind) {
    case 'instruction':
      return readPart(stepKinds.instruction, value, place);
    case 'command':
      return readPart(stepKinds.command, value, place);
    case 'script':
      return readPart(stepKinds.script, value, place);
    case 'sql':
      return readPart(stepKinds.sql, value, place);
    case 'http':
      return readPart(stepKinds.http, value, place);
    case 'notify':
      return readPart(stepKinds.notify, value, place);
    case 'check':
      return readPart(stepKinds.check, value, place);
    case 'decision':
      return readPart(stepKinds.decision, value, place);
    case 'input':
      return readPart(stepKinds.input, value, place);
    case 'wait':
      return readPart(stepKinds.wait, value, place);
    case 'group':
      return readPart(stepKinds.group, value, place);
    case 'parallel':
      return readPart(stepKinds.parallel, value, place);
    case 'foreach':
      return readPart(stepKinds.foreach, value, place);
    case 'repeat':
      return readPart(stepKinds.repeat, value, place);
    case 'include':
      return readPart(stepKinds.include, value, place);
    case 'let':
      return readPart(stepKinds.let, value, place);
    case 'assert':
      return readPart(stepKinds.assert, value, place);
    case 'approval':
      return readPart(stepKinds.approval, value, place);
    case 'milestone':
      return readPart(stepKinds.milestone, value, place);
    case 'end':
      return readPart(stepKinds.end, value, place);
  }
};

type AnyKind<Fields extends z.ZodObject> = {
  readonly kind: StepKind;
  readonly fields: Fields;
  readonly short?: string;
  readonly title?: (fields: z.output<Fields>) => string;
  readonly build: (fields: z.output<Fields>, place: StepPlace) => StepPart | undefined;
};

const readPart = <Fields extends z.ZodObject>(
  {kind, fields: schema, short, title, build}: AnyKind<Fields>,
  value: Json,
  place: StepPlace,
): ReadPart | undefined => {
  const fields = readFields(place.reading, value, {
    schema,
    path: place.path,
    thing: `${article(kind)} ${kind} step`,
    area: 'step',
    short,
    elsewhere: field => (field in commonFields.shape ? `write it beside "${kind}", not under it` : undefined),
  });
  const step = fields && build(fields, place);
  return step && {step, title: title?.(fields)};
};
