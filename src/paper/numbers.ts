/** Numbers the steps of a runbook for paper: 2, 2.1 inside of it, 2a for its first way, 2a.1 in that; and says where each leads. */
import {stepPath} from '../run/path.ts';
import type {Branch, OnFailure, Runbook, Step} from '../runbook/runbook.ts';
import {innerBlocks} from '../runbook/walk.ts';
import {letterAt} from './letters.ts';

/** Where it goes on: at a step, or as a sentence says. */
export type Onward = {readonly at: string} | {readonly say: string};

/** The runbook itself, or one that is included; ids are those of one document. */
export type PaperDocument = {
  readonly runbook: Runbook;
  readonly numbers: ReadonlyMap<string, string>;
  /** The step that includes it. */
  readonly within?: {readonly number: string; readonly onFailure: OnFailure; readonly step: PaperStep};
};

export type PaperStep = {
  readonly step: Step;
  readonly path: string;
  readonly number: string;
  readonly document: PaperDocument;
  readonly onward: Onward;
  /** A failure that would hold gives up the item of the loop around it. */
  readonly givesUp: boolean;
  readonly blocks: readonly PaperBlock[];
};

export type PaperBlock = {
  /** Of a way: `4b`. */
  readonly number?: string;
  readonly branch?: Branch;
  readonly steps: readonly PaperStep[];
};

/** Numbers a whole runbook. */
export const numbered = (runbook: Runbook): readonly PaperStep[] => {
  const document = documentOf(runbook, {prefix: ''});
  return steps(runbook.steps, {block: '', prefix: '', document, after: {say: 'The page ends here.'}, givesUp: false});
};

/** Every step, in the order of the paper. */
export const inOrder = (all: readonly PaperStep[]): readonly PaperStep[] =>
  all.flatMap(one => [one, ...one.blocks.flatMap(({steps: inner}) => inOrder(inner))]);

type Document = Pick<PaperDocument, 'within'> & {readonly prefix: string};

const documentOf = (runbook: Runbook, {prefix, within}: Document): PaperDocument => ({
  runbook,
  numbers: new Map(numbersOf(runbook.steps, prefix)),
  ...(within !== undefined && {within}),
});

const numbersOf = (all: readonly Step[], prefix: string): readonly (readonly [string, string])[] =>
  all.flatMap((step, index) => {
    const number = `${prefix}${index + 1}`;
    return [
      [step.id, number] as const,
      ...innerBlocks(step).flatMap(({branch, steps: inner}, at) =>
        numbersOf(inner, branch === undefined ? `${number}.` : `${number}${letterAt(at)}.`),
      ),
    ];
  });

type Place = {
  readonly block: string;
  readonly prefix: string;
  readonly document: PaperDocument;
  readonly after: Onward;
  readonly givesUp: boolean;
};

const steps = (all: readonly Step[], place: Place): readonly PaperStep[] =>
  all.map((step, index) => {
    const number = `${place.prefix}${index + 1}`;
    const onward = index + 1 < all.length ? {at: `${place.prefix}${index + 2}`} : place.after;
    return paperStep(step, {...place, number, onward});
  });

type Standing = Place & {readonly number: string; readonly onward: Onward};

const paperStep = (step: Step, {block, document, givesUp, number, onward}: Standing): PaperStep => {
  const path = stepPath(block, step.id);
  const inside = {document, after: afterInside(step, number, onward), givesUp: givesUpInside(step, givesUp)};
  const bare = {step, path, number, document, onward, givesUp, blocks: []};
  if (step.kind === 'include') {
    return {...bare, blocks: [{steps: included(step.runbook, bare, step.onFailure)}]};
  }
  const blocks = innerBlocks(step).map(({branch: name, steps: inner}, at): PaperBlock => {
    if (name === undefined) {
      return {steps: steps(inner, {...inside, block: path, prefix: `${number}.`})};
    }
    const own = `${number}${letterAt(at)}`;
    const branch = branchesOf(step)[at];
    return {
      number: own,
      ...(branch !== undefined && {branch}),
      steps: steps(inner, {...inside, block: `${path}:${name}`, prefix: `${own}.`}),
    };
  });
  return {...bare, blocks};
};

const branchesOf = (step: Step): readonly Branch[] =>
  step.kind === 'decision' || step.kind === 'parallel' ? step.branches : [];

const included = (runbook: Runbook, step: PaperStep, onFailure: OnFailure): readonly PaperStep[] => {
  const {number, path, onward, givesUp} = step;
  const child = documentOf(runbook, {
    prefix: `${number}.`,
    within: {number, onFailure, step},
  });
  return steps(runbook.steps, {block: path, prefix: `${number}.`, document: child, after: onward, givesUp});
};

const givesUpInside = (step: Step, givesUp: boolean): boolean => {
  switch (step.kind) {
    case 'foreach':
      return step.onItemFailure === 'continue';
    case 'parallel':
      return false;
    case 'group':
      return givesUp && step.order === 'written';
    case 'decision':
    case 'repeat':
    case 'include':
    case 'notify':
    case 'command':
    case 'script':
    case 'sql':
    case 'http':
    case 'instruction':
    case 'input':
    case 'approval':
    case 'check':
    case 'wait':
    case 'assert':
    case 'let':
    case 'milestone':
    case 'end':
      return givesUp;
  }
};

/** What follows the last step of a block inside a step. */
const afterInside = (step: Step, number: string, onward: Onward): Onward => {
  const on = 'at' in onward ? `go on at step ${onward.at}` : lower(onward.say);
  if (step.kind === 'parallel') {
    return {say: `This way is over. When all ways of step ${number} are, ${stop(on)}`};
  }
  if (step.kind === 'foreach') {
    return {say: `Begin again at step ${number}.1 with the next item. After the last one, ${stop(on)}`};
  }
  if (step.kind === 'repeat') {
    return {
      say: `Look at step ${number} again: begin another round at step ${number}.1 or, when it is done, ${stop(on)}`,
    };
  }
  if (step.kind === 'group' && step.order === 'any') {
    return {say: `When all parts of step ${number} are done, ${stop(on)}`};
  }
  return onward;
};

const lower = (sentence: string): string => `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;

const stop = (sentence: string): string => (sentence.endsWith('.') ? sentence : `${sentence}.`);
