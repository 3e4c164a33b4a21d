/** Follows the facts of a drill with injects: what has come about, in former sessions too, and what comes about now. */
import {isAboutStep} from '../run/about-step.ts';
import type {KnownInject} from '../run/drill-fact.ts';
import type {Fact, StepFact} from '../run/event.ts';
import type {Path} from '../run/path.ts';
import {liesAt, names} from './inject-places.ts';
import {injectWords} from './inject-words.ts';
import type {Inject, InjectOf} from './injects.ts';
import type {SettableClock} from './settable-clock.ts';

export type InjectWatch = {
  /** A fact that is durable. */
  readonly take: (fact: Fact) => void;
  /** Whether the engine may still be killed by it: what a former session came to has happened. */
  readonly mayKill: (inject: InjectOf<'engine_killed'>) => boolean;
  /** When a question was asked first, by the clock of the host; undefined before. */
  readonly askedAtMs: (path: Path) => number | undefined;
  /** Each in words, and whether it came about. */
  readonly known: () => readonly KnownInject[];
};

type Parts = {
  readonly list: readonly Inject[];
  /** The clock of this session, not set yet: what a former session set is set again here. */
  readonly clock: SettableClock;
  /** What former sessions recorded. */
  readonly former: readonly Fact[];
  readonly kill: () => void;
};

type AboutAttempt = Extract<Fact, StepFact & {readonly attempt: number}>;

/** What ends an attempt, or a question. */
const verdicts: ReadonlySet<Fact['type']> = new Set([
  'succeeded',
  'failed',
  'unknown',
  'chosen',
  'undone',
  'undo-failed',
]);

const endings: ReadonlySet<Fact['type']> = new Set([...verdicts, 'performed']);

export const watchInjects = ({list, clock, former, kill}: Parts): InjectWatch => {
  const begun = new Set<string>();
  const asked = new Map<Path, number>();
  const came = new Set<Inject>(list.filter(({kind}) => kind === 'tool_missing'));
  const killedBefore = new Set<Inject>();
  const takeAttempt = (fact: AboutAttempt): readonly Inject[] => {
    const name = `${fact.step}#${fact.attempt}`;
    const reached = list.filter(inject => isReached(inject, fact, begun.has(name)));
    if (fact.type === 'began' || fact.type === 'undo-began') {
      begun.add(name);
    }
    if (fact.type === 'asked' && !asked.has(fact.step)) {
      asked.set(fact.step, Date.parse(fact.at) - clock.setMs());
    }
    return reached;
  };
  const comeAbout = (inject: Inject, isFormer: boolean): void => {
    if (inject.kind === 'clock_jumps' && !came.has(inject)) {
      clock.set(inject.byMs);
    }
    if (inject.kind === 'engine_killed') {
      if (isFormer) {
        killedBefore.add(inject);
        came.add(inject);
      } else if (inject.when === 'after_verdict' && !killedBefore.has(inject)) {
        kill();
      }
      return;
    }
    came.add(inject);
  };
  const take = (fact: Fact, isFormer: boolean): void => {
    for (const inject of isAboutAttempt(fact) ? takeAttempt(fact) : []) {
      comeAbout(inject, isFormer);
    }
  };
  for (const fact of former) {
    take(fact, true);
  }
  return {
    take: fact => take(fact, false),
    mayKill: inject => !killedBefore.has(inject),
    askedAtMs: path => asked.get(path),
    known: () => list.map(inject => ({inject: injectWords(inject), came: came.has(inject)})),
  };
};

const isAboutAttempt = (fact: Fact): fact is AboutAttempt => isAboutStep(fact) && 'attempt' in fact;

/** Whether a fact says that the run has come to where an inject lies; `hasBegun` of the attempt that it is about. */
const isReached = (inject: Inject, fact: AboutAttempt, hasBegun: boolean): boolean => {
  switch (inject.kind) {
    case 'tool_missing':
      return false;
    case 'approver_away':
      return fact.type === 'asked' && fact.prompt.kind === 'approval' && isNamed(inject.step, fact.step);
    case 'clock_jumps':
      return liesAt(inject, fact);
    case 'step_fails':
    case 'output_lies':
      return hasBegun && endings.has(fact.type) && liesAt(inject, fact);
    case 'engine_killed':
      return liesAt(inject, fact) && (inject.when === 'after_verdict' ? verdicts.has(fact.type) : isBeginning(fact));
  }
};

const isBeginning = ({type}: AboutAttempt): boolean => type === 'began' || type === 'undo-began';

/** One that names no step means every approval. */
const isNamed = (name: string | undefined, path: Path): boolean => name === undefined || names(name, path);
