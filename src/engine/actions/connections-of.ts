/** Every server that an action can tell from its own texts: a drill proves each of them before anything acts. */
import {hostOf} from '../../runbook/on-host.ts';
import {hostPair, hostsInText, hostsInWords} from './named-hosts.ts';
import type {ResolvedAction} from './runner.ts';

/**
 * Connections of an action, by whatever way it gets them: its own, variables, words, input, parameters, and what is written
 * out in a script or a statement. Connection strings in either of libpq's spellings (PostgreSQL manual, 34.1.1).
 */
export const connectionsOf = (action: ResolvedAction): readonly string[] => {
  switch (action.kind) {
    case 'command': {
      const {argv, env, stdin = '', connection, on} = action;
      const named = [...argv, ...Object.values(env), connection ?? ''].flatMap(inPairs);
      return unique([
        connection ?? '',
        ...inVariables(env),
        ...named,
        ...[...argv, ...Object.values(env), stdin].flatMap(uris),
        ...hostsInWords(argv),
        ...[...Object.values(env), stdin].flatMap(hostsInText),
        ...(on === undefined ? [] : [hostPair(hostOf(on))]),
      ]);
    }
    case 'script': {
      const {env, text, on} = action;
      return unique([
        ...inVariables(env),
        ...Object.values(env).flatMap(inPairs),
        ...[text, ...Object.values(env)].flatMap(uris),
        ...[text, ...Object.values(env)].flatMap(hostsInText),
        ...(on === undefined ? [] : [hostPair(hostOf(on))]),
      ]);
    }
    case 'sql': {
      const params = Object.values(action.params).map(value =>
        typeof value === 'string' ? value : JSON.stringify(value),
      );
      return unique([
        action.connection,
        ...params.flatMap(inPairs),
        ...[...params, ...action.statements].flatMap(uris),
        ...(action.on === undefined ? [] : [hostPair(hostOf(action.on))]),
      ]);
    }
    // It goes to people, by the plan's channels.
    case 'notify':
      return [];
    case 'http':
      return [hostPair(URL.parse(action.url)?.host ?? action.url)];
  }
};

const unique = (found: readonly string[]): readonly string[] => [...new Set(found)].filter(text => text !== '');

/** Each URI in a text, up to a blank, a quote or the next one. */
const uris = (text: string): readonly string[] => {
  const starts = [...text.matchAll(/postgres(?:ql)?:\/\//gi)].map(({index}) => index);
  return starts.map((start, at) => text.slice(start, starts[at + 1]).replace(/[\s"'`<>][\s\S]*$|[,;)\]}]+$/, ''));
};

/** `host=… dbname=…`, from the first of the words that name a server. */
const inPairs = (text: string): readonly string[] => {
  const [found] = /(?<=^|[\s=])(?:host|hostaddr|service|dbname)\s*=[\s\S]*$/.exec(text) ?? [];
  return found === undefined ? [] : [found];
};

/** Variables that lead libpq somewhere, whatever else the step says (PostgreSQL manual, 34.15). */
const inVariables = (env: {readonly [name: string]: string}): readonly string[] => {
  const words = Object.entries(libpqWords).flatMap(([variable, word]) => {
    const value = env[variable];
    return value === undefined ? [] : [`${word}='${value.replace(/[\\']/g, '\\$&')}'`];
  });
  return words.length === 0 ? [] : [words.join(' ')];
};

const libpqWords: {readonly [variable: string]: string} = {
  PGHOST: 'host',
  PGHOSTADDR: 'hostaddr',
  PGSERVICE: 'service',
  PGSERVICEFILE: 'servicefile',
  PGPORT: 'port',
  PGDATABASE: 'dbname',
  PGUSER: 'user',
};
