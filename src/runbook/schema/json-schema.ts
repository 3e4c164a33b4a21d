/** JSON Schema of fields, made from the very declarations that they are read by. */
import * as z from 'zod';

/** A schema of draft 2020-12, with words of editors besides: `errorMessage`, `patternErrorMessage`, `markdownDescription`, `doNotSuggest`. */
export type JsonSchema = {readonly [keyword: string]: unknown};

/** What a schema defines once, by name. */
export type SchemaDefinitions = {readonly [name: string]: JsonSchema};

/** What schemas are written in. */
export const dialect = 'https://json-schema.org/draft/2020-12/schema';

/** The schema of what stands in a file, before texts are read and defaults filled in. */
export const schemaOf = (fields: z.ZodType): JsonSchema => {
  const {$schema, ...schema} = z.toJSONSchema(fields, {
    io: 'input',
    override: ({zodSchema, jsonSchema}) => {
      Object.assign(jsonSchema, sentences(zodSchema, jsonSchema));
    },
  });
  return finished(schema, undefined);
};

/** The fields of a map, by name. */
export const propertiesOf = ({properties}: JsonSchema): {readonly [field: string]: JsonSchema | undefined} =>
  isSchemas(properties) ? properties : {};

/** What may stand in the place of a schema, each with a schema of its own. */
export const optionsOf = (schema: JsonSchema): readonly JsonSchema[] =>
  Array.isArray(schema.anyOf) ? schema.anyOf : [schema];

/** A reference to what the schema defines once. */
export const refTo = (definition: string): JsonSchema => ({$ref: `#/$defs/${definition}`});

/** An editor says what is wrong in words of its own, and shows patterns, unless it is told the sentences of the declarations. */
const sentences = ({_zod: {def}}: z.core.$ZodType, {pattern, patternErrorMessage}: JsonSchema): JsonSchema => {
  const own = sentenceOf(def);
  const ofChecks = def.checks?.map(check => sentenceOf(check._zod.def)).findLast(said => said !== undefined);
  const isSaid = ['string', 'enum', 'literal', 'union'].includes(def.type);
  return {
    ...(isSaid && own !== undefined && {errorMessage: own}),
    ...(pattern !== undefined && patternErrorMessage === undefined && ofChecks && {patternErrorMessage: ofChecks}),
  };
};

type Sentenced = {readonly error?: unknown};

const sentenceOf = ({error}: Sentenced): string | undefined => {
  // The sentences of our declarations do not depend on what was written.
  const said: unknown = typeof error === 'function' ? error({}) : undefined;
  return typeof said === 'string' ? said : undefined;
};

/** Whether any text will do. */
const isFreeText = ({type, enum: names, const: only, pattern}: JsonSchema): boolean =>
  type === 'string' && names === undefined && only === undefined && (pattern === undefined || pattern === '\\S');

/** Maps inside get the name of their field as a title, and fields say their defaults: editors show both nowhere else. */
const finished = (schema: JsonSchema, field: string | undefined): JsonSchema => {
  const {title, description, default: standard, errorMessage, anyOf, ...others} = schema;
  const isNamed = others.type === 'object' && others.properties !== undefined && field !== undefined;
  const isSaid = typeof description === 'string' && standard !== undefined && typeof standard !== 'object';
  const named = title ?? (isNamed ? field : undefined);
  const said = isSaid ? `${description} By default ${standard}.` : description;
  const inner = Object.entries(others).map(([keyword, value]) => [keyword, finishedInside(value, keyword, field)]);
  return {
    ...(named !== undefined && {title: named}),
    ...(said !== undefined && {description: said}),
    ...(standard !== undefined && {default: standard}),
    ...Object.fromEntries(inner),
    ...(Array.isArray(anyOf)
      ? {anyOf: ordered(anyOf.map(option => finished(withSentence(option, errorMessage), field)))}
      : errorMessage !== undefined && {errorMessage}),
  };
};

/** The sentence of all options is said of each that has no fields of its own: an editor looks only there. */
const withSentence = (option: JsonSchema, errorMessage: unknown): JsonSchema =>
  errorMessage === undefined || option.type === 'object' || option.$ref !== undefined || option.required !== undefined
    ? option
    : {errorMessage, ...option};

/** Of options that all do not fit an editor takes the first for what was meant: a text of any words is seldom the mistake. */
export const ordered = (options: readonly JsonSchema[]): readonly JsonSchema[] => [
  ...options.filter(option => !isFreeText(option)),
  ...options.filter(isFreeText),
];

const finishedInside = (value: unknown, keyword: string, field: string | undefined): unknown => {
  if (keyword === 'properties' && isSchemas(value)) {
    const named = Object.entries(value).map(([name, inner]) => [name, isSchema(inner) ? finished(inner, name) : inner]);
    return Object.fromEntries(named);
  }
  if (Array.isArray(value)) {
    return value.map(item => (isSchema(item) ? finished(item, field) : item));
  }
  return isSchema(value) ? finished(value, field) : value;
};

const isSchemas = (value: unknown): value is {readonly [field: string]: JsonSchema} => isSchema(value);

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
