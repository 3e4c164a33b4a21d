/** What steps give to expressions, as seen from a place: their outputs and statuses, named values, the item of a loop. */
import type {Json} from '../../base/canonical-json.ts';
import {type Path, withoutItems} from '../../run/path.ts';
import type {RunState, StepState, ToldThen} from '../../run/state.ts';
import {inputScope, type Scope, type ScopeValue} from '../../runbook/expressions/scope.ts';
import type {Runbook, Step, StepOf} from '../../runbook/runbook.ts';
import type {TimeOfReading} from '../../runbook/timestamps.ts';
import {hiddenItems, itemsAgain, namedAgain, seenThen, toldAgain} from '../secrets/made-again.ts';
import {maskedScope} from '../secrets/masked-inputs.ts';
import {mask} from '../secrets/redact.ts';
import {isConnection} from '../secrets/secrets.ts';
import {labValue} from './lab-value.ts';
import {lazily, memberOf} from './lazy-members.ts';
import {documentFinder, pathSeenFrom, type RunbookDocument, seenFrom} from './run-documents.ts';
import type {ToldInputs} from './told-inputs.ts';
import {typedOutputs} from './typed-outputs.ts';

/** As it is, or as it may be recorded. */
export type View = 'real' | 'masked';

type Told = {readonly [name: string]: Json};

type Parts = {
  readonly runbook: Runbook;
  readonly state: RunState;
  readonly secretOutputs: ReadonlyMap<Path, Told>;
  readonly scopeAt: (path: Path, told?: ToldThen) => Scope;
  /** Keeps what was made again, beside the secrets. */
  readonly keepAgain: (step: string, path: Path, made: Told) => void;
  readonly learnItems: (step: string, items: readonly Json[]) => void;
  readonly learnInputs: (own: Runbook, told: ToldInputs) => void;
  readonly time: () => TimeOfReading;
};

export type GivenValues = {
  readonly scope: (view: View, viewer: Path, told?: ToldThen) => Scope;
  /** The path of a step that is known by its id, as seen from another step. */
  readonly pathOf: (id: string, viewer: Path) => Path;
  readonly documentAt: (viewer: Path) => RunbookDocument;
  readonly keepItems: (path: Path, items: readonly Json[]) => void;
  readonly keepInputs: (path: Path, told: Told) => void;
  /** After a crash: everything that held a secret is made again, so that it is hidden from the first line on. */
  readonly remake: () => void;
};

type Looking = Parts & {
  readonly documentAt: (viewer: Path) => RunbookDocument;
  readonly keptItems: Map<Path, readonly Json[]>;
  readonly keptInputs: Map<Path, Told>;
  /** Set while a named value is made again. */
  readonly making: {before: number | undefined};
};

/** Reads everything from the state when it is asked for: a run of ten thousand steps copies nothing. */
export const givenBySteps = (parts: Parts): GivenValues => {
  const looking: Looking = {
    ...parts,
    documentAt: documentFinder(parts.runbook),
    keptItems: new Map(),
    keptInputs: new Map(),
    making: {before: undefined},
  };
  return {
    pathOf: (id, viewer) => pathSeenFrom(looking, id, viewer),
    documentAt: looking.documentAt,
    keepItems: (path, items) => void looking.keptItems.set(path, items),
    keepInputs: (path, told) => void looking.keptInputs.set(path, told),
    scope: (view, viewer, told) => scopeSeen(looking, {view, viewer, told}),
    remake: () => remake(looking),
  };
};

const remake = (looking: Looking): void => {
  for (const state of looking.state.steps.values()) {
    const {kind} = state.outline;
    if (kind === 'let' || kind === 'decision' || kind === 'parallel' || kind === 'include') {
      seen(looking, state, 'real');
    }
    if (kind === 'include' && state.inputs !== undefined) {
      const step = stepOf(looking, state);
      if (step?.kind === 'include') {
        toldNow(looking, {step, owner: state});
      }
    }
    if (state.itemsMasked === true) {
      itemsOf(looking, state, 'real');
    }
  }
};

type Seeing = {readonly view: View; readonly viewer: Path; readonly told: ToldThen | undefined};

const scopeSeen = (looking: Looking, {view, viewer, told}: Seeing): Scope => {
  const item = itemAt(looking, {view, viewer, told});
  const inputs = toldTo(looking, {view, viewer, told});
  const {steps, named} = looking.documentAt(viewer);
  return {
    steps: lazily(
      () => steps.keys(),
      id => {
        const step = looking.state.steps.get(pathSeenFrom(looking, id, viewer));
        return step && seen(looking, step, view);
      },
    ),
    values: lazily(
      () => named.keys(),
      name => namedValue(looking, name, {view, viewer}),
    ),
    ...(item !== undefined && {item}),
    ...(inputs !== undefined && {inputs}),
  };
};

const seen = (looking: Looking, step: StepState, view: View): ScopeValue => {
  const {status, choice, outputs, outline, path, failedItems = [], fileOutcome} = step;
  const hidden = looking.secretOutputs.get(path) ?? namesOf(looking, step);
  const shown = view === 'real' ? hidden : maskedOf(hidden, outline.id);
  const items = outline.opens === 'items' ? itemsOf(looking, step, view) : undefined;
  return {
    status,
    choice: choice ?? null,
    // What the last attempt gave openly is no secret any more.
    outputs: {
      ...shown,
      ...outputs,
      ...typedOutputs(stepOf(looking, step), {secret: hidden, open: outputs ?? {}, view}),
    },
    ...(fileOutcome !== undefined && {outcome: fileOutcome}),
    ...(items && {items, failed: failedItems.map(index => items[index] ?? null)}),
  };
};

