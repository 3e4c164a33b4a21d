/** Reads what runs were over time: those that are kept in brief at once, the others from their journals. */
import {listRuns, runDirectory} from '../../journal/run-directory.ts';
import {type History, historyOf, type RunbookNow} from '../../report/history/history.ts';
import type {TextDigests} from '../../report/history/used-parts.ts';
import type {RunBrief} from '../../run/brief.ts';
import {type Path, stepPath} from '../../run/path.ts';
import {drillsOf} from '../../runbook/drill-variants.ts';
import type {Runbook, Step} from '../../runbook/runbook.ts';
import {innerBlocks} from '../../runbook/walk.ts';
import {openBriefCache} from '../home/brief-cache.ts';
import {knownBrief, readOneRun} from '../home/read-brief.ts';
import {partsNow} from './part-digests.ts';

export type RunsOver = {
  /** The latest first. */
  readonly runs: readonly RunBrief[];
  /** What could not be read, a sentence each. */
  readonly troubles: readonly string[];
};

/** All runs of the state directory that are over. */
export const runsOver = (state: string): RunsOver => {
  const ids = listRuns(state);
  if (!ids.ok) {
    return {runs: [], troubles: [ids.reason]};
  }
  const cache = openBriefCache(state);
  const troubles: string[] = [];
  const runs = ids.value.toReversed().flatMap(id => {
    const directory = runDirectory(state, id);
    const known = knownBrief(directory, cache);
    if (known) {
      return [known];
    }
    const read = readOneRun(directory, cache);
    if (read.is === 'trouble') {
      troubles.push(read.sentence);
    }
    return read.is === 'over' ? [read.brief] : [];
  });
  cache.save(ids.value);
  return {runs, troubles};
};

/** Of a runbook that is here, from its runs that are over. */
export const historyHere = (runbook: Runbook, runs: readonly RunBrief[], digests: TextDigests): History => {
  const now = runbookNow(runbook);
  return historyOf(now, runs, {runbook: now, digests});
};

/** What is compared with the runs. */
export const runbookNow = (runbook: Runbook): RunbookNow => ({
  id: runbook.id,
  title: runbook.title,
  parts: partsNow(runbook),
  steps: new Map(
    [...stepsByPath(runbook.steps, '')].map(([path, {targetMs = null, estimate = null}]) => [
      path,
      {targetMs, estimate},
    ]),
  ),
  variants: drillsOf(runbook).map(({variant = null}) => variant),
});

function* stepsByPath(steps: readonly Step[], block: string): Generator<readonly [Path, Step]> {
  for (const step of steps) {
    const path = stepPath(block, step.id);
    yield [path, step];
    if (step.kind === 'include') {
      yield* stepsByPath(step.runbook.steps, path);
    }
    for (const {branch, steps: inner} of innerBlocks(step)) {
      yield* stepsByPath(inner, branch === undefined ? path : `${path}:${branch}`);
    }
  }
}
