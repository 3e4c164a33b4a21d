/** Values that expressions make of others, and whether they draw on a secret: then they are kept in memory and never recorded. */
import type {Json} from '../../base/canonical-json.ts';
import {fail, type Result, succeed} from '../../base/result.ts';
import {evaluate, evaluateCondition} from '../../runbook/expressions/expression.ts';
import type {Scope, ScopeValue} from '../../runbook/expressions/scope.ts';
import type {Expression} from '../../runbook/runbook.ts';
import type {Hide} from '../secrets/redact.ts';
import {textsIn} from '../secrets/secrets.ts';
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
export type Seen = {readonly real: Scope; readonly open: () => Scope};

/** Reads what an action gave; secrets are hidden in it once for all that is made of it, which may be megabytes. */
export const seenBothWays = (scope: Scope, values: Values): Seen => {
  let open: Scope | undefined;
  return {
    real: scope,
    open: () => {
      open ??= values.secrets().length === 0 ? scope : mapped(scope, {hide: values.hide, keys: text => text});
      return open;
    },
  };
};

const nothingSeen: Seen = {real: {}, open: () => ({})};

/** Evaluates an expression; what was seen is there for this expression alone. */
export const makeValue = (expression: Expression, values: Values, seen = nothingSeen): Result<Made> =>
  makeWith(scope => evaluate(expression, scope), values, seen);

/** Evaluates a condition; the reason why it cannot be told says nothing of a secret. */
export const tellCondition = (condition: Expression, values: Values): Result<boolean> =>
  tell(scope => evaluateCondition(condition, scope), values);

/** Makes something that is not recorded itself; the reason why it cannot be made says nothing of a secret. */
export const tell = <Value>(
  make: (scope: Scope) => Result<Value>,
  values: Values,
  seen = nothingSeen,
): Result<Value> => {
  const real = values.scope('real');
  const told = make({...real, ...seen.real});
  return told.ok ? told : fail(openReason(told.reason, values, () => make(openScope(values, real, seen))));
};

/**
 * Makes a value, and makes it again with names in place of the secrets (noninterference: Goguen and Meseguer, 1982). What
 * comes out the same could have been made without knowing them. What has no text, a yes or no or a short number, is not
 * hidden: it would be found everywhere.
 */
export const makeWith = (make: Make, values: Values, seen = nothingSeen): Result<Made> => {
  const real = values.scope('real');
  const again = (): Result<Json> => make(openScope(values, real, seen));
  const made = make({...real, ...seen.real});
  if (!made.ok) {
    return fail(openReason(made.reason, values, again));
  }
  const {value} = made;
  if (values.secrets().length === 0) {
    return succeed({value, isSecret: values.holdsSecret(value), open: value});
  }
  const madeOpen = again();
  const open = madeOpen.ok ? madeOpen.value : undefined;
  return succeed({value, open, isSecret: isSecret(value, open, values)});
};

/** The moment is no secret, and must not differ. */
const openScope = (values: Values, {run}: Scope, seen: Seen): Scope => ({
  ...values.scope('masked'),
  run,
  ...seen.open(),
});

/** Why something cannot be made, as somebody is told who knows no secret: a reason may quote a part of one. */
export const openReason = (reason: string, {secrets, hide}: Values, again: () => Result<unknown>): string => {
  if (secrets().length === 0) {
    return reason;
  }
  const open = again();
  return hide(open.ok ? 'it cannot be made of a secret that it draws on' : open.reason);
};

/** Whether a value is to be kept back, seen beside what somebody would have who knows no secret. */
export const isSecret = (value: Json, open: Json | undefined, {holdsSecret}: Values): boolean =>
  holdsSecret(value) || (textsIn(value).length > 0 && (open === undefined || !isSame(value, open)));

const isSame = (value: Json, other: Json): boolean => JSON.stringify(value) === JSON.stringify(other);

type Hiding = {readonly hide: Hide; readonly keys: Hide};

const mapped = (scope: Scope, {hide, keys}: Hiding): Scope =>
  Object.fromEntries(Object.entries(scope).map(([name, value]) => [keys(name), hidden(value, hide)]));

/** Every text in a value of a program, an answer or a statement, which are plain JSON. */
const hidden = (value: ScopeValue | undefined, hide: Hide): ScopeValue | undefined => {
  if (typeof value === 'string') {
    return hide(value);
  }
  if (Array.isArray(value)) {
    return value.map(one => hidden(one, hide) ?? null);
  }
  return isMap(value) ? mapped(value, {hide, keys: hide}) : value;
};

const isMap = (value: ScopeValue | undefined): value is Scope => {
  const prototype: unknown = typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : undefined;
  return prototype === Object.prototype || prototype === null;
};
