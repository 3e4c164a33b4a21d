/** Which runs can be gone on with. */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {memoryJournal} from '../../../src/journal/memory-journal.ts';
import {createRun, runDirectory} from '../../../src/journal/run-directory.ts';
import {isFinished, latestRun, latestWithoutNote, unfinishedRuns} from '../../../src/journal/unfinished-runs.ts';
import {draft, end, note, record, recovery, temporaryDirectory, tickingClock} from '../../support/journals.ts';

const written = (finish: (journal: ReturnType<typeof memoryJournal>) => void): string => {
  const journal = memoryJournal(tickingClock());
  record(journal, [recovery, Array.from({length: 40}, () => note('x'.repeat(6_000)))]);
  finish(journal);
  return journal.text();
};

const sealOf = (journal: ReturnType<typeof memoryJournal>) => ({
  head: journal.head().hash,
  entries: journal.head().entries,
});

const finished = written(end);
const unsealed = written(journal => record(journal, [[draft({type: 'run-ended', outcome: 'recovered'})]]));
const sealedOnTheWay = written(journal => record(journal, [[draft({type: 'sealed', ...sealOf(journal)})]]));

const stateWith = (journals: readonly (string | undefined)[]) => {
  const state = temporaryDirectory();
  const ids = journals.map((text, day) => {
    const run = createRun(state, `2026110${day + 1}t000000z-deletion-aaaaaa`);
    if (run.ok && text !== undefined) {
      writeFileSync(run.value.journal, text);
    }
    return run.ok ? run.value.id : '';
  });
  return {state, ids};
};

test('a run is finished when it has ended and is sealed, and at no moment before', () => {
  const {state, ids} = stateWith([finished, unsealed, finished.slice(0, -1), written(() => undefined), undefined, '']);
  const open = unfinishedRuns(state);

  expect(open.ok && open.value.map(({id}) => id)).toEqual(ids.slice(1).toReversed());
});

test('a seal on the way ends no run', () => {
  const {state} = stateWith([sealedOnTheWay]);
  const open = unfinishedRuns(state);

  expect(open.ok && open.value.map(isFinished)).toEqual([false]);
});

test('the latest run is the one that began last, if there is any', () => {
  const {state, ids} = stateWith([finished, unsealed]);
  const latest = latestRun(state);

  expect(latest.ok && latest.value?.id).toBe(ids[1]);
  expect(latestRun(temporaryDirectory())).toEqual({ok: true, value: undefined});
});

test('a seal that stands in the next file, because the first had no room for it, finishes a run as well', () => {
  const {state, ids} = stateWith([unsealed]);
  const run = runDirectory(state, ids[0] ?? '');
  expect(isFinished(run)).toBe(false);
  writeFileSync(join(run.path, 'journal-0002.jsonl'), finished.slice(unsealed.length));

  expect(isFinished(run)).toBe(true);
  expect(unfinishedRuns(state)).toEqual({ok: true, value: []});
});

test('a run that has ended and lacks its note is found, one that is open or has its note is not', () => {
  const {state, ids} = stateWith([finished, finished, unsealed, finished]);
  writeFileSync(runDirectory(state, ids[3] ?? '').headNote, 'its note');

  expect(latestWithoutNote(state)?.id).toBe(ids[1]);
  expect(latestWithoutNote(temporaryDirectory())).toBeUndefined();
});
