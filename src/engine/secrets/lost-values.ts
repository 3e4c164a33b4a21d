/** Secrets that are gone with the session that knew them: which of them expressions come down to. */
import type {Lack} from '../../run/event.ts';
import {blockOf, ownerOf, type Path} from '../../run/path.ts';
import type {RunState, StepState} from '../../run/state.ts';
import {referencesOf} from '../../runbook/expressions/expression.ts';
import type {Expression, Step} from '../../runbook/runbook.ts';
import {parseText} from '../../runbook/texts/text.ts';
import {type RunbookDocument, seenFrom} from '../values/run-documents.ts';
import {madeOf} from './made-again.ts';

type KnownValues = {
  readonly state: RunState;
  /** Whether the session knows a secret output of that step, brought from outside or worked out. */
  readonly keeps: (path: Path, name: string, how: 'brought' | 'made') => boolean;
  readonly documentAt: (viewer: Path) => RunbookDocument;
  /** The path of a step that is known by its id, as seen from another step. */
  readonly pathOf: (id: string, viewer: Path) => Path;
};

/** What an expression reads: a root and a member of it, and of a step the output where it is named. */
type Read = {readonly root: string; readonly name: string; readonly output: string | undefined};

/** Those of a session, and those that it was given again. */
export type LostSecrets = {
  readonly gone: (viewer: Path, expressions: readonly Expression[]) => readonly Lack[];
  readonly givenAgain: (viewer: Path, expressions: readonly Expression[]) => readonly Lack[];
  readonly isGiven: (path: Path, name: string) => void;
};

export const lostSecrets = (known: KnownValues): LostSecrets => {
  const again = new Set<string>();
  // Whatever was worked out is followed to what was given again.
  const keeps: KnownValues['keeps'] = (path, name, how) => how === 'brought' && !again.has(`${path} ${name}`);
  return {
    gone: (viewer, expressions) => lostBehind(known, viewer, expressions),
    givenAgain: (viewer, expressions) => (again.size === 0 ? [] : lostBehind({...known, keeps}, viewer, expressions)),
    isGiven: (path, name) => void again.add(`${path} ${name}`),
  };
};

/** Those that expressions read, as seen from a place; named values, told inputs and items are followed to where they came from. */
const lostBehind = (known: KnownValues, viewer: Path, expressions: readonly Expression[]): readonly Lack[] => {
  const found = new Map<string, Lack>();
  const looked = new Set<string>();
  const look = ({expression, viewer: from}: Next[number]): void => {
    for (const {path} of referencesOf(expression)) {
      const read = {root: path[0] ?? '', name: path[1] ?? '', output: path[2] === 'outputs' ? path[3] : undefined};
      const key = JSON.stringify([read, from]);
      if (looked.has(key)) {
        continue;
      }
      looked.add(key);
      const {lacks = [], next = []} = behind(known, read, from);
      for (const one of lacks) {
        found.set(`${one.step} ${one.name}`, one);
      }
      next.forEach(look);
    }
  };
  for (const expression of expressions) {
    look({expression, viewer});
  }
  return [...found.values()];
};

type Behind = {
  readonly lacks?: readonly Lack[];
  readonly next?: readonly {readonly expression: Expression; readonly viewer: Path}[];
};

const behind = (known: KnownValues, {root, name, output}: Read, viewer: Path): Behind => {
  switch (root) {
    case 'steps':
      return output === undefined ? {} : behindStep(known, known.state.steps.get(known.pathOf(name, viewer)), output);
    case 'values': {
      const ids = known.documentAt(viewer).named.get(name) ?? [];
      return {next: ids.flatMap(id => namedValue(known, known.pathOf(id, viewer), name))};
    }
    case 'inputs':
      return {next: toldTo(known, name, viewer)};
    case 'item':
      return {next: listAround(known, viewer)};
    default:
      return {};
  }
};

const stepAt = ({documentAt}: KnownValues, {path, outline}: StepState): Step | undefined =>
  documentAt(path).steps.get(outline.id)?.step;

const behindStep = (known: KnownValues, state: StepState | undefined, output: string): Behind => {
  const step = state && stepAt(known, state);
  // One that was said to be done has given nothing, and so it has lost nothing.
  if (!step || state.status !== 'succeeded' || state.outputs === undefined || Object.hasOwn(state.outputs, output)) {
    return {};
  }
  const {path, choice} = state;
  if (givesNothing(step, path, known)) {
    return {};
  }
  if (Object.hasOwn(madeOf(step, choice), output)) {
    return {next: madeAt(known, {path, step, choice}, output)};
  }
  const isGiven = step.kind === 'input' ? output === 'value' : Object.hasOwn(step.outputs, output);
  return isGiven && !known.keeps(path, output, 'brought') ? {lacks: [{step: path, name: output}]} : {};
};

/** With `each` only its items give outputs, each its own; what a drill assumes is recorded, and the rest of it was never there. */
const givesNothing = ({kind, each, drill}: Step, path: Path, {state: {mode}}: KnownValues): boolean =>
  (each !== undefined && !path.endsWith(']')) ||
  (mode === 'drill' && kind !== 'input' && (drill.do === 'simulate' || drill.do === 'skip'));

type Maker = {readonly path: Path; readonly step: Step; readonly choice: string | undefined};

/** What was worked out is made again once what it was made of is there. */
const madeAt = (known: KnownValues, {path, step, choice}: Maker, name: string): Next => {
  const expression = madeOf(step, choice)[name];
  const viewer = step.kind === 'include' ? `${path}/$` : path;
  return expression === undefined || known.keeps(path, name, 'made') ? [] : [{expression, viewer}];
};

type Next = NonNullable<Behind['next']>;

const namedValue = (known: KnownValues, path: Path, name: string): Next => {
  const state = known.state.steps.get(path);
  const step = state && stepAt(known, state);
  return step?.kind !== 'let' || Object.hasOwn(state?.outputs ?? {}, name)
    ? []
    : madeAt(known, {path, step, choice: undefined}, name);
};

/** What an included runbook was told. */
const toldTo = ({documentAt, state}: KnownValues, name: string, viewer: Path): Next => {
  const {path, step} = documentAt(viewer);
  const isSecret = state.steps.get(seenFrom(path, viewer))?.secretInputs?.includes(name) === true;
  const text = step?.kind === 'include' && isSecret && Object.hasOwn(step.inputs, name) ? step.inputs[name] : undefined;
  const parts = text === undefined ? undefined : parseText(text);
  return parts?.ok
    ? parts.value.flatMap(part =>
        'expression' in part ? [{expression: part.expression, viewer: seenFrom(path, viewer)}] : [],
      )
    : [];
};

/** The lists of the loops around a place. */
const listAround = (known: KnownValues, viewer: Path): Next => {
  const lists: {readonly expression: Expression; readonly viewer: Path}[] = [];
  for (let path = viewer; path !== ''; path = ownerOf(blockOf(path))) {
    const state = known.state.steps.get(path);
    const step = state && stepAt(known, state);
    const list = step?.kind === 'foreach' ? step.in : step?.each?.in;
    if (list !== undefined && state?.itemsMasked === true) {
      lists.push({expression: list, viewer: path});
    }
  }
  return lists;
};
