/** Outputs that a step declares secret: learned from what it gave before any of that is judged, shown or written down. */
import type {Json} from '../../base/canonical-json.ts';
import type {Path} from '../../run/path.ts';
import {evaluate, referencesOf} from '../../runbook/expressions/expression.ts';
import type {CommonFields, Expression} from '../../runbook/runbook.ts';
import {isTooLong} from '../actions/judge.ts';
import type {HeldBack, Performed, PerformRequest, Secret} from '../actions/runner.ts';
import {type Context, stepAt} from '../context.ts';
import type {Values} from '../values/values.ts';
import {hiding} from './redact.ts';
import {formsOf} from './secret-forms.ts';
import {outputSecrets} from './secrets.ts';

type Giving = Pick<CommonFields, 'id' | 'outputs'>;
type Scope = Performed['scope'];

/** For a request: what a step prints waits for its secret outputs to be told. Nothing for a step that prints none. */
export const heldBackFor = (step: Giving, values: Values): Pick<PerformRequest, 'heldBack'> => {
  const read = secretExpressions(step).flatMap(([, expression]) => partsRead(expression));
  const streams = (['stdout', 'stderr'] as const).filter(stream => read.includes(stream));
  return streams.length === 0 ? {} : {heldBack: {streams, secretsIn: scope => learnSecrets(step, scope, values)}};
};

/** What was printed with a secret that is gone with its session: nobody can tell where in it the secret stands. */
export const forgotten: HeldBack = {streams: ['stdout', 'stderr'], secretsIn: () => undefined};

/** Whether another step gave a secret to a former session: what was printed with it cannot be hidden any more. */
export const hasLostSecret = ({state, forest, values}: Context, itself: Path): boolean =>
  [...state.steps.values()].some(({path, began}) => {
    const {step} = stepAt(forest, path);
    const isOther = path !== itself && began !== undefined;
    return isOther && secretExpressions(step).some(([name]) => !values.at(path).keepsSecretOutput(step.id, name));
  });

/** The values to judge and record by: where a secret cannot be told from the rest, nothing that came back is shown. */
export const seenThrough = (step: Giving, scope: Scope, values: Values): Values =>
  learnSecrets(step, scope, values) === undefined ? withholding(values) : values;

/** Nothing that came back is shown, and every output is taken for a secret. */
export const withholding = (values: Values): Values => ({
  ...values,
  hide: text => (text === '' ? '' : '‹withheld: it may hold a secret›'),
  holdsSecret: () => true,
});

/** From now on these are hidden everywhere. Nothing when one is not there, or does not stand in what came back as it is. */
const learnSecrets = (step: Giving, scope: Scope, values: Values): readonly Secret[] | undefined => {
  const learned: Secret[] = [];
  let isTold = true;
  for (const [name, expression] of secretExpressions(step)) {
    const value = evaluate(expression, {...values.scope('real'), ...scope});
    if (!value.ok || isTooLong(value.value)) {
      isTold = false;
      continue;
    }
    const secrets = outputSecrets(new Map([[step.id, {[name]: value.value}]]));
    learned.push(...secrets);
    isTold &&= canBeHidden(value.value, secrets) && (partsRead(expression).length === 0 || stand(secrets, scope));
  }
  values.learn(learned);
  return isTold ? learned : undefined;
};

const secretExpressions = ({outputs}: Giving): readonly (readonly [string, Expression])[] =>
  Object.entries(outputs).flatMap(([name, {value, secret}]) => (secret ? [[name, value] as const] : []));

/** Of an answer the body is what is printed, the headers are not. */
const partOf: Readonly<Record<string, 'stdout' | 'stderr' | 'rows'>> = {
  stdout: 'stdout',
  json: 'stdout',
  body: 'stdout',
  stderr: 'stderr',
  rows: 'rows',
  headers: 'rows',
};

const partsRead = (expression: Expression): readonly ('stdout' | 'stderr' | 'rows')[] =>
  referencesOf(expression).flatMap(({path}) => partOf[path[0] ?? ''] ?? []);

/** A short number would be found everywhere. */
const canBeHidden = (value: Json, secrets: readonly Secret[]): boolean =>
  typeof value !== 'number' || secrets.length > 0;

/** One that was put together or cut does not stand there, so its parts would stay. */
const stand = (secrets: readonly Secret[], {stdout, stderr, rows, headers, body}: Scope): boolean => {
  const values = [rows, headers, typeof body === 'string' ? undefined : body];
  const texts = [stdout, stderr, typeof body === 'string' ? body : undefined];
  const text = [...texts, ...values.map(value => (value === undefined ? '' : JSON.stringify(value)))].join('\n');
  return secrets.every(
    secret => text.includes(secret.value) || formsOf(secret.value).length === 0 || hiding([secret])(text) !== text,
  );
};
