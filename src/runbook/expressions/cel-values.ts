/** The border between JSON and CEL: whole numbers are ints inside, and what comes out is JSON again. */
import {Duration, UnsignedInt} from '@marcbachmann/cel-js/evaluator';
import type {Json} from '../../base/canonical-json.ts';
import type {Result} from '../../base/result.ts';
import {fail, succeed} from '../../base/result.ts';
import type {Scope, ScopeValue} from './scope.ts';
import {Connection, timeValue} from './scope.ts';

/** Exactly the form in which times are kept: RFC 3339, in UTC. */
const keptTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;

/** Names whose texts may be times that were kept as JSON. What a program printed stays text. */
const namesWithTimes: ReadonlySet<string> = new Set(['steps', 'run', 'events', 'rows', 'values', 'item']);

/** The members of a scope that an expression reads, as CEL wants them; copying only those keeps long runs cheap. */
export const celContext = (scope: Scope, wanted: ReadonlyMap<string, ReadonlySet<string> | 'all'>) => {
  const context: {[name: string]: unknown} = {};
  for (const [name, members] of wanted) {
    const value = scope[name];
    if (value !== undefined) {
      const seen = toCel(members === 'all' ? value : picked(value, members), namesWithTimes.has(name));
      context[name] = seen;
      if (name === 'events') {
        noteWhatCame(seen);
      }
    }
  }
  return context;
};

/** The member that is there once an instant has come, since null is a value to `has`; nobody can write such a name. */
export const cameAs = (event: string): string => `${event}?`;

/** Seen by name only, so that the map as a whole stays as it is. */
const noteWhatCame = (events: unknown): void => {
  if (typeof events === 'object' && events !== null) {
    for (const [name, at] of Object.entries(events)) {
      if (at !== null) {
        Object.defineProperty(events, cameAs(name), {value: at});
      }
    }
  }
};

const picked = (value: ScopeValue, members: ReadonlySet<string>): ScopeValue =>
  isMap(value)
    ? Object.fromEntries([...members].flatMap(key => (Object.hasOwn(value, key) ? [[key, value[key]]] : [])))
    : value;

const toCel = (value: ScopeValue, hasTimes: boolean): unknown => {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? BigInt(value) : value;
  }
  if (typeof value === 'string') {
    return hasTimes && keptTime.test(value) && !Number.isNaN(Date.parse(value)) ? timeValue(value) : value;
  }
  if (isList(value)) {
    return value.map(item => toCel(item, hasTimes));
  }
  if (!isMap(value)) {
    return value;
  }
  // A null prototype, so that `inputs.constructor` is as absent as any other name.
  const map: {[key: string]: unknown} = Object.create(null);
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) {
      map[key] = toCel(member, hasTimes);
    }
  }
  return map;
};

/** What an expression gave, as JSON: ints beyond 2^53 and times and durations as text, a connection as its URI. */
export const fromCel = (value: unknown): Result<Json> => {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return succeed(value);
    case 'bigint':
      return succeed(Number.isSafeInteger(Number(value)) ? Number(value) : String(value));
    case 'number':
      return Number.isFinite(value) ? succeed(value) : fail('the result is not a finite number');
    default:
      return value === null ? succeed(null) : fromCelObject(value);
  }
};

const fromCelObject = (value: unknown): Result<Json> => {
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? fail('the result is no time that exists') : succeed(formatTime(value));
  }
  if (value instanceof Duration) {
    return succeed(formatIsoDuration(Number(value.seconds) * 1_000 + value.nanos / 1_000_000));
  }
  if (value instanceof Connection) {
    return succeed(value.uri);
  }
  if (value instanceof UnsignedInt) {
    return fromCel(value.valueOf());
  }
  if (Array.isArray(value)) {
    return collected(value.map(fromCel));
  }
  if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array) && isPlain(value)) {
    const entries = value instanceof Map ? [...value] : Object.entries(value);
    const members = collected(entries.map(([, member]) => fromCel(member)));
    return members.ok
      ? succeed(Object.fromEntries(entries.map(([key], index) => [String(key), members.value[index] ?? null])))
      : members;
  }
  return fail('the result is neither a text, a number, true or false, a time, a list nor a map');
};

const isPlain = (value: object): boolean =>
  value instanceof Map || [Object.prototype, null].includes(Object.getPrototypeOf(value));

const collected = (results: readonly Result<Json>[]): Result<readonly Json[]> => {
  const values: Json[] = [];
  for (const result of results) {
    if (!result.ok) {
      return result;
    }
    values.push(result.value);
  }
  return succeed(values);
};

/** RFC 3339 in UTC: as it came where it came as text, else without empty milliseconds. */
export const formatTime = (time: Date): string =>
  'exactText' in time && typeof time.exactText === 'string' ? time.exactText : time.toISOString().replace('.000Z', 'Z');

/** ISO 8601, as durations are written in texts and kept as JSON: `PT1H30M`, `PT0S`, `-PT5M`. */
export const formatIsoDuration = (durationMs: number): string => {
  const totalMs = Math.abs(durationMs);
  const hours = Math.floor(totalMs / 3_600_000);
  const minutes = Math.floor((totalMs % 3_600_000) / 60_000);
  const seconds = (totalMs % 60_000) / 1_000;
  const parts = `${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}${seconds > 0 ? `${seconds}S` : ''}`;
  return `${durationMs < 0 ? '-' : ''}PT${parts === '' ? '0S' : parts}`;
};

const isList = (value: ScopeValue): value is readonly ScopeValue[] => Array.isArray(value);

const isMap = (value: ScopeValue): value is {readonly [name: string]: ScopeValue | undefined} =>
  typeof value === 'object' &&
  value !== null &&
  !isList(value) &&
  !(value instanceof Connection || value instanceof Date || value instanceof Duration);
