/** Fills an action's texts with values: once to be done, once to be seen, with every secret masked. */
import type {Json} from '../../base/canonical-json.ts';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {ShownAction} from '../../run/shown.ts';
import type {Action} from '../../runbook/action.ts';
import type {Scope} from '../../runbook/expressions/scope.ts';
import {isDestination} from '../../runbook/on-host.ts';
import {fillContent} from '../../runbook/texts/contents.ts';
import {fillWords} from '../../runbook/texts/fill-words.ts';
import {fillString, fillText} from '../../runbook/texts/text.ts';
import type {Filling} from '../../runbook/texts/url-text.ts';
import {openReason} from '../values/made-values.ts';
import type {Values} from '../values/values.ts';
import {resolveHttp} from './resolve-http.ts';
import type {ResolvedAction} from './runner.ts';
import {onTerminal, shownOf} from './show.ts';

export type Filled = {readonly action: ResolvedAction; readonly shown: ShownAction};

/** Resolves an action against the values of now; fails with the sentence of the first text that cannot be filled in. */
export const fillAction = (action: Action, values: Values): Result<Filled> => {
  const scope = values.scope('real');
  // The same moment in both, so that they differ in secrets only.
  const maskedScope = {...values.scope('masked'), run: scope.run};
  const real = resolve(action, {scope, use: 'asked'});
  if (!real.ok) {
    return fail(openReason(real.reason, values, () => resolve(action, {scope: maskedScope, use: 'asked'})));
  }
  if (action.kind === 'command' || action.kind === 'script') {
    const open = withoutSecrets(action, {scope, maskedScope});
    if (!open.ok) {
      return open;
    }
  }
  const masked = resolve(action, {scope: maskedScope, use: 'shown'});
  // A secret that must have a certain form (a number, a host) cannot be masked in place; then nothing of it is shown.
  return succeed({
    action: real.value,
    shown: masked.ok ? shownOf(masked.value, values.hide) : {kind: action.kind, lines: [], ...onTerminal(action)},
  });
};

/**
 * What may be seen of an action before it can be done: some of its texts may still say what will stand there. Nothing where
 * a secret must have a certain form and cannot be masked in place.
 */
export const fillForEyes = (action: Action, values: Values): Result<ResolvedAction | undefined> => {
  const masked = resolve(action, {scope: values.scope('masked'), use: 'shown'});
  if (masked.ok) {
    return masked;
  }
  const real = resolve(action, {scope: values.scope('real'), use: 'shown'});
  return real.ok ? succeed(undefined) : fail(openReason(real.reason, values, () => masked));
};

/**
 * The linter refuses a declared secret among the words of a command. What a step gave may turn out to hold one only now;
 * then a word differs from what may be seen of it.
 */
const withoutSecrets = (
  action: Extract<Action, {kind: 'command' | 'script'}>,
  {scope, maskedScope}: {readonly scope: Scope; readonly maskedScope: Scope},
): Result<void> => {
  const run = [...(action.kind === 'command' ? action.run : []), ...(action.on === undefined ? [] : [action.on])];
  const words = fillWords(run, scope);
  const open = fillWords(run, maskedScope);
  const seen = open.ok ? open.value : [];
  const at = words.ok ? words.value.findIndex((word, index) => word !== seen[index]) : -1;
  return at === -1
    ? succeed(undefined)
    : fail(
        `a word of the command would be a secret (${seen[at] ?? 'made of one'}), and everybody on this host can read the words of a command that runs; give it under env, stdin or connection`,
      );
};

const resolve = (action: Action, filling: Filling): Result<ResolvedAction> => {
  const {scope} = filling;
  switch (action.kind) {
    case 'command':
      return resolveCommand(action, filling);
    case 'script':
      return resolveScript(action, filling);
    case 'sql':
      return resolveSql(action, filling);
    case 'http':
      return resolveHttp(action, filling);
    case 'notify': {
      const text = fillString(action.text, scope);
      return text.ok ? succeed({kind: 'notify', to: action.to, text: text.value}) : text;
    }
  }
};

