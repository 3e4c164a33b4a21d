/** What expressions see: inputs, what steps gave, the run, the instants; once as it is and once with secrets masked. */
import type {Json} from '../../base/canonical-json.ts';
import type {Lack} from '../../run/event.ts';
import type {Path} from '../../run/path.ts';
import type {RunState, ToldThen} from '../../run/state.ts';
import {instantOf} from '../../run/timing.ts';
import {inputScope, type Scope} from '../../runbook/expressions/scope.ts';
import type {Expression, Runbook} from '../../runbook/runbook.ts';
import type {TimeOfReading} from '../../runbook/timestamps.ts';
import {eventNames} from '../../runbook/words.ts';
import type {Secret} from '../actions/runner.ts';
import {knownSecrets} from '../secrets/known-secrets.ts';
import {lostSecrets} from '../secrets/lost-values.ts';
import {maskedScope} from '../secrets/masked-inputs.ts';
import type {Hide} from '../secrets/redact.ts';
import {outputSecrets} from '../secrets/secrets.ts';
import {givenBySteps, type View} from './given-values.ts';
import {labValue} from './lab-value.ts';
import type {ToldInputs} from './told-inputs.ts';

/** The values of a run's inputs as `readInput` gave them; a connection is its URI. */
export type InputValues = {readonly [name: string]: Json};

export type Values = {
  /** `masked` puts `‹secret:NAME›` where a secret stands: for what is recorded and shown. */
  readonly scope: (view: View) => Scope;
  /** The same as a step sees them, or as it saw them when an attempt of it began: its item, and of steps in loops those of its own item or round. */
  readonly at: (path: Path, told?: ToldThen) => Values;
  /** Keeps what an included runbook is told here; secrets of it are recorded by name only. */
  readonly keepInputs: (own: Runbook, told: ToldInputs) => void;
  /** Keeps the items of a loop where some are secret, those are `hidden`; what is recorded of them is masked. */
  readonly keepItems: (step: string, items: readonly Json[], hidden: readonly Json[]) => void;
  /** When and where a value is read that says a time in words. */
  readonly time: () => TimeOfReading;
  /** After a crash: everything that held a secret is made again, so that it is hidden from the first line on. */
  readonly remake: () => void;
  /** Keeps what its author declared a secret, and hides it everywhere. */
  readonly keepSecretOutput: (step: string, name: string, value: Json) => void;
  /** Keeps what turned out to draw on a secret; a part that is short, or a name that everybody may see, hides nothing else. */
  readonly keepDerivedOutput: (step: string, name: string, value: Json) => void;
  /** The secrets that are gone with a former session and that expressions come down to. */
  readonly lost: (expressions: readonly Expression[]) => readonly Lack[];
  /** The same for secrets that were given again: they may not be what they were. */
  readonly givenAgain: (expressions: readonly Expression[]) => readonly Lack[];
  readonly keepGivenAgain: (step: string, name: string, value: Json) => void;
  readonly keepsSecretOutput: (step: string, name: string) => boolean;
  /** What the run's own runbook declares. */
  readonly declared: () => Pick<Runbook, 'inputs'>;
  /** Hides these too from now on, for as long as the session lives: an older attempt's secret may still be good. */
  readonly learn: (learned: readonly Secret[]) => void;
  /** Every value that must not be seen. */
  readonly secrets: () => readonly Secret[];
  /** Puts names where secrets stand: everything that is recorded goes through it. */
  readonly hide: Hide;
  readonly holdsSecret: (value: Json) => boolean;
};

export type ValueParts = {
  readonly runbook: Runbook;
  readonly state: RunState;
  readonly inputs: InputValues;
  /** What the lab of a drill has, by name: connections such as `lab.primary`, and directories. */
  readonly lab: {readonly [name: string]: string};
  readonly nowIso: () => string;
};

