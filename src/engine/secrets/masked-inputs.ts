/** Inputs as they may be recorded and shown. */
import type {Json} from '../../base/canonical-json.ts';
import {connectionValue, inputScope, type ScopeValue} from '../../runbook/expressions/scope.ts';
import type {InputDeclaration} from '../../runbook/input-declaration.ts';
import type {Runbook} from '../../runbook/runbook.ts';
import {mask} from './redact.ts';
import {isConnection} from './secrets.ts';

type InputValues = {readonly [name: string]: Json};

/** The same inputs as they may be recorded: the host of a connection is no secret, the whole of it is. */
export const maskedScope = (
  runbook: Pick<Runbook, 'inputs'>,
  inputs: InputValues,
): {readonly [name: string]: ScopeValue} => ({
  ...inputScope(runbook.inputs, inputs),
  ...Object.fromEntries(
    Object.entries(inputs).flatMap(([name, value]): [string, ScopeValue][] => {
      const type = runbook.inputs[name]?.type;
      if (Array.isArray(value) && isConnection(runbook.inputs[name])) {
        return [[name, value.map(uri => placeOf(name, String(uri)))]];
      }
      if (typeof value !== 'string' || (type !== 'secret' && type !== 'connection')) {
        return [];
      }
      return [[name, type === 'secret' ? mask(name) : connectionValue(value, placeOf(name, value))]];
    }),
  ),
});

/** A connection as it may be seen: who, where and what, without the password and the parameters. */
export const placeOf = (name: string, uri: string): string => {
  const {user, host, port, database} = connectionValue(uri);
  return `‹${name}: ${user}@${host}:${port}/${database}›`;
};

/** The value of an input as people see it: of a connection where it leads, of a secret the name. */
export const seenInput = ({name, type, of}: InputDeclaration, value: Json): Json => {
  if (value === null) {
    return null;
  }
  if (type === 'secret') {
    return mask(name);
  }
  if (type === 'connection') {
    return placeOf(name, String(value));
  }
  return of === 'connection' && Array.isArray(value) ? value.map(uri => placeOf(name, String(uri))) : value;
};
