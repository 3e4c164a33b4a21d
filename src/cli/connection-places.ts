/** Where a run's connections lead: recorded at its start, without secrets, and compared when it goes on. */
import type {Json} from '../base/canonical-json.ts';
import {type Result, succeed} from '../base/result.ts';
import type {ConnectionPlace, FactBody} from '../run/event.ts';
import {connectionParts} from '../runbook/expressions/scope.ts';
import type {Runbook} from '../runbook/runbook.ts';
import {type Refusal, refuse} from './refusal.ts';

export type ConnectionPlaces = {readonly [input: string]: readonly ConnectionPlace[]};

type Inputs = {readonly [name: string]: Json};

/** The places of every input that is a connection or a list of them; one that has no value is not among them. */
export const connectionPlaces = ({inputs: declarations}: Runbook, inputs: Inputs): ConnectionPlaces =>
  Object.fromEntries(
    Object.values(declarations)
      .filter(({type, of}) => type === 'connection' || of === 'connection')
      .map(({name}) => [name, urisOf(inputs[name] ?? null).map(connectionParts)] as const)
      .filter(([, places]) => places.length > 0),
  );

const urisOf = (value: Json): readonly string[] =>
  (isList(value) ? value : [value]).filter(uri => typeof uri === 'string');

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/**
 * Whether the connections of now lead where the run began. Another server, port or database is a refusal: half of the
 * steps would have been done there, and half here. Another login to the same database is taken, and noted in the record.
 */
export const sameConnections = (
  before: ConnectionPlaces,
  now: ConnectionPlaces,
): Result<readonly Extract<FactBody, {type: 'noted'}>[], Refusal> => {
  for (const [name, places] of Object.entries(before)) {
    const found = now[name] ?? [];
    if (targetsOf(places) !== targetsOf(found)) {
      return refuse(
        'unsafe',
        `The run began with ${name} at ${targetsOf(places)}, and it leads to ${targetsOf(found) || 'nowhere'} now.`,
        `Give the connection of the run's own database, or start a new run for the other one.`,
      );
    }
  }
  const logins = Object.entries(before)
    .filter(([name, places]) => usersOf(places) !== usersOf(now[name] ?? []))
    .map(([name]) => `${name} logs in as ${usersOf(now[name] ?? [])} from here on.`);
  return succeed(logins.map(text => ({type: 'noted' as const, text})));
};

const targetsOf = (places: readonly ConnectionPlace[]): string =>
  places.map(({host, port, database}) => `${host}:${port}/${database}`).join(', ');

const usersOf = (places: readonly ConnectionPlace[]): string => places.map(({user}) => user).join(', ');
