/** What former runs taught about how long steps take, for a run that begins: from what is at hand, in a moment, and never in its way. */
import {statSync} from 'node:fs';
import {type RunDirectory, runDirectory} from '../../journal/run-directory.ts';
import {isFinished} from '../../journal/unfinished-runs.ts';
import {usesOf} from '../../report/history/used-parts.ts';
import type {RunBrief} from '../../run/brief.ts';
import type {Mode} from '../../run/event.ts';
import {type Learnt, learningRunsMax, learningRunsMin, learntFrom, type Measured} from '../../run/learnt.ts';
import type {Runbook} from '../../runbook/runbook.ts';
import {openBriefCache} from '../home/brief-cache.ts';
import {knownBrief, readOneRun} from '../home/read-brief.ts';
import {partsNow, textDigests} from './part-digests.ts';

/** Of a runbook that is drilled every day, what is further back is older than anybody asks. */
const lookedAtMax = 100;

/** Journals and texts that nobody has looked at yet take longer: so many of each are read, the latest first; of runs that stand open none. */
const unreadRunsMax = 6;
const unreadTextsMax = 2;

export type Wanted = {
  readonly runbook: Runbook;
  readonly mode: Mode;
  /** Runs that may be of that runbook, by their names, the latest first. */
  readonly former: readonly string[];
  /** The names of all runs that are there, for what is kept of them. */
  readonly all: readonly string[];
};

/**
 * Of runs in the same mode: a lab recovers in another time than production, and an incident must never be projected by it.
 * A step counts as long as it did what it does now. Whatever cannot be read teaches nothing: the run begins all the same.
 */
export const learntHere = (state: string, wanted: Wanted): Learnt => {
  try {
    const runs = formerRuns(state, wanted);
    return runs.length < learningRunsMin ? new Map() : learntOf(state, wanted.runbook, runs);
  } catch {
    return new Map();
  }
};

const learntOf = (state: string, runbook: Runbook, runs: readonly RunBrief[]): Learnt => {
  const digests = textDigests(state, runs, {unreadMax: unreadTextsMax});
  return new Map(
    partsNow(runbook)
      .filter(({kind}) => kind === 'step')
      .flatMap(part => {
        const took = usesOf(part, runs, digests).flatMap(({isSame, tookMs}) =>
          isSame === true && tookMs !== null ? [tookMs] : [],
        );
        const measured = learntFrom(took);
        return measured !== null && measured.runs >= learningRunsMin
          ? [[part.path, measured] satisfies readonly [string, Measured]]
          : [];
      }),
  );
};

const formerRuns = (state: string, {runbook, mode, former, all}: Wanted): readonly RunBrief[] => {
  const cache = openBriefCache(state);
  const found: RunBrief[] = [];
  let unread = 0;
  for (const id of former.slice(0, lookedAtMax)) {
    const directory = runDirectory(state, id);
    let brief = knownBrief(directory, cache);
    if (brief === undefined && unread < unreadRunsMax && isShort(directory) && isFinished(directory)) {
      unread += 1;
      const read = readOneRun(directory, cache);
      brief = read.is === 'over' ? read.brief : undefined;
    }
    if (brief !== undefined && brief.runbook === runbook.id && brief.mode === mode) {
      found.push(brief);
    }
    if (found.length === learningRunsMax) {
      break;
    }
  }
  // What was read once keeps no later beginning waiting.
  cache.save(all);
  return found;
};

/** A longer one would keep the beginning waiting. */
const journalBytesMax = 1024 * 1024;

const isShort = ({journal}: RunDirectory): boolean =>
  (statSync(journal, {throwIfNoEntry: false})?.size ?? 0) <= journalBytesMax;
