/** Which run is the ghost of another one: found in a state directory as runs leave it. */
import {expect, test} from 'vitest';
import {ghostBefore, ghostOfRecord} from '../../../src/cli/last-run.ts';
import {readRun} from '../../../src/cli/recorded-run.ts';
import {createJournal} from '../../../src/journal/file-journal.ts';
import {createRun, type RunDirectory, runDirectory, sealedInjects} from '../../../src/journal/run-directory.ts';
import {writeRunFile} from '../../../src/journal/run-files.ts';
import {sha256} from '../../../src/journal/safe-file.ts';
import type {Mode} from '../../../src/run/event.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {began, draft, end, record, runStarted, temporaryDirectory, tickingClock} from '../../support/journals.ts';

type Run = {
  readonly id: string;
  readonly mode?: Mode;
  readonly variant?: string;
  readonly runbook?: string;
  readonly isOpen?: boolean;
  /** Its outline is of a form that this version does not know. */
  readonly isOdd?: boolean;
  /** Things went wrong on purpose in it. */
  readonly hasInjects?: boolean;
};

const writeRun = (
  state: string,
  {
    id,
    mode = 'drill',
    variant,
    runbook = 'accidental-deletion',
    isOpen = false,
    isOdd = false,
    hasInjects = false,
  }: Run,
): RunDirectory => {
  const run = createRun(state, id);
  const journal = run.ok ? createJournal({path: run.value.journal, clock: tickingClock()}) : run;
  if (!(run.ok && journal.ok)) {
    throw new Error('a run on the disk');
  }
  const outline = Buffer.from(JSON.stringify({...(isOdd ? {} : deletion.outline), id: runbook}));
  writeRunFile(run.value, {path: 'outline.json', bytes: outline});
  if (hasInjects) {
    writeRunFile(run.value, {path: sealedInjects, bytes: Buffer.from('lifeboat sealed')});
  }
  const started = runStarted({
    run: id,
    mode,
    ...(variant !== undefined && {variant}),
    runbook: {id: runbook, version: '1', title: 'Rows are gone', scenario: 'deletion'},
    outline: {file: 'outline.json', sha256: sha256(outline)},
  });
  record(journal.value, [
    [started],
    [began('stop_writes')],
    [draft({type: 'succeeded', step: 'stop_writes', attempt: 1})],
  ]);
  if (!isOpen) {
    end(journal.value);
  }
  journal.value.close();
  return run.value;
};

const now = '20261123t001957z-accidental-deletion-k7q2xw';
const ids = ['20260923t001957z-accidental-deletion-aaaaaa', '20261023t001957z-accidental-deletion-bbbbbb'];

const ghostAmong = (runs: readonly Run[], mode: Mode = 'drill', variant?: string) => {
  const state = temporaryDirectory();
  for (const run of runs) {
    writeRun(state, run);
  }
  return ghostBefore(runDirectory(state, now), {runbook: 'accidental-deletion', mode, variant}, unexpected);
};

const unexpected = (error: unknown): never => {
  throw error;
};

const [older = '', newer = ''] = ids;

test('it is the newest run of the runbook that has ended, with the times of its steps', () => {
  const ghost = ghostAmong([{id: older}, {id: newer}]);
  expect(ghost?.run).toBe(newer);
  expect(ghost?.steps.get('stop_writes')?.tookMs).toBeGreaterThan(0);
});

test('one in the same mode comes before a newer one in another', () => {
  expect(ghostAmong([{id: older, mode: 'incident'}, {id: newer}], 'incident')?.run).toBe(older);
  expect(ghostAmong([{id: older}], 'incident')?.run).toBe(older);
});

test('what is open, later, or of another runbook is not looked at', () => {
  expect(ghostAmong([{id: newer, isOpen: true}])).toBeUndefined();
  expect(ghostAmong([{id: '20261223t001957z-accidental-deletion-cccccc'}])).toBeUndefined();
  expect(ghostAmong([{id: newer, runbook: 'accidental-deletion-of-more'}])).toBeUndefined();
});

test('of drills the last one of the same variant counts, else the last of any', () => {
  const runs = [{id: older, variant: 'dropped_table'}, {id: newer}];
  expect(ghostAmong(runs, 'drill', 'dropped_table')?.run).toBe(older);
  expect(ghostAmong(runs, 'drill')?.run).toBe(newer);
  expect(ghostAmong(runs, 'drill', 'truncated_table')?.run).toBe(newer);
});

test('a drill in which things went wrong on purpose tells nobody how long a step takes', () => {
  expect(ghostAmong([{id: older}, {id: newer, hasInjects: true}])?.run).toBe(older);
  expect(ghostAmong([{id: newer, hasInjects: true}])).toBeUndefined();
});

test('where nothing was ever run there is none', () => {
  expect(
    ghostBefore(runDirectory(temporaryDirectory(), now), {runbook: 'accidental-deletion', mode: 'drill'}, unexpected),
  ).toBeUndefined();
});

test('a former run that is not understood harms nothing: there is no ghost, and the log is told why', () => {
  const state = temporaryDirectory();
  writeRun(state, {id: newer, isOdd: true});
  const failures: unknown[] = [];
  const like = {runbook: 'accidental-deletion', mode: 'drill'} as const;
  expect(ghostBefore(runDirectory(state, now), like, error => failures.push(error))).toBeUndefined();
  expect(failures).toEqual([expect.any(Error)]);
});

test('beside a record it is found when it is asked for, and the record is not folded for it', () => {
  const state = temporaryDirectory();
  writeRun(state, {id: newer});
  const read = readRun(writeRun(state, {id: now}));
  if (!read.ok) {
    throw new Error(read.reason.message);
  }
  const unfolded = Object.defineProperty(read.value, 'state', {get: () => expect.unreachable('it is folded')});
  const ghost = ghostOfRecord(unfolded, unexpected);
  expect(ghost()?.run).toBe(newer);
});
