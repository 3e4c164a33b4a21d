/** `lifeboat replay RUN --with RUNBOOK`: what another version of its runbook would have made of a recorded run. Nothing is executed. */
import {printedJson} from '../../base/printed-json.ts';
import {type Result, succeed} from '../../base/result.ts';
import {whatIf} from '../../machine/what-if/what-if.ts';
import {whatIfLines} from '../../report/what-if-lines.ts';
import {carryPath} from '../../run/compare/carry-path.ts';
import {compareRuns} from '../../run/compare/compare.ts';
import {matchPaths} from '../../run/compare/match-paths.ts';
import type {RunAt} from '../../run/compare/measure.ts';
import type {WhatIf} from '../../run/compare/what-if.ts';
import {objectivesFor} from '../../runbook/objectives.ts';
import {type Catalogued, readRunbook} from '../catalog.ts';
import {exitCodes} from '../exit-code.ts';
import {asGoneThrough, pinnedRunbook} from '../pinned-runbook.ts';
import type {RecordedRun} from '../recorded-run.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';
import {chooseFace, type FaceOptions} from '../terminal.ts';
import {momentNow} from './against.ts';
import {whatIfJson} from './what-if-json.ts';

export const replayWith = async (run: RecordedRun, wanted: string, options: FaceOptions): Promise<number> => {
  const loaded = bothTexts(run, wanted);
  if (!loaded.ok) {
    return printRefusal(loaded.reason);
  }
  const {before, after} = loaded.value;
  const a = momentNow(run);
  const what = whatIf({
    nowMs: a.nowMs,
    facts: run.facts,
    before: {runbook: before.runbook, outline: run.outline},
    after: after.runbook,
  });
  const b: RunAt = {state: what.state, nowMs: what.nowMs};
  const comparison = compareRuns(a, b);
  const told = {comparison, what, before: run.outline, rtoMs: objectivesFor(after.runbook, after.plan).rtoMs};
  switch (chooseFace(options)) {
    case 'json':
      process.stdout.write(`${printedJson(whatIfJson(told, {a, b}))}\n`);
      return exitCodes.done.code;
    case 'plain':
      process.stdout.write(`${whatIfLines(told).join('\n')}\n`);
      return exitCodes.done.code;
    case 'screen': {
      const {openComparison} = await import('../../tui/compare/open-comparison.tsx');
      const {whatIfSubject} = await import('../../tui/compare/what-if-subject.ts');
      await openComparison(whatIfSubject(told, {outputA: run.output, outputB: outputThen(run, what)}));
      return exitCodes.done.code;
    }
  }
};

type Texts = {readonly before: Catalogued; readonly after: Catalogued};

/** The pinned text of the run, and the other one, which is judged as one that is to be run. */
const bothTexts = (run: RecordedRun, wanted: string): Result<Texts, Refusal> => {
  const [first] = run.facts;
  if (first?.type !== 'run-started') {
    return refuse('unverified', `Run ${run.directory.id} has no first fact: it never began.`);
  }
  const after = readRunbook(wanted);
  if (!after.ok) {
    return after;
  }
  const before = pinnedRunbook(run.directory, run.facts);
  return before.ok ? succeed({before: before.value, after: asGoneThrough(after.value, first.mode)}) : before;
};

/** What a step printed that is the record's; what was only imagined printed nothing. */
const outputThen = (run: RecordedRun, what: WhatIf): RecordedRun['output'] => {
  const matches = matchPaths(what.outline, run.outline);
  return (path, attempt) => {
    const former = what.sources.get(path) === 'estimated' ? undefined : carryPath(matches, path);
    return former === undefined ? [] : run.output(former, attempt);
  };
};
