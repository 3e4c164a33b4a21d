/** The inputs of a runbook that are known before anybody was asked: what triage may look with. */
import type {Json} from '../../base/canonical-json.ts';
import {showForeignLine} from '../../base/foreign-text.ts';
import type {InputDeclaration} from '../../runbook/input-declaration.ts';
import type {Runbook} from '../../runbook/runbook.ts';
import {secretInputs} from '../../runbook/secrets.ts';
import {type GivenInputs, isSecretInput, resolveInputs} from '../inputs.ts';

export type KnownInputs = {
  /** Every input; null where it has no value. */
  readonly values: GivenInputs;
  /** Why one has none, and how it is given. */
  readonly missing: {readonly [name: string]: string};
};

/**
 * From the command line, a file, the environment, a file that its declaration names, or its default. No program is started
 * for one: nobody has said that it may be, and what it gives may be good for one time only. One that does not fit is as
 * good as missing. Secrets are not taken from `settings`.
 */
export const knownInputs = (
  runbook: Runbook,
  {settings, file}: {readonly settings: GivenInputs; readonly file: GivenInputs},
): KnownInputs => {
  const secret = new Set(secretInputs(runbook));
  const values: {[name: string]: Json} = {};
  const missing: {[name: string]: string} = {};
  for (const declaration of Object.values(runbook.inputs)) {
    const {name} = declaration;
    const given = secret.has(name) ? {...file} : {...file, ...settings};
    const known = knownInput(runbook, declaration, Object.hasOwn(given, name) ? {[name]: given[name] ?? null} : {});
    values[name] = known.value;
    if (known.why !== undefined) {
      missing[name] = known.why;
    }
  }
  return {values, missing};
};

const knownInput = (
  runbook: Runbook,
  declaration: InputDeclaration,
  given: GivenInputs,
): {readonly value: Json; readonly why?: string} => {
  const {name, from, default: standard} = declaration;
  const isGiven = Object.hasOwn(given, name);
  if (!isGiven && from && 'command' in from && standard === undefined) {
    return {value: null, why: `input ${name} comes from a program, which triage does not start: ${wayTo(declaration)}`};
  }
  const {from: _program, ...still} = declaration;
  const asked = from && 'command' in from ? still : declaration;
  const resolved = resolveInputs({...runbook, inputs: {[name]: asked}}, given, Date.now());
  if (!resolved.ok) {
    const reason = isGiven ? showForeignLine(resolved.reason.message) : `input ${name} is not known`;
    return {value: null, why: `${reason}: ${wayTo(declaration)}`};
  }
  const value = resolved.value[name] ?? null;
  return value === null ? {value, why: `input ${name} is not known: ${wayTo(declaration)}`} : {value};
};

const wayTo = (declaration: InputDeclaration): string => {
  const {name, from} = declaration;
  if (from && 'env' in from) {
    return `set ${from.env}`;
  }
  return isSecretInput(declaration) ? `give it in a file with --inputs` : `give it with --set ${name}=…`;
};
