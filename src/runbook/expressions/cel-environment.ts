/** The dialect of CEL that runbooks use: the library's, plus `span` and texts of times, with a regex engine that cannot hang. */
import {Environment} from '@marcbachmann/cel-js';
import type {Duration} from '@marcbachmann/cel-js/evaluator';
import {parseDurationMs} from '../../base/duration.ts';
import type {Action} from '../action.ts';
import type {InputDeclaration, InputType} from '../input-declaration.ts';
import {compileRegex} from '../regex/linear-regex.ts';
import {formatIsoDuration, formatTime} from './cel-values.ts';
import {membersOfRun, namesEverywhere, namesOfDrills, namesOfResults} from './expression-names.ts';
import {Connection, durationValue} from './scope.ts';

const timestampType = 'google.protobuf.Timestamp';
const durationType = 'google.protobuf.Duration';

/** The name that `matches` is called by once parsed: the library's own function can neither be replaced nor removed. */
export const linearMatches = 'linearMatches';

/** Far beyond what a person writes into a runbook, far below what takes time to check. */
const limits = {maxAstNodes: 2_000, maxDepth: 48, maxListElements: 500, maxMapEntries: 500};

/** Texts and lists that an expression makes stay small: `split` and `join` of output are what they are for. */
const synchronous = {async: false};

// Handlers have no other way to refuse than to throw; `evaluate` turns what they throw into a value.
const refusing = <Value>(result: {ok: true; value: Value} | {ok: false; reason: string}): Value => {
  if (!result.ok) {
    throw new Error(result.reason);
  }
  return result.value;
};

const dialect = (): Environment =>
  new Environment({homogeneousAggregateLiterals: false, limits})
    .registerType('Connection', {
      ctor: Connection,
      fields: {uri: 'string', host: 'string', port: 'int', user: 'string', database: 'string'},
    })
    .registerFunction(
      `span(string): ${durationType}`,
      (text: string) => durationValue(refusing(parseDurationMs(text))),
      synchronous,
    )
    // An answer of this type is one already.
    .registerFunction(`span(${durationType}): ${durationType}`, (duration: Duration) => duration, synchronous)
    .registerFunction(`string(${timestampType}): string`, (time: Date) => formatTime(time), synchronous)
    .registerFunction(
      `string(${durationType}): string`,
      (duration: Duration) => formatIsoDuration(duration.valueOf()),
      synchronous,
    )
    .registerFunction(
      `string.${linearMatches}(string): bool`,
      (text: string, pattern: string) => refusing(refusing(compileRegex(pattern))(text)),
      synchronous,
    );

// Made when the first expression comes: a dialect takes longer than everything else before the first frame but Ink.
const once = <Value>(make: () => Value): (() => Value) => {
  let made: {readonly value: Value} | undefined;
  return () => {
    made ??= {value: make()};
    return made.value;
  };
};

const base = once(dialect);

/** For evaluation: names are what the scope holds at that moment. */
export const evaluating: () => Environment = once(() => base().clone({unlistedVariablesAreDyn: true}));

/** What stands around an expression besides `inputs`, `steps`, `values`, `run` and `events`, and in a loop `item`. */
export type Surroundings =
  | 'step'
  | 'program-result'
  | 'sql-result'
  | 'http-result'
  | 'drill'
  | 'drill-program-result'
  | 'drill-sql-result'
  | 'drill-http-result';

/** What expressions about the result of each kind of action see. */
export const resultSurroundings = {
  command: 'program-result',
  script: 'program-result',
  sql: 'sql-result',
  http: 'http-result',
  notify: 'program-result',
} as const satisfies {readonly [Kind in Action['kind']]: Surroundings};

/** For checking: every name that may be used, with its type as far as it is known before the run. */
export const checking = (inputs: {readonly [name: string]: InputDeclaration}, around: Surroundings): Environment => {
  const environment = base().clone({unlistedVariablesAreDyn: false});
  environment.registerVariable({
    name: 'inputs',
    schema: Object.fromEntries(Object.values(inputs).map(input => [input.name, celType(input)])),
  });
  environment
    .registerVariable('steps', 'dyn')
    .registerVariable('events', 'dyn')
    .registerVariable('values', 'dyn')
    .registerVariable('item', 'dyn')
    .registerVariable({name: 'run', schema: typesOf(membersOfRun)});
  if (around.startsWith('drill')) {
    environment.registerVariable('lab', 'dyn');
  }
  for (const [name, type] of Object.entries(typesOf(resultNames(around)))) {
    environment.registerVariable(name, type);
  }
  return environment;
};

type Typed = {readonly [name: string]: {readonly type: string}};

const typesOf = (names: Typed): {readonly [name: string]: string} =>
  Object.fromEntries(Object.entries(names).map(([name, {type}]) => [name, type]));

const resultNames = (around: Surroundings): Typed => {
  const result = (['program', 'sql', 'http'] as const).find(kind => around.endsWith(`${kind}-result`));
  return result === undefined ? {} : namesOfResults[result];
};

/** The names that can be used there, for "did you mean". */
export const namesIn = (around: Surroundings): readonly string[] => [
  ...Object.keys(namesEverywhere),
  ...(around.startsWith('drill') ? Object.keys(namesOfDrills) : []),
  ...Object.keys(resultNames(around)),
];

const celType = ({type, optional}: InputDeclaration): string => (optional ? 'dyn' : celTypes[type]);

/** The types of CEL by those of inputs. A number may be whole and is then an int, so its type is open until the run. */
export const celTypes: {readonly [Type in InputType]: string} = {
  string: 'string',
  integer: 'int',
  number: 'dyn',
  boolean: 'bool',
  choice: 'string',
  list: 'list',
  json: 'dyn',
  duration: durationType,
  timestamp: timestampType,
  identifier: 'string',
  path: 'string',
  hostname: 'string',
  cidr: 'string',
  url: 'string',
  connection: 'Connection',
  secret: 'string',
};
