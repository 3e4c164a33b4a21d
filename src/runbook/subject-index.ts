/** What rules look up in a runbook for each of its findings, gathered once: thousands of findings must not go through thousands of places each. */
import type {Use} from './reading.ts';
import type {Subject} from './rule.ts';
import type {DocumentPath} from './yaml/document.ts';

export type SubjectIndex = {
  /** The conditions of the steps that a place lies in, and of the step that it is. */
  readonly conditionsAround: (path: DocumentPath) => readonly Use[];
  /** The same with what chooses a branch: all that decides whether a step is come to. */
  readonly decidingAround: (path: DocumentPath) => readonly Use[];
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
  const order = new Map<string, number>();
  for (const [at, {id}] of places.entries()) {
    order.set(id, order.get(id) ?? at);
  }
  const conditions = uses.filter(({path}) => path.at(-1) === 'when');
  const choices = uses.filter(({path}) => path.at(-1) === 'choose');
  const conditionsAround = around(conditions, ({path}) => path.slice(0, -1));
  // It stands within the key of its kind.
  const choicesAround = around(choices, ({path}) => path.slice(0, -2));
  const stepsAround = around(places, ({path}) => path);
  return {
    conditionsAround,
    decidingAround: path => [...conditionsAround(path), ...choicesAround(path)],
    stepsAround: path => stepsAround(path).map(({id}) => id),
    orderOf: step => order.get(step),
  };
};

/** Finds what belongs to a place or to one around it, by the path of what it belongs to. */
const around = <Thing>(
  things: readonly Thing[],
  ownerOf: (thing: Thing) => DocumentPath,
): ((path: DocumentPath) => readonly Thing[]) => {
  const byOwner = Map.groupBy(things, thing => keyOf(ownerOf(thing)));
  return path => path.flatMap((_key, at) => byOwner.get(keyOf(path.slice(0, at + 1))) ?? []);
};

const keyOf = (path: DocumentPath): string => path.join('\0');
