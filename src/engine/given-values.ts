/** What steps give to expressions, as seen from a place: their outputs and statuses, named values, the item of a loop. */
import type {Json} from '../base/canonical-json.ts';
import {ownerOf, type Path, withoutItems} from '../run/path.ts';
import type {RunState, StepState, ToldThen} from '../run/state.ts';
import {evaluate} from '../runbook/expression.ts';
import type {Runbook, Step, StepOf} from '../runbook/runbook.ts';
import {inputScope, type Scope, type ScopeValue} from '../runbook/scope.ts';
import {labValue} from './lab-value.ts';
import {lazily, memberOf} from './lazy-members.ts';
import {maskedScope} from './masked-inputs.ts';
import {mask} from './redact.ts';
import {documentFinder, type RunbookDocument, seenFrom} from './run-documents.ts';
import {isConnection} from './secrets.ts';
import {toldAgain} from './told-inputs.ts';

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
};

export type GivenValues = {
  readonly scope: (view: View, viewer: Path, told?: ToldThen) => Scope;
  /** The path of a step that is known by its id, as seen from another step. */
  readonly pathOf: (id: string, viewer: Path) => Path;
  readonly keepItems: (path: Path, items: readonly Json[]) => void;
  readonly keepInputs: (path: Path, told: Told) => void;
};

type Looking = Parts & {
  readonly documentAt: (viewer: Path) => RunbookDocument;
  readonly keptItems: Map<Path, readonly Json[]>;
  readonly keptInputs: Map<Path, Told>;
};

/** Reads everything from the state when it is asked for: a run of ten thousand steps copies nothing. */
export const givenBySteps = (parts: Parts): GivenValues => {
  const looking: Looking = {
    ...parts,
    documentAt: documentFinder(parts.runbook),
    keptItems: new Map(),
    keptInputs: new Map(),
  };
  return {
    pathOf: (id, viewer) => pathOf(looking, id, viewer),
    keepItems: (path, items) => void looking.keptItems.set(path, items),
    keepInputs: (path, told) => void looking.keptInputs.set(path, told),
    scope: (view, viewer, told) => scopeSeen(looking, {view, viewer, told}),
  };
};

type Seeing = {readonly view: View; readonly viewer: Path; readonly told: ToldThen | undefined};

const scopeSeen = (looking: Looking, {view, viewer, told}: Seeing): Scope => {
  const item = itemAt(looking, {view, viewer, told});
  const inputs = toldTo(looking, {view, viewer, told});
  const {steps, named} = looking.documentAt(viewer);
  return {
    steps: lazily([...steps.keys()], id => {
      const step = looking.state.steps.get(pathOf(looking, id, viewer));
      return step && seen(looking, step, view);
    }),
    values: lazily([...named.keys()], name => namedValue(looking, name, {view, viewer})),
    ...(item !== undefined && {item}),
    ...(inputs !== undefined && {inputs}),
  };
};

const pathOf = ({state, documentAt}: Looking, id: string, viewer: Path): Path => {
  const path = seenFrom(documentAt(viewer).steps.get(id)?.path ?? id, viewer);
  return state.steps.has(path) ? path : ownerOf(path);
};

const seen = (looking: Looking, step: StepState, view: View): ScopeValue => {
  const {status, choice, outputs, outline, path, failedItems = [], fileOutcome} = step;
  const hidden = looking.secretOutputs.get(path) ?? namedAgain(looking, step);
  const masked = Object.fromEntries(Object.keys(hidden).map(name => [name, mask(`${outline.id}.${name}`)]));
  const items = outline.opens === 'items' ? itemsOf(looking, step, view) : undefined;
  return {
    status,
    choice: choice ?? null,
    outputs: {...outputs, ...(view === 'real' ? hidden : masked)},
    ...(fileOutcome !== undefined && {outcome: fileOutcome}),
    ...(items && {items, failed: failedItems.map(index => items[index] ?? null)}),
  };
};

