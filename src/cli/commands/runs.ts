/** `lifeboat runs` and `lifeboat show RUN`: what was run, as a list and one in words. */

import {printedJson} from '../../base/printed-json.ts';
import {listRuns, runDirectory} from '../../journal/run-directory.ts';
import {counted, spokenDuration} from '../../report/spoken-duration.ts';
import {stepListLines} from '../../report/step-list.ts';
import {summarise, summaryLines} from '../../report/summary.ts';
import {runTimeAt} from '../../run/run-time.ts';
import type {RunState} from '../../run/state.ts';
import {timing} from '../../run/timing.ts';
import {exitCodes} from '../exit-code.ts';
import {asTyped} from '../own-command.ts';
import {printLines} from '../print-lines.ts';
import {readRun, understood} from '../recorded-run.ts';
import {printRefusal, refuse} from '../refusal.ts';
import {runJson, showJson} from '../run-json.ts';
import {findRunHere, type StateOption, statePath} from '../state-place.ts';
import {terminalWidth} from '../terminal-width.ts';

export type RunsOptions = StateOption & {readonly json?: boolean};

export const runsCommand = (options: RunsOptions): number => {
  const state = statePath(options);
  if (!state.ok) {
    return printRefusal(state.reason);
  }
  const ids = listRuns(state.value);
  if (!ids.ok) {
    return printRefusal(refuse('usage', ids.reason).reason);
  }
  const runs: RunState[] = [];
  for (const id of ids.value) {
    const run = readRun(runDirectory(state.value, id));
    const known = run.ok ? understood(run.value) : run;
    if (known.ok) {
      runs.push(known.value);
    } else {
      printRefusal(known.reason);
    }
  }
  const wallMs = Date.now();
  if (options.json) {
    process.stdout.write(`${printedJson(runs.map(run => runJson(run, runTimeAt(run, wallMs))))}\n`);
  } else {
    const lines = runs.flatMap(run => runLines(run, runTimeAt(run, wallMs)));
    printLines(
      lines.length > 0
        ? lines
        : [asTyped('There are no runs yet. `lifeboat drill accidental-deletion` makes the first one.')],
    );
  }
  return exitCodes.done.code;
};

export const showCommand = (wanted: string, options: RunsOptions): number => {
  const directory = findRunHere(options, wanted);
  if (!directory.ok) {
    return printRefusal(directory.reason);
  }
  const run = readRun(directory.value);
  if (!run.ok) {
    return printRefusal(run.reason);
  }
  const {state, words, facts} = run.value;
  const nowMs = runTimeAt(state, Date.now());
  if (options.json) {
    process.stdout.write(`${printedJson(showJson(state, nowMs))}\n`);
    return exitCodes.done.code;
  }
  const summary = summarise(state, {
    nowMs: state.endedAtMs ?? nowMs,
    journal: directory.value.journal,
    head: words(facts.length),
  });
  printLines([...summaryLines(summary), '', ...stepListLines(state)]);
  return exitCodes.done.code;
};

/** One line, or on a terminal that is too narrow for it the name alone and below it what came of it. */
const runLines = (run: RunState, nowMs: number): readonly string[] => {
  const {rtaMs, rtoMs} = timing(run, run.endedAtMs ?? nowMs);
  const rta =
    rtaMs === null ? 'RTA unknown' : `RTA ${spokenDuration(rtaMs)}${run.isTimeUncertain ? ' (uncertain)' : ''}`;
  const rto = rtoMs === null ? 'no RTO' : `RTO ${spokenDuration(rtoMs)}`;
  const rest = `${run.mode}${run.variant === undefined ? '' : ` ${run.variant}`}  ${run.outcome ?? 'open'}  ${rta} of ${rto}  ${counted(run.deviations.length, 'deviation')}${run.injects === undefined ? '' : '  with injects'}`;
  const line = `${run.run}  ${rest}`;
  return line.length <= (terminalWidth() ?? line.length) ? [line] : [run.run, `  ${rest}`];
};
