/** Which values of a run are secret: those of inputs of certain types, and outputs that hold one. */
import type {Json} from '../../base/canonical-json.ts';
import {connectionValue} from '../../runbook/expressions/scope.ts';
import type {InputDeclaration} from '../../runbook/input-declaration.ts';
import type {Runbook} from '../../runbook/runbook.ts';
import type {Secret} from '../actions/runner.ts';

export type Inputs = {readonly [name: string]: Json};

/** Whether an input is one connection or several. */
export const isConnection = (input: InputDeclaration | undefined): boolean =>
  input?.type === 'connection' || (input?.type === 'list' && input.of === 'connection');

/**
 * Secret inputs by their names; a connection is secret as a whole and by its password. One that is at the same time a name
 * which everybody may see is looked for only where it stands as a password.
 */
export const inputSecrets = (runbook: Runbook, inputs: Inputs): readonly Secret[] => {
  const isName = publicNames(runbook, inputs);
  return Object.entries(inputs).flatMap(([name, value]) => {
    const input = runbook.inputs[name];
    if (input?.type === 'secret' && typeof value === 'string') {
      return isName(value) ? whereItIsPassword(name, value) : [{name, value}];
    }
    return isConnection(input)
      ? textsIn(value).flatMap(uri => [
          {name, value: uri},
          ...passwordsOf(uri).flatMap(password =>
            isName(password)
              ? whereItIsPassword(`${name}.password`, password)
              : [{name: `${name}.password`, value: password}],
          ),
        ])
      : [];
  });
};

/** Names of hosts, users and databases, and inputs that are recorded as they are: to hide these hides nothing from anybody. */
export const publicNames = (runbook: Runbook, inputs: Inputs): ((text: string) => boolean) => {
  const parts: string[] = [];
  const open = new Set<string>();
  for (const [name, value] of Object.entries(inputs)) {
    const input = runbook.inputs[name];
    for (const text of input?.type === 'secret' ? [] : textsIn(value)) {
      if (isConnection(input)) {
        const {host, user, database} = connectionValue(text);
        parts.push(host, user, database);
      } else {
        open.add(text);
      }
    }
  }
  // Hidden within a name it would make the name unreadable, and nobody could type it.
  return text => open.has(text) || parts.some(part => part.includes(text));
};

/** As libpq, SQL, JSON and environments spell a password. */
const whereItIsPassword = (name: string, value: string): readonly Secret[] =>
  [
    `:${value}@`,
    `password=${value}`,
    `password='${value}'`,
    `PASSWORD=${value}`,
    `password '${value}'`,
    `PASSWORD '${value}'`,
    `"password":"${value}"`,
    `"password": "${value}"`,
  ].map(spelled => ({name, value: spelled}));

/** Secret outputs as `STEP.NAME`; of a list or a map every text is one, and every number that is no mere count. */
export const outputSecrets = (outputs: ReadonlyMap<string, {readonly [name: string]: Json}>): readonly Secret[] =>
  [...outputs].flatMap(([step, values]) =>
    Object.entries(values).flatMap(([name, value]) =>
      textsIn(value).flatMap(text => [
        {name: `${step}.${name}`, value: text},
        ...(/^postgres(?:ql)?:\/\//.test(text) ? passwordSecrets(`${step}.${name}.password`, text) : []),
      ]),
    ),
  );

/** A password that is also the name of its own host, user or database is looked for only where it stands as a password. */
const passwordSecrets = (name: string, uri: string): readonly Secret[] => {
  const {host, user, database} = connectionValue(uri);
  return passwordsOf(uri).flatMap(password =>
    [host, user, database].some(part => part.includes(password))
      ? whereItIsPassword(name, password)
      : [{name, value: password}],
  );
};

const numberDigitsMin = 6;

/** The texts in a value, and its numbers that are no mere count. */
export const textsIn = (value: Json): readonly string[] => {
  if (typeof value === 'string') {
    return [value];
  }
  if (typeof value === 'number') {
    return String(value).length >= numberDigitsMin ? [String(value)] : [];
  }
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(member => (member === undefined ? [] : textsIn(member)))
    : [];
};

/** As it is spelled and as it is meant; libpq takes it before the @ or as a parameter. */
const passwordsOf = (uri: string): readonly string[] => {
  const [, account = ''] = /^[a-z]+:\/\/([^/?]*)@/.exec(uri) ?? [];
  const [, password = ''] = /^[^:]*:(.*)$/.exec(account) ?? [];
  const [, parameter = ''] = /[?&]password=([^&]*)/.exec(uri) ?? [];
  return [...new Set([password, decoded(password), parameter, decoded(parameter)])].filter(text => text !== '');
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray % is no escape; then the text stands for itself.
    return text;
  }
};