/** Named values that were secrets are gone with their session; what they were made of stands still, or is a secret as well. */
const namedAgain = ({documentAt, scopeAt, keepAgain}: Looking, {path, outline, status, outputs}: StepState): Told => {
  const step = documentAt(path).steps.get(outline.id)?.step;
  if (step?.kind !== 'let' || status !== 'succeeded') {
    return {};
  }
  const lost = Object.entries(step.values).filter(([name]) => !Object.hasOwn(outputs ?? {}, name));
  const again = lost.flatMap(([name, expression]): [string, Json][] => {
    const made = evaluate(expression, scopeAt(path));
    return made.ok ? [[name, made.value]] : [];
  });
  const made = Object.fromEntries(again);
  if (again.length > 0) {
    keepAgain(step.id, path, made);
  }
  return made;
};

const itemsOf = (
  {documentAt, keptItems, scopeAt}: Looking,
  {path, outline, items = [], itemsMasked}: StepState,
  view: View,
): readonly Json[] => {
  if (view === 'masked' || itemsMasked !== true) {
    return items;
  }
  const step = documentAt(path).steps.get(outline.id)?.step;
  const again = keptItems.get(path) ?? itemsAgain(step, scopeAt(path), items.length);
  keptItems.set(path, again);
  return again;
};

const namedValue = (
  looking: Looking,
  name: string,
  {view, viewer}: {readonly view: View; readonly viewer: Path},
): ScopeValue | undefined => {
  const given = (looking.documentAt(viewer).named.get(name) ?? [])
    .flatMap(id => looking.state.steps.get(pathOf(looking, id, viewer)) ?? [])
    .filter(({status}) => status === 'succeeded')
    .sort((one, other) => (one.finishedAtMs ?? 0) - (other.finishedAtMs ?? 0))
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
  const inputs = told?.included ? toldThen(looking, {step, owner}, told) : toldNow(looking, {step, owner});
  if (view === 'real') {
    return inputScope(step.runbook.inputs, inputs);
  }
  // What turned out to hold a secret is no more to be seen than what was declared one.
  const {secretInputs = []} = told?.included ?? owner;
  const hidden = secretInputs.filter(name => !isConnection(step.runbook.inputs[name]));
  return {...maskedScope(step.runbook, inputs), ...Object.fromEntries(hidden.map(name => [name, mask(name)]))};
};

type Included = {readonly step: StepOf<'include'>; readonly owner: StepState};

const toldNow = ({keptInputs, scopeAt}: Looking, {step, owner}: Included): Told => {
  const told = keptInputs.get(owner.path) ?? toldAgain(step, scopeAt(owner.path), owner);
  keptInputs.set(owner.path, told);
  return told;
};

/** An attempt of an earlier time through is undone with what it was told then; secrets are made again as they were made then. */
const toldThen = (looking: Looking, {step, owner}: Included, told: ToldThen): Told => {
  const now = owner.inputs === told.included?.inputs ? looking.keptInputs.get(owner.path) : undefined;
  return now ?? toldAgain(step, looking.scopeAt(owner.path, told), told.included ?? owner);
};

/** The loops around a place and which of their items or rounds it stands in, innermost first. */
const loopsAround = (viewer: Path): readonly {readonly owner: Path; readonly index: number}[] =>
  [...viewer.matchAll(/\[(\d+)\]/g)]
    .map(match => ({owner: viewer.slice(0, match.index), index: Number(match[1])}))
    .reverse();

/** Items that held secrets are gone with their session: the list is made again, and must be as long as it was. */
const itemsAgain = (step: Step | undefined, scope: Scope, length: number): readonly Json[] => {
  const list = step?.kind === 'foreach' ? step.in : step?.each?.in;
  const made = list === undefined ? undefined : evaluate(list, scope);
  return made?.ok && Array.isArray(made.value) && made.value.length === length ? made.value : [];
};
