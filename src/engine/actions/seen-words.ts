/** What an action or a probe gave, in a few words for the check's line. Secrets are hidden before it is cut, or half of one would stay. */
import {referencesOf} from '../../runbook/expressions/expression.ts';
import type {Expression} from '../../runbook/runbook.ts';
import {clipped} from '../short-text.ts';
import type {Values} from '../values/values.ts';
import type {Performed} from './runner.ts';

const detailBytesMax = 300;

/** The beginning of what came back. */
export const detailOf = ({scope, reason}: Performed, {hide}: Pick<Values, 'hide'>): string => {
  const {rows, exit, stdout, status, body} = scope;
  if (Array.isArray(rows)) {
    return clipped(hide(rows.length === 1 ? JSON.stringify(rows[0]) : `${rows.length} rows`), detailBytesMax);
  }
  if (exit !== undefined) {
    return clipped(`exit ${String(exit)}${firstLine(typeof stdout === 'string' ? hide(stdout) : '')}`, detailBytesMax);
  }
  if (status !== undefined) {
    const said = hide(typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body)).trim();
    return clipped(`status ${String(status)}${firstLine(said)}`, detailBytesMax);
  }
  return clipped(hide(reason ?? ''), detailBytesMax);
};

const firstLine = (text: string): string => {
  const [line = ''] = text.split('\n');
  return line === '' ? '' : `: ${line}`;
};

/** The members of its JSON that an expression reads, with their values; nothing where it reads none, or reads lists and objects. */
export const lookedAt = (
  expression: Expression,
  {scope}: Performed,
  {hide}: Pick<Values, 'hide'>,
): string | undefined => {
  const paths = referencesOf(expression).flatMap(({path: [root, ...members]}) => (root === 'json' ? [members] : []));
  const seen = new Map(paths.map(members => [members.join('.'), memberOf(scope.json, members)]));
  const values = [...seen.values()];
  const isTold =
    values.length > 0 && values.every(value => value !== undefined && (value === null || typeof value !== 'object'));
  return isTold
    ? clipped(hide([...seen].map(([name, value]) => `${name} = ${JSON.stringify(value)}`).join(', ')), detailBytesMax)
    : undefined;
};

const memberOf = (value: unknown, [first, ...rest]: readonly string[]): unknown =>
  first === undefined
    ? value
    : typeof value === 'object' && value !== null && Object.hasOwn(value, first)
      ? memberOf((value as {readonly [name: string]: unknown})[first], rest)
      : undefined;
