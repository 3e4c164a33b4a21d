/** What rules look up in a runbook for each of its findings, gathered once: thousands of findings must not go through thousands of places each. */
import type {Use} from './reading.ts';
import type {Subject} from './rule.ts';
import type {DocumentPath} from './yaml/document.ts';

export type SubjectIndex = {
  /** The conditions of steps. */
  readonly whens: readonly Use[];
  /** What decides whether steps are come to: conditions, and branches that are chosen. */
  readonly deciding: readonly Use[];
  /** The steps that a place lies in, with the step that it is. */
  readonly stepsAround: (path: DocumentPath) => readonly string[];
  /** Where a step stands in the order of the text; nothing of one that is not there. */
  readonly orderOf: (step: string) => number | undefined;
};

// A subject never changes.
const indexes = new WeakMap<Subject, SubjectIndex>();

export const indexOf = (subject: Subject): SubjectIndex => {
  const index = indexes.get(subject) ?? makeIndex(subject);
  indexes.set(subject, index);
  return index;
};

const makeIndex = ({uses, places}: Subject): SubjectIndex => {
  const stepsAt = new Map<string, string[]>();
  const order = new Map<string, number>();
  for (const [at, {id, path}] of places.entries()) {
    const ids = stepsAt.get(keyOf(path)) ?? [];
    stepsAt.set(keyOf(path), ids);
    ids.push(id);
    order.set(id, order.get(id) ?? at);
  }
  return {
    whens: uses.filter(({path}) => path.at(-1) === 'when'),
    deciding: uses.filter(({path}) => path.at(-1) === 'when' || path.at(-1) === 'choose'),
    stepsAround: path => path.flatMap((_key, at) => stepsAt.get(keyOf(path.slice(0, at + 1))) ?? []),
    orderOf: step => order.get(step),
  };
};

const keyOf = (path: DocumentPath): string => path.join('\0');
