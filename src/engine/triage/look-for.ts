/** The symptoms of a runbook as questions that can be asked before there is a run, by the doors that checks of runs go through. */
import {succeed} from '../../base/result.ts';
import {outlineOf} from '../../machine/outline.ts';
import {notStarted} from '../../run/fold.ts';
import type {ShownAction} from '../../run/shown.ts';
import type {RunState} from '../../run/state.ts';
import type {Symptom, Touch} from '../../run/triage.ts';
import {referencesOf} from '../../runbook/expressions/expression.ts';
import type {Probe, Runbook} from '../../runbook/runbook.ts';
import {expressionsOf} from '../../runbook/step-reads.ts';
import {askOnce} from '../actions/probing.ts';
import {fillAction} from '../actions/resolve.ts';
import type {Runners} from '../actions/runner.ts';
import {createValues, type InputValues, type Values} from '../values/values.ts';

export type TriageParts = {
  readonly runbook: Runbook;
  /** The inputs that are known; those that are missing are null. */
  readonly inputs: InputValues;
  /** Why an input has no value, by its name. */
  readonly missing: {readonly [input: string]: string};
  readonly nowMs: number;
};

/** A symptom that can be looked for, and where that leads; or what is said of it without a look. */
export type Planned =
  | {readonly is: 'said'; readonly symptom: Symptom}
  | {
      readonly is: 'look';
      readonly text: string;
      readonly touch: Pick<Touch, 'kind' | 'target'>;
      /** One try that takes so many milliseconds at the most. Never rejects. */
      readonly look: (runners: Runners, limitMs: number) => Promise<Symptom>;
    };

/** One entry for each symptom, in the order of the text. Nothing is asked yet. */
export const planSymptoms = (parts: TriageParts): readonly Planned[] => {
  const {runbook, inputs, nowMs} = parts;
  const state = Object.assign(notStarted(outlineOf(runbook)), {run: 'triage', startedAtMs: nowMs});
  const values = createValues({runbook, state, inputs, lab: {}, nowIso: () => new Date(nowMs).toISOString()});
  return runbook.symptoms.map(({text, check}, index) =>
    check === undefined
      ? {is: 'said', symptom: {text, seen: 'by-eye'}}
      : planLook({text, check, path: `symptom_${index + 1}`, state, values}, parts.missing),
  );
};

type Asking = {
  readonly text: string;
  readonly check: Probe;
  /** Where it stands, as files and messages call it. */
  readonly path: string;
  readonly state: RunState;
  readonly values: Values;
};

const planLook = (asking: Asking, missing: TriageParts['missing']): Planned => {
  const {text, check, values} = asking;
  const unknown = inputsIn(check).filter(name => Object.hasOwn(missing, name));
  if (unknown.length > 0) {
    const why = unknown.map(name => missing[name]).join('; ');
    return {is: 'said', symptom: {text, seen: 'unseen', why, missing: unknown}};
  }
  const filled = fillAction(check.action, values);
  return filled.ok
    ? {is: 'look', text, touch: touchOf(filled.value.shown), look: (runners, limitMs) => ask(asking, runners, limitMs)}
    : {is: 'said', symptom: unseen(text, values.hide(filled.reason))};
};

const inputsIn = (check: Probe): readonly string[] => {
  const read = expressionsOf(check).flatMap(referencesOf);
  return [...new Set(read.flatMap(({path: [root, name]}) => (root === 'inputs' && name !== undefined ? [name] : [])))];
};

/** Where it leads, as everybody may see it. */
const touchOf = ({kind, target, lines, on}: ShownAction): Pick<Touch, 'kind' | 'target'> => {
  const own = target ?? lines[0] ?? 'not shown, since it holds a secret';
  return {kind, target: on === undefined ? own : `${own} on ${on}`};
};

/** As a check of a run is asked, once: what goes through this door only looks. */
const ask = async ({text, check, path, state, values}: Asking, runners: Runners, limitMs: number): Promise<Symptom> => {
  const limited = {...check, timeoutMs: Math.min(check.timeoutMs, limitMs)};
  const context = {state, values, runners, safeguard: async () => succeed(undefined)};
  try {
    const {asked} = await askOnce(context, {path, attempt: 1}, limited);
    const detail = values.hide(asked.detail);
    return asked.error ? unseen(text, detail) : {text, seen: asked.ok ? 'present' : 'absent', detail};
  } catch (thrown) {
    return unseen(text, values.hide(thrown instanceof Error ? thrown.message : String(thrown)));
  }
};

const unseen = (text: string, why: string): Symptom => ({text, seen: 'unseen', why, missing: []});
