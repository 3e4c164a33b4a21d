/** What is known of a record once it was gone through: where to find things in it without looking through it again. */
import {isAboutStep} from '../about-step.ts';
import type {Fact, StepFact} from '../event.ts';
import {attemptFileName, type Path} from '../path.ts';
import {runTimesOf} from '../run-time.ts';
import type {RunState} from '../state.ts';
import {type Checkpoints, makeCheckpoints} from './checkpoints.ts';
import {type Landmarks, searchLandmarks} from './landmarks.ts';
import type {Recording} from './recording.ts';

type StepFactAt = Extract<Fact, StepFact>;

export type RecordIndex = {
  /** When each fact was, in the time of the run; never less than the one before. */
  readonly times: readonly number[];
  readonly checkpoints: Checkpoints;
  readonly landmarks: Landmarks;
  /** The facts about each step, oldest first. */
  readonly about: ReadonlyMap<Path, readonly StepFactAt[]>;
  /** With how many facts it is known what an attempt had printed, by its name in file names. */
  readonly printed: ReadonlyMap<string, number>;
  readonly output: Recording['output'];
};

export const indexOf = (recording: Recording): RecordIndex => {
  const {outline, facts} = recording;
  const times = risingTimes(facts);
  const about = new Map<Path, StepFactAt[]>();
  const printed = new Map<string, number>();
  const search = searchLandmarks();
  const [first] = facts;
  // What it is, is known from the first frame on: nobody may take a recorded drill for an incident.
  const before = first?.type === 'run-started' ? {run: first.run, mode: first.mode, objectives: first.objectives} : {};
  const witness = (fact: Fact, state: RunState): void => {
    search.see(fact, state, times[fact.seq] ?? 0);
    if (!isAboutStep(fact)) {
      return;
    }
    const known = about.get(fact.step);
    if (known) {
      known.push(fact);
    } else {
      about.set(fact.step, [fact]);
    }
    const attempt = endsOutput(fact) ? attemptFileName(fact.step, fact.attempt) : undefined;
    // What was performed has printed all; that it succeeded is known later.
    if (attempt !== undefined && !printed.has(attempt)) {
      printed.set(attempt, fact.seq + 1);
    }
  };
  const checkpoints = makeCheckpoints({outline, facts}, {before, witness});
  return {times, checkpoints, landmarks: search.found(), about, printed, output: keepingLast(recording.output)};
};

/** Clocks that were set without a word about it must not let a replay stand still. */
const risingTimes = (facts: readonly Fact[]): readonly number[] => {
  let latestMs = Number.NEGATIVE_INFINITY;
  return runTimesOf(facts).map(atMs => {
    latestMs = Math.max(latestMs, atMs);
    return latestMs;
  });
};

type EndsOutput = Extract<
  Fact,
  {type: 'performed' | 'succeeded' | 'failed' | 'unknown' | 'undone' | 'undo-failed' | 'backfilled'}
>;

/** Nothing is printed by an attempt after this; of one that was performed its checks keep nothing. */
const endsOutput = (fact: Fact): fact is EndsOutput => {
  switch (fact.type) {
    case 'performed':
    case 'succeeded':
    case 'failed':
    case 'unknown':
    case 'undone':
    case 'undo-failed':
    case 'backfilled':
      return true;
    default:
      return false;
  }
};

const keptMax = 8;

/** A replay draws the same output again and again; reading the file each time would take longer than a frame. */
const keepingLast = (read: Recording['output']): Recording['output'] => {
  const kept = new Map<string, readonly string[]>();
  return (path, attempt) => {
    const name = attemptFileName(path, attempt);
    const known = kept.get(name);
    if (known) {
      return known;
    }
    const lines = read(path, attempt);
    const [oldest] = kept.keys();
    if (kept.size >= keptMax && oldest !== undefined) {
      kept.delete(oldest);
    }
    kept.set(name, lines);
    return lines;
  };
};
