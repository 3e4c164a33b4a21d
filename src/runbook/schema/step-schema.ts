/** JSON Schema of steps: the common fields that mean something for a kind, and what stands under its key. */
import type * as z from 'zod';
import {commonFields, headingFields} from '../common-fields.ts';
import {fieldsOfKind, kindNames, needsTitle, shortOf} from '../kinds.ts';
import type {StepKind} from '../runbook.ts';
import {stepKinds} from '../steps.ts';
import {
  type JsonSchema,
  optionsOf,
  ordered,
  propertiesOf,
  refTo,
  type SchemaDefinitions,
  schemaOf,
} from './json-schema.ts';

/** What `steps` lists, and all that leads to. */
export const stepDefinitions = (): SchemaDefinitions => ({
  step,
  heading: {title: 'heading', ...schemaOf(headingFields)},
  common_fields: schemaOf(commonFields),
  unfinished_step: unfinishedStep,
  ...Object.fromEntries(kindNames.map(kind => [`${kind}_step`, stepOf(kind)])),
  ...Object.fromEntries(kindNames.map(kind => [kind, kind === 'check' ? refTo('probe') : underKey(kind)])),
});

const beginnings = ['heading', ...kindNames];

const having = (field: string): JsonSchema => ({required: [field]});

/** Which of the definitions counts is decided by the kind key alone, so that an editor says what is wrong with that kind. */
const step: JsonSchema = {
  type: 'object',
  allOf: [
    {if: having('heading'), then: refTo('heading')},
    ...kindNames.map(kind => ({if: having(kind), then: refTo(`${kind}_step`)})),
    {if: {not: {anyOf: beginnings.map(having)}}, then: refTo('unfinished_step')},
  ],
};

const described = (kind: StepKind): JsonSchema => {
  const {summary, example} = stepKinds[kind];
  return {
    ...refTo(kind),
    description: summary,
    markdownDescription: `${summary}\n\n\`\`\`yaml\n${example}\n\`\`\``,
  };
};

const commonField = (field: string): readonly [string, JsonSchema] => [
  field,
  refTo(`common_fields/properties/${field}`),
];

/** Never valid: it is there to offer every field and every kind to who has just begun a step. */
const unfinishedStep: JsonSchema = {
  title: 'step',
  properties: {
    ...Object.fromEntries(Object.keys(commonFields.shape).map(commonField)),
    ...Object.fromEntries(kindNames.map(kind => [kind, described(kind)])),
    heading: refTo('heading/properties/heading'),
  },
  required: ['id'],
  additionalProperties: false,
  anyOf: kindNames.map(kind => ({
    ...having(kind),
    errorMessage: `a step needs a kind: one of ${kindNames.join(', ')}`,
  })),
};

/** Exactly the fields that do something there: others are refused, and not offered. */
const stepOf = (kind: StepKind): JsonSchema => ({
  title: `${kind} step`,
  description: stepKinds[kind].summary,
  properties: {...Object.fromEntries(fieldsOfKind(kind).map(commonField)), [kind]: described(kind)},
  required: ['id', ...(needsTitle(kind) ? ['title'] : []), kind],
  additionalProperties: false,
});

/** The fields of a kind, or the bare value of the one that it is short for. */
export const underKey = (kind: StepKind, declared: z.ZodObject = stepKinds[kind].fields): JsonSchema => {
  const fields = {title: kind, ...schemaOf(declared)};
  const bare = propertiesOf(fields)[shortOf(kind) ?? ''];
  if (bare === undefined) {
    return fields;
  }
  const options = optionsOf(bare).map(option => ({...option, description: stepKinds[kind].summary}));
  return {anyOf: ordered([...options, fields])};
};
