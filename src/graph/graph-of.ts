/** Runbook → graph: all ways through it, block by block, as the machine takes them. */
import {stepPath} from '../run/path.ts';
import type {Runbook, Step} from '../runbook/runbook.ts';
import type {Edge, Graph, GraphNode, Item} from './graph.ts';
import {includeItems} from './include-items.ts';
import {eachItems, foreachItems, repeatItems} from './loop-items.ts';
import {entryOf} from './naming.ts';
import {entriesOf, lead, type Place} from './sketch.ts';
import {stepItems} from './step-items.ts';
import {decisionItems, groupItems, inAnyOrderItems, parallelItems} from './way-items.ts';

const start = '$start';

/** The way of whoever ends a run before its end: by a failure that aborts, or while it is held. */
const aborted = '$aborted';

/** The graph of a runbook that was validated. */
export const graphOf = (runbook: Runbook): Graph => {
  const edges: Edge[] = [];
  const place: Place = {
    scope: {
      clockStop: runbook.clock.stop,
      entries: entriesOf(runbook.steps, ''),
      end: () => {},
      abort: ({from, kind, event, word}) => void edges.push({from, to: aborted, kind, event, label: word}),
    },
    edges,
    block: '',
    next: undefined,
    heading: undefined,
    draw: blockItems,
  };
  const [first] = runbook.steps;
  if (first !== undefined) {
    lead(place, {from: start, to: entryOf(first, first.id), kind: 'next'});
  }
  const items = blockItems(runbook.steps, place);
  const {id, version, title, summary} = runbook;
  const isAborted = edges.some(({to}) => to === aborted);
  return {
    id,
    version,
    title,
    summary,
    items: [startNode, ...items, ...(isAborted ? [abortNode] : [])],
    edges,
  };
};

const bare = {is: 'node', notes: [], marks: [], isConditional: false} as const;

const startNode: GraphNode = {...bare, id: start, shape: 'start', kind: 'start', title: 'Start'};

const abortNode: GraphNode = {
  ...bare,
  id: aborted,
  shape: 'end',
  kind: 'end',
  title: 'End: aborted',
  outcome: 'aborted',
};

/** A block: its steps one after another, those below a heading of its own in a section. */
const blockItems = (steps: readonly Step[], place: Place): readonly Item[] => {
  const items: Item[] = [];
  let section: Step[] = [];
  let sections = 0;
  const close = (next: string | undefined): void => {
    const [first] = section;
    if (first === undefined) {
      return;
    }
    const drawn = sequence(section, {...place, next, heading: first.heading});
    if (first.heading === place.heading || first.heading === undefined) {
      items.push(...drawn);
    } else {
      sections += 1;
      const id = `${place.block}$section${sections}`;
      const notes = first.phase === undefined ? [] : [first.phase];
      items.push({is: 'cluster', id, kind: 'section', title: first.heading, notes, items: drawn});
    }
    section = [];
  };
  for (const step of steps) {
    if (section[0]?.heading !== step.heading) {
      close(entryOf(step, stepPath(place.block, step.id)));
    }
    section.push(step);
  }
  close(place.next);
  return items;
};

const sequence = (steps: readonly Step[], place: Place): readonly Item[] =>
  steps.flatMap((step, index) => {
    const following = steps[index + 1];
    const next = following === undefined ? place.next : entryOf(following, stepPath(place.block, following.id));
    return itemsOf(step, stepPath(place.block, step.id), {...place, next});
  });

const itemsOf = (step: Step, path: string, place: Place): readonly Item[] => {
  if (step.each !== undefined) {
    return eachItems(step, step.each, {path, place});
  }
  switch (step.kind) {
    case 'decision':
      return decisionItems(step, path, place);
    case 'group':
      return step.order === 'any' ? inAnyOrderItems(step, path, place) : groupItems(step, path, place);
    case 'parallel':
      return parallelItems(step, path, place);
    case 'foreach':
      return foreachItems(step, path, place);
    case 'repeat':
      return repeatItems(step, path, place);
    case 'include':
      return includeItems(step, path, place);
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
      return stepItems(step, path, place);
  }
};
