/** Secrets that are gone with the session that knew them: which of them a sentence about a missing value comes down to. */
import type {Lack} from '../run/event.ts';
import {blockOf, ownerOf, type Path} from '../run/path.ts';
import type {RunState, StepState} from '../run/state.ts';
import {referencesOf} from '../runbook/expression.ts';
import type {Branch, Expression, Step} from '../runbook/runbook.ts';
import {parseText} from '../runbook/text.ts';
import {type RunbookDocument, seenFrom} from './run-documents.ts';

export type KnownValues = {
  readonly state: RunState;
  /** Whether the session knows a secret output of that step. */
  readonly keeps: (path: Path, name: string) => boolean;
  readonly documentAt: (viewer: Path) => RunbookDocument;
  /** The path of a step that is known by its id, as seen from another step. */
  readonly pathOf: (id: string, viewer: Path) => Path;
};

/** What an expression reads: a root and a member of it, and of a step the output where it is named. */
type Read = {readonly root: string; readonly name?: string | undefined; readonly output?: string | undefined};

/** Those behind what a reason names, as seen from a place; named values and told inputs are followed to where they came from. */
export const lostBehind = (known: KnownValues, viewer: Path, reason: string): readonly Lack[] => {
  const found = new Map<string, Lack>();
  const looked = new Set<string>();
  const look = (read: Read, from: Path): void => {
    const key = JSON.stringify([read, from]);
    if (looked.has(key)) {
      return;
    }
    looked.add(key);
    const {lacks = [], next = []} = behind(known, read, from);
    for (const one of lacks) {
      found.set(`${one.step} ${one.name}`, one);
    }
    for (const {expression, viewer: there} of next) {
      for (const {path} of referencesOf(expression)) {
        look({root: path[0] ?? '', name: path[1], output: path[2] === 'outputs' ? path[3] : undefined}, there);
      }
    }
  };
  for (const read of namedIn(reason)) {
    look(read, viewer);
  }
  return [...found.values()];
};

/** Names in a sentence about an expression; it quotes the expression. */
const namedIn = (reason: string): readonly Read[] => [
  ...[...reason.matchAll(/\b(steps|values|inputs)\.([a-z][a-z0-9_]*)(?:\.outputs\.([a-z][a-z0-9_]*))?/g)].map(
    ([, root = '', name, output]) => ({root, name, output}),
  ),
  ...(/\bitem\b/.test(reason) ? [{root: 'item'}] : []),
];

type Behind = {
  readonly lacks?: readonly Lack[];
  readonly next?: readonly {readonly expression: Expression; readonly viewer: Path}[];
};

const behind = (known: KnownValues, {root, name = '', output}: Read, viewer: Path): Behind => {
  switch (root) {
    case 'steps':
      return behindStep(known, known.state.steps.get(known.pathOf(name, viewer)), output);
    case 'values': {
      const ids = known.documentAt(viewer).named.get(name) ?? [];
      return {next: ids.flatMap(id => madeOf(known, known.pathOf(id, viewer), name))};
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

const behindStep = (known: KnownValues, state: StepState | undefined, output: string | undefined): Behind => {
  const step = state && stepAt(known, state);
  // One that was said to be done has given nothing, and so it has lost nothing.
  if (!step || state.status !== 'succeeded' || state.outputs === undefined) {
    return {};
  }
  const {path, outputs} = state;
  if (step.kind === 'let') {
    return {next: Object.keys(step.values).flatMap(name => madeOf(known, path, name))};
  }
  const names = givenNames(step, state.choice).filter(name => output === undefined || output === name);
  return {
    lacks: names
      .filter(name => !Object.hasOwn(outputs, name) && !known.keeps(path, name))
      .map(name => ({step: path, name})),
  };
};

/** What a step gives; of a decision what its branch gave. */
const givenNames = (step: Step, choice: string | undefined): readonly string[] => {
  switch (step.kind) {
    case 'input':
      return ['value'];
    case 'include':
      return Object.keys(step.runbook.outputs);
    case 'decision':
      return outputNames(step.branches.filter(({name}) => name === choice));
    case 'parallel':
      return outputNames(step.branches);
    default:
      return Object.keys(step.outputs);
  }
};

const outputNames = (branches: readonly Branch[]): readonly string[] =>
  branches.flatMap(({outputs}) => Object.keys(outputs));

type Next = NonNullable<Behind['next']>;

/** A named value is made again from what it was made of. */
const madeOf = (known: KnownValues, path: Path, name: string): Next => {
  const state = known.state.steps.get(path);
  const step = state && stepAt(known, state);
  const expression = step?.kind === 'let' ? step.values[name] : undefined;
  return expression === undefined || known.keeps(path, name) ? [] : [{expression, viewer: path}];
};

/** What an included runbook was told. */
const toldTo = ({documentAt}: KnownValues, name: string, viewer: Path): Next => {
  const {path, step} = documentAt(viewer);
  const text = step?.kind === 'include' ? step.inputs[name] : undefined;
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
