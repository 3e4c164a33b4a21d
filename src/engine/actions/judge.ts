/** What an action or a probe gave, held against `expect`, and the values that it leaves. */
import type {Json} from '../../base/canonical-json.ts';
import {fail, type Result, succeed} from '../../base/result.ts';
import {evaluate} from '../../runbook/expressions/expression.ts';
import type {CommonFields, Expression, OutputDeclaration, Probe} from '../../runbook/runbook.ts';
import {readMeasured} from '../../runbook/timestamps.ts';
import {type Made, makeValue, type Seen, seenBothWays, tell} from '../values/made-values.ts';
import {readAs} from '../values/typed-outputs.ts';
import type {Values} from '../values/values.ts';
import type {Performed} from './runner.ts';
import {detailOf, lookedAt} from './seen-words.ts';

/** `error` says that the question could not be asked, which is no answer. */
export type Judgement = {readonly ok: boolean; readonly detail: string; readonly error?: true};

/** Values are short, since they are recorded, or as secrets looked for everywhere: a longer one belongs into a file. */
const recordedCharsMax = 8_000;

/** Judges a probe. An error is no pass, also under `not`. */
export const judgeProbe = (probe: Probe, performed: Performed, values: Values): Judgement => {
  const detail = detailOf(performed, values);
  if (!performed.ok && (probe.expect === undefined ? !saysNo(performed) : !hasAnswered(performed))) {
    return {ok: false, detail: performed.reason ?? detail, error: true};
  }
  if (probe.expect === undefined) {
    return {ok: performed.ok !== probe.negated, detail};
  }
  const expected = tellOf(probe.expect, performed, values);
  if (!expected.ok) {
    return {ok: false, detail: expected.reason, error: true};
  }
  const ok = (expected.value === true) !== probe.negated;
  // Why a check does not hold may stand anywhere in what came back; why it holds stands in what it looked at.
  return {ok, detail: (ok ? lookedAt(probe.expect, performed, values) : undefined) ?? detail};
};

const tellOf = (expression: Expression, {scope}: Performed, values: Values): Result<Json> =>
  tell(names => evaluate(expression, names), values, seenBothWays(scope, values));

/** `expect` has something to look at. */
const hasAnswered = ({scope}: Performed): boolean => scope.exit !== undefined || scope.status !== undefined;

/**
 * As test, grep and diff have it (POSIX): 1 is the answer no, more than that is a question that could not be asked. By HTTP
 * it is not there, not any more, or not in service (RFC 9110, 15): of what asks for a password nothing is known.
 */
const saysNo = ({scope}: Performed): boolean =>
  scope.exit === 1 || scope.status === 404 || scope.status === 410 || scope.status === 503;

/** Whether a probe says that waiting longer is useless. */
export const failsEarly = (probe: Probe, performed: Performed, values: Values): boolean => {
  if (probe.failWhen === undefined) {
    return false;
  }
  const failed = evaluate(probe.failWhen, {...values.scope('real'), ...performed.scope});
  return failed.ok && failed.value === true;
};

/** Judges an action by its `expect`, or by its own word where there is none. */
export const judgeAction = (step: Pick<CommonFields, 'expect'>, performed: Performed, values: Values): Judgement => {
  if (step.expect === undefined || !(hasAnswered(performed) || performed.scope.rows !== undefined)) {
    return {ok: performed.ok, detail: performed.reason ?? (performed.ok ? '' : detailOf(performed, values))};
  }
  const expected = tellOf(step.expect, performed, values);
  if (!expected.ok) {
    return {ok: false, detail: expected.reason};
  }
  if (expected.value === true) {
    return {ok: true, detail: ''};
  }
  // What the program itself says of its failure comes first: a person reads that, and the condition is long.
  const said = performed.ok || performed.reason === undefined ? undefined : values.hide(performed.reason);
  return {
    ok: false,
    detail:
      said === undefined
        ? `it was expected that ${step.expect}, but ${detailOf(performed, values)}`
        : `${said} (expected was ${step.expect})`,
  };
};

export type StepValues = {
  readonly outputs: {readonly [name: string]: Json};
  readonly recoveryPoint?: string;
};

type Valued = Pick<CommonFields, 'id' | 'outputs' | 'recoveryPoint'>;

/**
 * Evaluates `outputs` and `recovery_point` over what came back. A secret is kept in memory and never recorded, whether
 * its author said so or it only turned out to draw on one; after a crash it is not there any more.
 */
export const stepValues = (step: Valued, seen: Performed['scope'], values: Values): Result<StepValues> => {
  const outputs: {[name: string]: Json} = {};
  const both = seenBothWays(seen, values);
  for (const [name, declaration] of Object.entries(step.outputs)) {
    const made = outputOf(declaration, values, both);
    if (!made.ok) {
      return fail(`output ${name}: ${made.reason}`);
    }
    const {value, isSecret} = made.value;
    if (isTooLong(value)) {
      return fail(`output ${name} is longer than ${recordedCharsMax} characters; leave large data in a file`);
    }
    if (declaration.secret) {
      values.keepSecretOutput(step.id, name, value);
    } else if (isSecret) {
      values.keepDerivedOutput(step.id, name, value);
    } else {
      outputs[name] = value;
    }
  }
  const point = step.recoveryPoint === undefined ? succeed(undefined) : pointOf(step.recoveryPoint, values, both);
  return point.ok ? succeed({outputs, ...(point.value !== undefined && {recoveryPoint: point.value})}) : point;
};

/** Made of what came back, and read as the type that it was declared with. */
const outputOf = (declaration: OutputDeclaration, values: Values, seen: Seen): Result<Made> => {
  const made = makeValue(declaration.value, values, seen);
  if (!made.ok) {
    return made;
  }
  const read = readAs(declaration, made.value, values.time);
  return read.ok ? succeed({...made.value, value: read.value}) : fail(values.hide(read.reason));
};

/** The instant up to which data is restored, RFC 3339 in UTC. */
export const pointOf = (expression: Expression, values: Values, seen: Seen): Result<string> => {
  const point = tell(scope => evaluate(expression, scope), values, seen);
  const read = point.ok ? readMeasured(String(point.value)) : point;
  return read.ok ? succeed(new Date(read.value).toISOString()) : fail(`recovery_point: ${read.reason}`);
};

/** Whether a value is no output. */
export const isTooLong = (value: Json): boolean => JSON.stringify(value).length > recordedCharsMax;