/** The values of a run as it goes on. `state` is the one that the engine keeps up to date. */
export const createValues = ({runbook, state, inputs, lab, nowIso}: ValueParts): Values => {
  const secretOutputs = new Map<Path, {readonly [name: string]: Json}>();
  const given = givenBySteps({
    runbook,
    state,
    secretOutputs,
    scopeAt: (path, then) => scopeAt('real', path, then),
    keepAgain: (step, path, made) => secrets.learnDerived(keep(step, path, made)),
    learnItems: (step, items) => secrets.learnItems(step, items),
    learnInputs: (own, told) => secrets.learnInputs(own, told),
    time: () => timeNow(nowIso),
  });
  const secrets = knownSecrets(runbook, inputs);
  const realInputs = inputScope(runbook.inputs, inputs);
  const maskedInputs = maskedScope(runbook, inputs);
  const estate = Object.fromEntries(Object.entries(lab).map(([name, value]) => [name, labValue(value)]));
  const scopeAt = (view: View, path: Path, told?: ToldThen): Scope => ({
    inputs: changed(runbook, view === 'real' ? realInputs : maskedInputs, told ?? state),
    // Of an included runbook these are its own.
    ...given.scope(view, path, told),
    ...(state.mode === 'drill' && {lab: estate}),
    run: {
      id: state.run,
      slug: slugOf(state.run),
      mode: state.mode,
      started_at: isoOf(state.startedAtMs),
      now: nowIso(),
    },
    events: Object.fromEntries(eventNames.map(name => [name, isoOf(instantOf(state, name))])),
  });
  const keep = (step: string, viewer: Path, output: {readonly [name: string]: Json}): readonly Secret[] => {
    const owner = given.pathOf(step, viewer);
    secretOutputs.set(owner, {...secretOutputs.get(owner), ...output});
    return outputSecrets(new Map([[step, output]]));
  };
  const keeps = (owner: Path, name: string): boolean => Object.hasOwn(secretOutputs.get(owner) ?? {}, name);
  const lost = lostSecrets({state, keeps, documentAt: given.documentAt, pathOf: given.pathOf});
  const at = (path: Path, told?: ToldThen): Values => ({
    scope: view => scopeAt(view, path, told),
    at,
    keepSecretOutput: (step, name, value) => secrets.learn(keep(step, path, {[name]: value})),
    keepDerivedOutput: (step, name, value) => secrets.learnDerived(keep(step, path, {[name]: value})),
    keepsSecretOutput: (step, name) => keeps(given.pathOf(step, path), name),
    lost: expressions => lost.gone(path, expressions),
    givenAgain: expressions => lost.givenAgain(path, expressions),
    keepGivenAgain: (step, name, value) => {
      secrets.learn(keep(step, path, {[name]: value}));
      lost.isGiven(given.pathOf(step, path), name);
    },
    keepItems: (step, items, hidden) => {
      given.keepItems(path, items);
      secrets.learnItems(step, hidden);
    },
    keepInputs: (own, told) => {
      given.keepInputs(path, told.inputs);
      secrets.learnInputs(own, told);
    },
    time: () => timeNow(nowIso),
    remake: () => secrets.together(given.remake),
    declared: () => runbook,
    learn: secrets.learn,
    secrets: secrets.list,
    hide: secrets.hide,
    holdsSecret: value => {
      const text = JSON.stringify(value);
      return secrets.hide(text) !== text;
    },
  });
  return at('');
};

const timeNow = (nowIso: () => string): TimeOfReading => {
  const nowMs = Date.parse(nowIso());
  return {nowMs, zoneOffsetMinutes: -new Date(nowMs).getTimezoneOffset()};
};

/** With what was changed since the run began. */
const changed = (runbook: Runbook, own: Scope, {changedInputs}: Pick<ToldThen, 'changedInputs'>): Scope =>
  Object.keys(changedInputs).length === 0
    ? own
    : {...own, ...pick(inputScope(runbook.inputs, changedInputs), Object.keys(changedInputs))};

const pick = (scope: Scope, names: readonly string[]): Scope =>
  Object.fromEntries(names.map(name => [name, scope[name]]));

const slugOf = (run: string): string => run.slice(-6);

const isoOf = (atMs: number | null | undefined): string | null =>
  atMs === null || atMs === undefined ? null : new Date(atMs).toISOString();
