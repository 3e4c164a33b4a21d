/** Answers that are written before anybody asks, by the id or the path of a step: which steps they mean, and what is wrong with them. */
import type {Json} from '../base/canonical-json.ts';
import {isMapping, isSequence} from './reading.ts';
import type {Runbook, Step} from './runbook.ts';
import {type StepPlace, stepPlaces} from './step-places.ts';

export type Answers = {readonly [step: string]: Json};

/** An answer that nobody would ever be given. */
export type AnswerFault = {
  /** Under which it stands. */
  readonly name: string;
  /** There is no such step, or this decision has no such branch, or this group no such part; `at` counts in a list. */
  readonly lacks:
    | {readonly what: 'step'}
    | {readonly what: 'branch' | 'part'; readonly path: string; readonly word: string; readonly at?: number};
  /** What there is instead. */
  readonly known: () => readonly string[];
};

/** All of them. Included steps are answered by the runbook that includes them: what they say of their own drills counts for nothing here. */
export const answerFaults = (answers: Answers, runbook: Runbook): readonly AnswerFault[] => {
  const places = stepPlaces(runbook);
  const named = new Map<string, StepPlace[]>();
  for (const place of places) {
    for (const name of new Set([place.path, place.ofItem, place.step.id])) {
      named.set(name, [...(named.get(name) ?? []), place]);
    }
  }
  const names = [...new Set(places.flatMap(({step, path}) => [step.id, path]))];
  return Object.entries(answers).flatMap(([name, answer]): readonly AnswerFault[] => {
    const meant = named.get(withoutNumbers(name)) ?? [];
    return meant.length === 0
      ? [{name, lacks: {what: 'step'}, known: () => names}]
      : meant
          .filter(place => means(name, place, answers))
          .flatMap(place => faultsAt(place, name, answer))
          .slice(0, 1);
  });
};

const faultsAt = ({step, path}: StepPlace, name: string, answer: Json): readonly AnswerFault[] => {
  const asked = askedOf(step);
  if (asked === undefined) {
    return [];
  }
  const {what, known} = asked;
  const value = saidIn(answer);
  // Parts may be told in the order in which they are to be picked.
  const words = what === 'part' && isSequence(value) ? value : undefined;
  return (words ?? [value]).flatMap((one, at): readonly AnswerFault[] => {
    const word = typeof one === 'string' ? one : JSON.stringify(one);
    return known.includes(word)
      ? []
      : [{name, lacks: {what, path, word, ...(words !== undefined && {at})}, known: () => known}];
  });
};

/** Whether a step is answered at all. */
export const isAnswered = (place: StepPlace, answers: Answers): boolean =>
  Object.keys(answers).some(name => means(name, place, answers));

/** A path, of one item or of all, says more than an id. */
const means = (name: string, {step, path, ofItem}: StepPlace, answers: Answers): boolean =>
  name === path || withoutNumbers(name) === ofItem || (name === step.id && !Object.hasOwn(answers, path));

const withoutNumbers = (name: string): string => name.replaceAll(/\[\d+\]/g, '[]');

/** The answer itself: alone, or as `value` beside a reason. */
const saidIn = (answer: Json): Json => (isMapping(answer) ? (answer.value ?? null) : answer);

/** What a step is asked for by name. */
const askedOf = (step: Step): {readonly what: 'branch' | 'part'; readonly known: readonly string[]} | undefined => {
  if (step.kind === 'decision') {
    return {what: 'branch', known: step.branches.map(({name}) => name)};
  }
  return step.kind === 'group' && step.order === 'any'
    ? {what: 'part', known: step.steps.map(({id}) => id)}
    : undefined;
};