const resolveScript = (action: Extract<Action, {kind: 'script'}>, filling: Filling): Result<ResolvedAction> => {
  const env = fillEnv(action.env, filling.scope);
  const on = fillHost(action.on, filling);
  if (!env.ok) {
    return env;
  }
  const {interpreter, text} = action;
  return on.ok ? succeed({kind: 'script', interpreter, text, env: env.value, ...on.value}) : on;
};

const resolveCommand = (action: Extract<Action, {kind: 'command'}>, filling: Filling): Result<ResolvedAction> => {
  const {scope} = filling;
  const on = fillHost(action.on, filling);
  const argv = fillWords(action.run, scope);
  const env = fillEnv(action.env, scope);
  const cwd = fillOptional(action.cwd, scope);
  const stdin = action.stdin === undefined ? succeed(undefined) : fillContent(action.stdin, scope);
  const connection = fillOptional(action.connection, scope);
  if (!argv.ok) {
    return argv;
  }
  if (!env.ok) {
    return env;
  }
  if (!cwd.ok) {
    return cwd;
  }
  if (!stdin.ok) {
    return stdin;
  }
  if (!connection.ok) {
    return connection;
  }
  if (!on.ok) {
    return on;
  }
  return succeed({
    kind: 'command',
    argv: argv.value,
    env: env.value,
    ...(cwd.value !== undefined && {cwd: cwd.value}),
    ...(stdin.value !== undefined && {stdin: stdin.value}),
    ...(connection.value !== undefined && {connection: connection.value}),
    ...on.value,
    ...(action.interactive && {interactive: true as const}),
  });
};

const resolveSql = (action: Extract<Action, {kind: 'sql'}>, filling: Filling): Result<ResolvedAction> => {
  const {scope} = filling;
  const on = fillHost(action.on, filling);
  const connection = fillString(action.connection, scope);
  if (!connection.ok) {
    return connection;
  }
  if (!on.ok) {
    return on;
  }
  const names = isList(action.params) ? undefined : Object.keys(action.params);
  const filled: Json[] = [];
  for (const text of isList(action.params) ? action.params : Object.values(action.params)) {
    const value = fillText(text, scope);
    if (!value.ok) {
      return value;
    }
    filled.push(value.value);
  }
  return succeed({
    kind: 'sql',
    connection: connection.value,
    statements: action.statements,
    params: names ? Object.fromEntries(names.map((name, index) => [name, filled[index] ?? null])) : filled,
    transaction: action.transaction,
    ...on.value,
  });
};

const fillEnv = (env: {readonly [name: string]: string}, scope: Scope): Result<{readonly [name: string]: string}> => {
  const filled: [string, string][] = [];
  for (const [name, text] of Object.entries(env)) {
    const value = fillString(text, scope);
    if (!value.ok) {
      return fail(`${name}: ${value.reason}`);
    }
    filled.push([name, value.value]);
  }
  return succeed(Object.fromEntries(filled));
};

/** A host is a word of ssh's own command: it must be one, and nothing that ssh would read in another way. */
const fillHost = (text: string | undefined, {scope, use}: Filling): Result<{readonly on?: string}> => {
  if (text === undefined) {
    return succeed({});
  }
  const host = fillString(text, scope);
  if (!host.ok) {
    return host;
  }
  return use === 'shown' || isDestination(host.value)
    ? succeed({on: host.value})
    : fail(`${text} is no host that ssh can be given: it must be a host, user@host or ssh://user@host:port`);
};

const fillOptional = (text: string | undefined, scope: Scope): Result<string | undefined> =>
  text === undefined ? succeed(undefined) : fillString(text, scope);

const isList = (value: readonly string[] | {readonly [name: string]: string}): value is readonly string[] =>
  Array.isArray(value);
