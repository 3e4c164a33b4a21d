/** What a dry run can tell of values at a place: which of them are there now, and what the others wait for. */
import {assert} from '../../base/assert.ts';
import {includeAround} from '../../run/included.ts';
import {blockOf, ownerOf, type Path, withoutItems} from '../../run/path.ts';
import type {RunState, StepState} from '../../run/state.ts';
import type {Text} from '../../runbook/action.ts';
import {partOf} from '../../runbook/expressions/partly-told.ts';
import type {Reference} from '../../runbook/expressions/references.ts';
import type {Expression, Runbook} from '../../runbook/runbook.ts';
import type {Opening} from '../../runbook/texts/open-texts.ts';
import {parseText} from '../../runbook/texts/text.ts';
import {tellCondition} from '../values/made-values.ts';
import {documentFinder, pathSeenFrom, type RunbookDocument} from '../values/run-documents.ts';
import type {Values} from '../values/values.ts';

/** What something waits for, as an author would write it: `steps.restore`, `item`. Nothing: it is there. */
export type Causes = readonly string[];

/** A place of the run, and whether it is told already that the run does not come there. */
export type Place = {readonly path: Path; readonly isLeftOut: boolean};

export type KnownNow = {
  readonly state: RunState;
  readonly values: Values;
  readonly documentAt: (viewer: Path) => RunbookDocument;
  /** Inputs that have no value yet, by the step that includes their runbook; '' for that of the run. */
  readonly laterInputs: Map<Path, ReadonlyMap<string, Causes>>;
  /** What steps give, as far as the dry run has looked into that: with no causes it is there. */
  readonly outputs: Map<Path, ReadonlyMap<string, Causes>>;
  /** What the lists of loops wait for. */
  readonly lists: Map<Path, Causes>;
  readonly choices: Set<Path>;
};

export const nothingKnown = (
  runbook: Runbook,
  {state, values}: Pick<KnownNow, 'state' | 'values'>,
  laterInputs: ReadonlyMap<string, Causes>,
): KnownNow => ({
  state,
  values,
  documentAt: documentFinder(runbook),
  laterInputs: new Map([['', laterInputs]]),
  outputs: new Map(),
  lists: new Map(),
  choices: new Set(),
});

/** How much of an expression can be told at a place. */
export const openingAt =
  (known: KnownNow, place: Place): Opening =>
  expression =>
    partOf(expression, {
      waitsFor: reference => waitsFor(known, place, reference),
      tell: condition => {
        const told = tellCondition(condition, known.values.at(place.path));
        return told.ok ? told.value : undefined;
      },
    });

/** What an expression waits for at a place. */
export const causesOf = (known: KnownNow, place: Place, expression: Expression): Causes => {
  const part = openingAt(known, place)(expression);
  return part.is === 'open' ? part.waitsFor : [];
};

/** The same of a text. */
export const causesOfText = (known: KnownNow, place: Place, text: Text): Causes => {
  const parts = parseText(text);
  return parts.ok
    ? parts.value.flatMap(part => ('expression' in part ? causesOf(known, place, part.expression) : []))
    : [];
};

const there: Causes = [];

const waitsFor = (known: KnownNow, place: Place, {path: [root = '', ...names]}: Reference): Causes => {
  switch (root) {
    case 'inputs':
      return inputCauses(known, place, names[0]);
    case 'steps':
      return stepCauses(known, place, names);
    case 'values':
      return valueCauses(known, place, names[0]);
    case 'item':
      return itemCauses(known, place);
    case 'run':
      return names[0] === 'mode' ? there : [['run', ...names.slice(0, 1)].join('.')];
    case 'events':
      return eventCauses(known, names[0]);
    default:
      return there;
  }
};

const inputCauses = ({laterInputs, state}: KnownNow, {path}: Place, name: string | undefined): Causes => {
  const later = laterInputs.get(includeAround(state, path)?.path ?? '');
  return name === undefined ? [...(later?.values() ?? [])].flat() : (later?.get(name) ?? there);
};

const stepCauses = (known: KnownNow, place: Place, [id, member, name]: readonly string[]): Causes => {
  const later = [id === undefined ? 'steps' : `steps.${id}`];
  const path = id === undefined ? '' : pathSeenFrom(known, id, place.path);
  const step = known.state.steps.get(path);
  if (!step) {
    return later;
  }
  // Seen from where the run does not come either, nothing of it is settled.
  if (isSettled(step) && !place.isLeftOut) {
    return there;
  }
  switch (member) {
    case 'choice':
      return known.choices.has(path) ? there : later;
    case 'items':
      return known.lists.get(path) ?? later;
    case 'outputs': {
      const given = known.outputs.get(path);
      return (name === undefined ? given && [...given.values()].flat() : given?.get(name)) ?? later;
    }
    default:
      return later;
  }
};

/** It is told now that nothing of it will be done. */
const isSettled = ({status}: StepState): boolean => status === 'not-applicable' || status === 'not-reached';

/** A value that only one step can have named. */
const valueCauses = (known: KnownNow, place: Place, name: string | undefined): Causes => {
  const later = [name === undefined ? 'values' : `values.${name}`];
  const naming = (known.documentAt(place.path).named.get(name ?? '') ?? [])
    .flatMap(id => known.state.steps.get(pathSeenFrom(known, id, place.path)) ?? [])
    .filter(step => !isSettled(step) && !isOnAnotherBranch(known.state, step.path, place.path));
  const [only, other] = naming;
  return only && !other ? (known.outputs.get(only.path)?.get(name ?? '') ?? later) : later;
};

/** Of a decision only one branch is taken. */
const isOnAnotherBranch = ({steps}: RunState, path: Path, viewer: Path): boolean => {
  for (let block = blockOf(path); block !== ''; block = blockOf(ownerOf(block))) {
    const owner = ownerOf(block);
    const isDecision = steps.get(owner)?.outline.kind === 'decision';
    if (isDecision && viewer.startsWith(`${owner}:`) && !`${viewer}/`.startsWith(`${block}/`)) {
      return true;
    }
  }
  return false;
};

/** The item of the innermost loop around, in the same document. */
const itemCauses = ({lists, documentAt}: KnownNow, {path}: Place): Causes => {
  const inside = documentAt(path).path;
  for (let block = blockOf(path); block !== ''; block = blockOf(ownerOf(block))) {
    const owner = ownerOf(block);
    // What stands around an included runbook is not seen from within.
    const causes = withoutItems(owner).length > inside.length ? lists.get(owner) : undefined;
    if (causes) {
      return causes;
    }
  }
  return there;
};

/** An instant that was given, and that no step measures anew. */
const eventCauses = ({state}: KnownNow, name: string | undefined): Causes => {
  const isMeasured = [...state.steps.values()].some(({outline}) =>
    Object.values(outline.measures ?? {}).some(event => name === undefined || event === name),
  );
  const isGiven = [...state.events.keys()].some(event => event === name);
  return isGiven && !isMeasured ? there : [name === undefined ? 'events' : `events.${name}`];
};

/** The state of a step that the outline has. */
export const stepStateAt = ({state}: KnownNow, path: Path): StepState => {
  const step = state.steps.get(path);
  assert(step, `no step ${path} is in the outline`);
  return step;
};
