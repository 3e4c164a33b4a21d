/** The values of a run's inputs: from the command line, a file, the environment, a program, or the declared default. */
import {execFileSync} from 'node:child_process';
import type {Json} from '../base/canonical-json.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import {didYouMean} from '../diagnostics/nearest.ts';
import type {InputDeclaration} from '../runbook/input-declaration.ts';
import {readInput} from '../runbook/inputs.ts';
import type {Runbook} from '../runbook/runbook.ts';
import {secretInputs} from '../runbook/secrets.ts';
import {type Refusal, refuse, together} from './refusal.ts';
import {readTextFile} from './text-file.ts';

export type GivenInputs = {readonly [name: string]: Json};

/** Reads `--set name=value` arguments, later ones winning. */
export const parseSettings = (settings: readonly string[]): Result<GivenInputs, Refusal> => {
  const given: {[name: string]: Json} = {};
  for (const setting of settings) {
    const at = setting.indexOf('=');
    if (at < 1) {
      return refuse('usage', `--set takes name=value, not "${setting}".`);
    }
    given[setting.slice(0, at)] = setting.slice(at + 1);
  }
  return succeed(given);
};

/** A secret in an argument could be read by every user of the machine, and stays in the shell's history. */
export const refuseSecretSettings = (runbook: Runbook, settings: GivenInputs): Result<void, Refusal> => {
  const name = secretInputs(runbook).find(secret => Object.hasOwn(settings, secret));
  if (name === undefined) {
    return succeed(undefined);
  }
  const from = runbook.inputs[name]?.from;
  const way = from && 'env' in from ? `Set ${from.env} in the environment, or give` : 'Give';
  return refuse(
    'usage',
    `Input "${name}" is a secret and is not taken from --set, where every user of this machine can read it.`,
    `${way} it in a file of mode 0600 with --inputs FILE. What was typed now stands in your shell's history.`,
  );
};

/** Resolves every declared input, or says of each that is missing or does not fit how to give it. */
export const resolveInputs = (runbook: Runbook, given: GivenInputs, nowMs: number): Result<GivenInputs, Refusal> => {
  const unknown = Object.keys(given).find(name => !Object.hasOwn(runbook.inputs, name));
  if (unknown !== undefined) {
    const names = Object.keys(runbook.inputs);
    return refuse(
      'usage',
      `${runbook.id} has no input "${unknown}".`,
      didYouMean(unknown, names) ?? `It has ${names.join(', ')}.`,
    );
  }
  const values: {[name: string]: Json} = {};
  const wrong: Refusal[] = [];
  for (const declaration of Object.values(runbook.inputs)) {
    const value = resolveInput(declaration, given, nowMs);
    if (value.ok) {
      values[declaration.name] = value.value;
    } else {
      wrong.push(value.reason);
    }
  }
  const [first, ...others] = wrong;
  return first === undefined ? succeed(values) : together([first, ...others]);
};

const resolveInput = (declaration: InputDeclaration, given: GivenInputs, nowMs: number): Result<Json, Refusal> => {
  const {name, optional, default: standard} = declaration;
  const raw = given[name] ?? fromElsewhere(declaration);
  if (raw === undefined || raw === null) {
    return standard === undefined && !optional ? fail(missingInput(declaration)) : succeed(standard ?? null);
  }
  const value = readInput(declaration, raw, {nowMs, zoneOffsetMinutes: -new Date(nowMs).getTimezoneOffset()});
  return value.ok ? value : refuse('usage', `Input "${name}": ${value.reason}`);
};

/**
 * Those that must be there and are nowhere, in their order; none where a name was given that the runbook does not know.
 * What a run had when it began it needs again, also where it could have been left out.
 */
export const missingInputs = (
  {inputs}: Runbook,
  given: GivenInputs,
  had: readonly string[] = [],
): readonly InputDeclaration[] =>
  Object.keys(given).every(name => Object.hasOwn(inputs, name))
    ? Object.values(inputs).filter(
        declaration =>
          declaration.default === undefined &&
          (!declaration.optional || had.includes(declaration.name)) &&
          !Object.hasOwn(given, declaration.name) &&
          (fromElsewhere(declaration) ?? null) === null,
      )
    : [];

/** Whether nobody may read it over a shoulder or in the list of processes. */
export const isSecretInput = ({type, of}: InputDeclaration): boolean =>
  type === 'secret' || type === 'connection' || of === 'connection';

/** That they are missing, and the ways to give each. */
export const refuseMissing = ([first, ...others]: readonly [InputDeclaration, ...InputDeclaration[]]): ReturnType<
  typeof refuse
> => together([missingInput(first), ...others.map(missingInput)]);

const missingInput = (declaration: InputDeclaration): Refusal => {
  const {name, ask, from} = declaration;
  const isSecret = isSecretInput(declaration);
  const places = [
    ...(from && 'env' in from ? [`set ${from.env} in the environment`] : []),
    ...(from && 'file' in from ? [`put it into ${from.file}`] : []),
    ...(isSecret ? [] : [`give it with --set ${name}=…`]),
    `give it in a file with --inputs FILE${isSecret ? ' (mode 0600)' : ''}`,
  ].join(', or ');
  const why = isSecret ? '; not with --set, since everybody on this host can read the words of a command' : '';
  const hint = `${places.charAt(0).toUpperCase()}${places.slice(1)}${why}.`;
  return {exit: 'usage', message: `Input "${name}" is missing${ask === undefined ? '' : `: ${ask}`}`, hint};
};

/** A program is asked once: what it gives may be good for one time only. */
const asked = new WeakMap<NonNullable<InputDeclaration['from']>, Json | undefined>();

const fromElsewhere = ({from}: InputDeclaration): Json | undefined => {
  if (from && !asked.has(from)) {
    asked.set(from, readElsewhere(from));
  }
  return from && asked.get(from);
};

const readElsewhere = (from: NonNullable<InputDeclaration['from']>): Json | undefined => {
  try {
    if ('env' in from) {
      return process.env[from.env] || undefined;
    }
    if ('file' in from) {
      const text = readTextFile(from.file, {pipe: true});
      return text.ok ? text.value.trimEnd() : undefined;
    }
    const [program = '', ...words] = from.command;
    return execFileSync(program, words, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: 30_000,
    }).trimEnd();
  } catch {
    // What cannot be read is missing, and said so with the way to give it.
    return undefined;
  }
};
