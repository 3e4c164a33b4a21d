/** A recorded fact as it reads by another version of the runbook: the same deed, at the path that its step has there. */

import {isAboutStep} from '../../run/about-step.ts';
import {carryPath} from '../../run/compare/carry-path.ts';
import type {Match} from '../../run/compare/match-paths.ts';
import type {AttemptName, Fact, FactBody, Then} from '../../run/event.ts';
import {type Path, stepPath} from '../../run/path.ts';

export type Matches = ReadonlyMap<Path, Match>;

/** Nothing where the other version has no such step. Who did it and when stays as it is; attempts keep their numbers. */
export const translate = (matches: Matches, fact: Fact): Fact | undefined => {
  if (!isAboutStep(fact)) {
    return carried(matches, fact);
  }
  const step = carryPath(matches, fact.step);
  if (step === undefined) {
    return undefined;
  }
  switch (fact.type) {
    case 'failed':
      return {...fact, step, then: thenAt(matches, fact.then)};
    case 'chosen':
      return {...fact, step, ...pathAt(matches, 'goto', fact.goto)};
    case 'picked':
      return {...fact, step, inner: innerAt(matches, fact)};
    case 'undo-listed':
      return {...fact, step, attempts: namesAt(matches, fact.attempts)};
    case 'undo-started':
      return {...fact, step, attempts: namesAt(matches, fact.attempts), ...pathAt(matches, 'thenTo', fact.thenTo)};
    case 'undo-ended':
      return {...fact, step, around: namesAt(matches, fact.around), ...pathAt(matches, 'thenTo', fact.thenTo)};
    case 'jumped':
      return {...fact, step, around: namesAt(matches, fact.around)};
    default:
      return {...fact, step};
  }
};

/** What only mentions a step goes with it where that is there, and stays as it is where it is not. */
const carried = (matches: Matches, fact: Fact): Fact => {
  const step = 'step' in fact && fact.step !== undefined ? carryPath(matches, fact.step) : undefined;
  return step === undefined ? fact : ({...fact, step} as Fact);
};

const pathAt = <Name extends string>(matches: Matches, name: Name, path: Path | undefined): {[Key in Name]?: Path} =>
  path === undefined ? {} : ({[name]: carryPath(matches, path) ?? path} as {[Key in Name]?: Path});

const namesAt = (matches: Matches, names: readonly AttemptName[]): readonly AttemptName[] =>
  names.flatMap(({step, attempt}) => {
    const path = carryPath(matches, step);
    return path === undefined ? [] : [{step: path, attempt}];
  });

const innerAt = (matches: Matches, {step, inner}: {readonly step: Path; readonly inner: string}): string => {
  const path = carryPath(matches, stepPath(step, inner));
  return path === undefined ? inner : path.slice(path.lastIndexOf('/') + 1);
};

const thenAt = (matches: Matches, then: Then): Then => {
  switch (then.do) {
    case 'goto':
      return {...then, step: carryPath(matches, then.step) ?? then.step};
    case 'hold':
      return {...then, ...pathAt(matches, 'undoTo', then.undoTo), ...pathAt(matches, 'thenTo', then.thenTo)};
    case 'leave':
    case 'continue':
    case 'abort':
    case 'retry':
      return then;
  }
};

/** The fact as one of another attempt; one that names none stays as it is. */
export const asAttempt = (body: FactBody, attempt: number): FactBody =>
  'attempt' in body ? ({...body, attempt} as FactBody) : body;