const maskedOf = (hidden: Told, id: string): Told =>
  Object.fromEntries(Object.keys(hidden).map(name => [name, mask(`${id}.${name}`)]));

const namesOf = (looking: Looking, state: StepState): Told => {
  const {path, outline, namedSeq} = state;
  // While it is made again a name means what it meant then: what was named before, and never itself.
  const around = looking.making.before;
  looking.making.before = outline.kind === 'let' ? namedSeq : around;
  const made = namedAgain(stepOf(looking, state), state, ({kind}) =>
    looking.scopeAt(kind === 'include' ? `${path}/$` : path, seenThen(state)),
  );
  looking.making.before = around;
  if (Object.keys(made).length > 0) {
    looking.keepAgain(outline.id, path, made);
  }
  return made;
};

const itemsOf = (looking: Looking, state: StepState, view: View): readonly Json[] => {
  const {path, outline, items = [], itemsMasked} = state;
  if (view === 'masked' || itemsMasked !== true) {
    return items;
  }
  const kept = looking.keptItems.get(path);
  if (kept) {
    return kept;
  }
  const again = itemsAgain(stepOf(looking, state), looking.scopeAt(path, seenThen(state)), items.length);
  // What cannot be made again now can be, once what it was made of is given again.
  if (again.length === items.length) {
    looking.keptItems.set(path, again);
  }
  looking.learnItems(outline.id, hiddenItems(again, items));
  return again;
};

const stepOf = ({documentAt}: Looking, {path, outline}: StepState): Step | undefined =>
  documentAt(path).steps.get(outline.id)?.step;

const namedValue = (
  looking: Looking,
  name: string,
  {view, viewer}: {readonly view: View; readonly viewer: Path},
): ScopeValue | undefined => {
  const {before = Number.POSITIVE_INFINITY} = looking.making;
  const given = (looking.documentAt(viewer).named.get(name) ?? [])
    .flatMap(id => looking.state.steps.get(pathSeenFrom(looking, id, viewer)) ?? [])
    .filter(({status, namedSeq = 0}) => status === 'succeeded' && namedSeq < before)
    .sort((one, other) => (one.namedSeq ?? 0) - (other.namedSeq ?? 0))
    .at(-1);
  return given && memberOf(memberOf(seen(looking, given, view), 'outputs'), name);
};

const itemAt = (looking: Looking, {view, viewer, told}: Seeing): ScopeValue | undefined => {
  const inside = looking.documentAt(viewer).path;
  for (const {owner, index} of loopsAround(viewer)) {
    const loop = looking.state.steps.get(owner);
    // What stands around an included runbook is not seen from within.
    if (loop?.outline.opens === 'items' && withoutItems(owner).length > inside.length) {
      const item = (told?.items ?? itemsOf(looking, loop, view))[index];
      return typeof item === 'string' && view === 'real' ? labValue(item) : item;
    }
  }
  return undefined;
};

/** The inputs of an included runbook, in place of those of the run. */
const toldTo = (looking: Looking, {viewer, view, told}: Seeing): Scope | undefined => {
  const {path, step} = looking.documentAt(viewer);
  const owner = step && looking.state.steps.get(seenFrom(path, viewer));
  if (step?.kind !== 'include' || !owner) {
    return undefined;
  }
  // An attempt of an earlier time through is undone with what was told then; its secrets are gone, and a person is asked.
  const then = told?.included?.inputs === owner.inputs ? undefined : told?.included;
  const inputs = then ? then.inputs : toldNow(looking, {step, owner});
  if (view === 'real') {
    // What could not be made again is missed where it is read, and is no null.
    const lost = (then ?? owner).secretInputs?.filter(name => !Object.hasOwn(inputs, name)) ?? [];
    return Object.fromEntries(
      Object.entries(inputScope(step.runbook.inputs, inputs)).filter(([name]) => !lost.includes(name)),
    );
  }
  // What turned out to hold a secret is no more to be seen than what was declared one.
  const {secretInputs = []} = then ?? owner;
  const hidden = secretInputs.filter(name => !isConnection(step.runbook.inputs[name]));
  return {...maskedScope(step.runbook, inputs), ...Object.fromEntries(hidden.map(name => [name, mask(name)]))};
};

type Included = {readonly step: StepOf<'include'>; readonly owner: StepState};

const toldNow = (looking: Looking, {step, owner}: Included): Told => {
  const {path, inputs: recorded = {}, secretInputs: secrets = []} = owner;
  const kept = looking.keptInputs.get(path);
  if (kept) {
    return kept;
  }
  const scope = secrets.length === 0 ? {} : looking.scopeAt(path, seenThen(owner));
  const told = toldAgain(step, scope, {recorded, secrets, time: looking.time()});
  if (secrets.every(name => Object.hasOwn(told, name))) {
    looking.keptInputs.set(path, told);
  }
  looking.learnInputs(step.runbook, {inputs: told, secret: new Set(secrets)});
  return told;
};

/** The loops around a place and which of their items or rounds it stands in, innermost first. */
const loopsAround = (viewer: Path): readonly {readonly owner: Path; readonly index: number}[] =>
  [...viewer.matchAll(/\[(\d+)\]/g)]
    .map(match => ({owner: viewer.slice(0, match.index), index: Number(match[1])}))
    .reverse();
