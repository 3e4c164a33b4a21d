/** `lifeboat history [RUNBOOK]`: drills and incidents over time, step by step, and what of a runbook nobody has gone through yet. */
import {showForeignText} from '../../base/foreign-text.ts';
import {printedJson} from '../../base/printed-json.ts';
import {type Result, succeed} from '../../base/result.ts';
import {type History, historyOf} from '../../report/history/history.ts';
import {historiesLines, historyLines} from '../../report/history/history-lines.ts';
import type {RunBrief} from '../../run/brief.ts';
import type {Runbook} from '../../runbook/runbook.ts';
import {knownRunbooks, readRunbook} from '../catalog.ts';
import {exitCodes} from '../exit-code.ts';
import {historyJson} from '../history/history-json.ts';
import {textDigests} from '../history/part-digests.ts';
import {historyHere, runsOver} from '../history/read-history.ts';
import {asTyped} from '../own-command.ts';
import {printLines} from '../print-lines.ts';
import {printRefusal, type Refusal} from '../refusal.ts';
import {idOf} from '../runbook-files.ts';
import {type StateOption, statePath} from '../state-place.ts';

export type HistoryOptions = StateOption & {readonly json?: boolean};

/** Changes nothing but what it keeps in brief of runs that are over. */
export const historyCommand = (wanted: string | undefined, options: HistoryOptions): number => {
  const state = statePath(options);
  if (!state.ok) {
    return printRefusal(state.reason);
  }
  const {runs, troubles} = runsOver(state.value);
  const read =
    wanted === undefined ? succeed(knownHistories(state.value, runs)) : oneHistory(state.value, wanted, runs);
  if (!read.ok) {
    return printRefusal(read.reason);
  }
  for (const trouble of troubles) {
    process.stderr.write(`lifeboat: ${asTyped(showForeignText(trouble))}\n`);
  }
  if (options.json) {
    process.stdout.write(`${printedJson({runbooks: read.value.map(historyJson)})}\n`);
  } else {
    const lines = wanted === undefined ? historiesLines(read.value) : read.value.flatMap(historyLines);
    printLines(lines.map(asTyped));
  }
  return exitCodes.done.code;
};

/** Runs of a runbook that is gone, or that has errors now, are told all the same. */
const oneHistory = (state: string, wanted: string, all: readonly RunBrief[]): Result<readonly History[], Refusal> => {
  const read = readRunbook(wanted);
  if (read.ok) {
    return succeed([historyHere(read.value.runbook, ownRuns(read.value.runbook.id, all), textDigests(state, all))]);
  }
  const runs = ownRuns(idOf(wanted), all);
  const [last] = runs;
  return last === undefined ? read : succeed([historyOf({id: last.runbook, title: last.title}, runs, null)]);
};

/** Of every runbook that is known here, in the order of their ids, and of those that only runs tell of. */
const knownHistories = (state: string, all: readonly RunBrief[]): readonly History[] => {
  const digests = textDigests(state, all);
  const runbooks = new Map<string, Runbook | undefined>();
  for (const {path} of knownRunbooks()) {
    const id = idOf(path);
    if (!runbooks.has(id)) {
      const read = readRunbook(path);
      runbooks.set(id, read.ok ? read.value.runbook : undefined);
    }
  }
  const ids = [...new Set([...runbooks.keys(), ...all.map(({runbook}) => runbook)])].sort();
  return ids.flatMap(id => {
    const runbook = runbooks.get(id);
    const runs = ownRuns(id, all);
    const [last] = runs;
    return runbook !== undefined
      ? [historyHere(runbook, runs, digests)]
      : last === undefined
        ? []
        : [historyOf({id, title: last.title}, runs, null)];
  });
};

const ownRuns = (id: string, all: readonly RunBrief[]): readonly RunBrief[] =>
  all.filter(({runbook}) => runbook === id);
