/** Values that expressions make of others, and whether they draw on a secret: then they are kept in memory and never recorded. */
import type {Json} from '../base/canonical-json.ts';
import {type Result, succeed} from '../base/result.ts';
import {evaluate} from '../runbook/expression.ts';
import type {Expression} from '../runbook/runbook.ts';
import type {Scope, ScopeValue} from '../runbook/scope.ts';
import type {Hide} from './redact.ts';
import {textsIn} from './secrets.ts';
import type {Values} from './values.ts';

export type Made = {
  readonly value: Json;
  /** It holds a secret, or a part of one, or something that was worked out from one. */
  readonly isSecret: boolean;
  /** What comes out for somebody who knows no secret; nothing where that cannot be evaluated. */
  readonly open: Json | undefined;
};

/** Makes a value in a scope: an expression, or a text that holds some. */
export type Make = (scope: Scope) => Result<Json>;

/** What an action gave, as it is and with its secrets hidden. */
export type Seen = {readonly real: Scope; readonly open: Scope};

/** Reads what an action gave; done once for all that is made of it, which may be megabytes. */
export const seenBothWays = (scope: Scope, values: Values): Seen => ({
  real: scope,
  open: values.secrets().length === 0 ? scope : mapped(scope, values.hide),
});

const nothingSeen: Seen = {real: {}, open: {}};

/** Evaluates an expression; what was seen is there for this expression alone. */
export const makeValue = (expression: Expression, values: Values, seen = nothingSeen): Result<Made> =>
  makeWith(scope => evaluate(expression, scope), values, seen);

/**
 * Makes a value, and makes it again with names in place of the secrets (noninterference: Goguen and Meseguer, 1982). What
 * comes out the same could have been made without knowing them. What has no text, a yes or no or a short number, is not
 * hidden: it would be found everywhere.
 */
export const makeWith = (make: Make, values: Values, seen = nothingSeen): Result<Made> => {
  const real = values.scope('real');
  const made = make({...real, ...seen.real});
  if (!made.ok) {
    return made;
  }
  const {value} = made;
  if (values.secrets().length === 0) {
    return succeed({value, isSecret: values.holdsSecret(value), open: value});
  }
  // The moment is no secret, and must not differ.
  const again = make({...values.scope('masked'), run: real.run, ...seen.open});
  const open = again.ok ? again.value : undefined;
  return succeed({value, open, isSecret: isSecret(value, open, values)});
};

/** Whether a value is to be kept back, seen beside what somebody would have who knows no secret. */
export const isSecret = (value: Json, open: Json | undefined, {holdsSecret}: Values): boolean =>
  holdsSecret(value) || (textsIn(value).length > 0 && (open === undefined || !isSame(value, open)));

const isSame = (value: Json, other: Json): boolean => JSON.stringify(value) === JSON.stringify(other);

const mapped = (scope: Scope, hide: Hide): Scope =>
  Object.fromEntries(Object.entries(scope).map(([name, value]) => [name, hidden(value, hide)]));

/** Every text in a value of a program, an answer or a statement, which are plain JSON. */
const hidden = (value: ScopeValue | undefined, hide: Hide): ScopeValue | undefined => {
  if (typeof value === 'string') {
    return hide(value);
  }
  if (Array.isArray(value)) {
    return value.map(one => hidden(one, hide) ?? null);
  }
  return isMap(value) ? mapped(value, hide) : value;
};

const isMap = (value: ScopeValue | undefined): value is Scope =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
