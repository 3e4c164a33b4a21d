/** What is known while a graph is being made: where a block leads, where ids are, and the edges so far. */
import {stepPath} from '../run/path.ts';
import type {Step} from '../runbook/runbook.ts';
import {innerBlocks} from '../runbook/walk.ts';
import type {Outcome} from '../runbook/words.ts';
import type {Edge, Item} from './graph.ts';
import {entryOf} from './naming.ts';

/** What fails: the node, the event, and the word for it. */
export type Failing = Pick<Edge, 'from' | 'kind'> & {readonly event: string; readonly word: string};

/** A document: the runbook itself, or one that is included. Ids are those of one document. */
export type Scope = {
  /** The milestone that stops the clock; nothing in an included runbook, whose milestones move no clock. */
  readonly clockStop: string | undefined;
  /** The node that a step of this document is entered by, by the step's id. */
  readonly entries: ReadonlyMap<string, string>;
  /** An end of this document, and what would follow there; the edge that leads on from it, where there is one, is added. */
  readonly end: (from: string, outcome: Outcome, below: string | undefined) => void;
  /** The way of a failure that aborts. */
  readonly abort: (failed: Failing) => void;
};

/** Where a block stands. */
export type Place = {
  readonly scope: Scope;
  readonly edges: Edge[];
  /** The path of the block, as in a run, without items. */
  readonly block: string;
  /** The node that follows when the block is over; nothing where the page ends. */
  readonly next: string | undefined;
  /** What is the title of the steps around it. */
  readonly heading: string | undefined;
  /** In a loop that gives up an item which fails: where it goes on. */
  readonly givesUpTo?: string;
  /** Draws a block inside; handed on, so that the files of groups need not know each other. */
  readonly draw: (steps: readonly Step[], place: Place) => readonly Item[];
};

export const lead = (place: Place, edge: Edge): void => {
  place.edges.push(edge);
};

/** Leads to what follows the block or the step, if anything does. */
export const leadOn = (place: Place, edge: Omit<Edge, 'to'>): void => {
  if (place.next !== undefined) {
    place.edges.push({...edge, to: place.next});
  }
};

/** The path of what stands inside a step: of one of its branches, where it has several. */
const insideOf = (path: string, branch?: string): string => (branch === undefined ? path : `${path}:${branch}`);

/** Entries by id of all steps of a document that stands at a path. */
export const entriesOf = (steps: readonly Step[], block: string): ReadonlyMap<string, string> =>
  new Map(
    steps.flatMap(step => {
      const path = stepPath(block, step.id);
      const inner = innerBlocks(step).flatMap(({branch, steps: inside}) => [
        ...entriesOf(inside, insideOf(path, branch)),
      ]);
      return [[step.id, entryOf(step, path)] as const, ...inner];
    }),
  );
