/** A journal whose file fails, and goes on in the next one. */
import {chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {scan} from '../../../../src/journal/chain.ts';
import {createJournal} from '../../../../src/journal/file-journal.ts';
import type {Journal} from '../../../../src/journal/journal.ts';
import {readRunJournal} from '../../../../src/journal/run-journal.ts';
import {sinksOf} from '../../../../src/journal/segments/sinks.ts';
import {type FailingDisk, failingDisk, type When} from '../../../support/failing-disk.ts';
import {draft, end, note, record, recovery, temporaryDirectory, tickingClock} from '../../../support/journals.ts';

/** A run whose disk begins to fail at its second flush, and the places beside it. */
const failingRun = (how: Partial<When> = {}) => {
  const root = temporaryDirectory();
  const run = join(root, 'a-run');
  mkdirSync(run);
  const sinks = sinksOf(run, {LIFEBOAT_FALLBACK: join(root, 'fallback'), XDG_RUNTIME_DIR: join(root, 'runtime')});
  const disk: FailingDisk = failingDisk({at: 7, lasting: false, fault: 'EIO', below: run, ...how});
  const path = join(run, 'journal.jsonl');
  let released = 0;
  const made = createJournal({
    path,
    clock: tickingClock(),
    disk,
    beside: {
      sinks,
      makeRoom: () => {
        released += 1;
      },
    },
  });
  if (!made.ok) {
    throw new Error(made.reason);
  }
  record(made.value, [recovery.slice(0, 3)]);
  const read = () => {
    const journal = readRunJournal(path, sinks);
    return journal.ok ? scan(journal.value.bytes) : undefined;
  };
  return {root, run, path, journal: made.value, read, released: () => released};
};

const flushed = (journal: Journal, text: string) => {
  journal.append(note(text));
  return journal.flush();
};

test('what waited stands in the next file as it was, with the same hash, and behind it that the record is degraded', () => {
  const {journal, read, run} = failingRun();
  const fact = journal.append(note('the venue was called'));
  const {hash} = journal.head();
  const result = journal.flush();

  expect(result).toEqual({
    ok: true,
    value: [
      expect.objectContaining({
        seq: 4,
        sync: 2,
        type: 'degraded',
        cause: 'EIO',
        follows: 'journal.jsonl',
        entries: 3,
        where: 'run-directory',
        file: 'journal-0002.jsonl',
      }),
    ],
  });
  expect(read()).toMatchObject({facts: {length: 5, 3: fact}, hashes: {3: hash}, end: {kind: 'whole'}});
  expect(scan(readFileSync(join(run, 'journal.jsonl'))).facts).toHaveLength(3);
  expect(flushed(journal, 'and it goes on')).toEqual({ok: true, value: []});
  expect(read()?.facts).toHaveLength(6);
});

test('where the whole directory fails it goes on in the fallback, and where that is open to others in memory', () => {
  const first = failingRun({lasting: true});
  expect(flushed(first.journal, 'one')).toMatchObject({value: [{where: 'fallback', file: 'journal-0003.jsonl'}]});
  expect(readdirSync(join(first.root, 'fallback', 'a-run'))).toEqual(['journal-0003.jsonl']);

  const second = failingRun({lasting: true});
  mkdirSync(join(second.root, 'fallback', 'a-run'), {recursive: true});
  chmodSync(join(second.root, 'fallback', 'a-run'), 0o755);
  expect(flushed(second.journal, 'one')).toMatchObject({value: [{where: 'volatile'}]});
  expect(second.read()?.facts).toHaveLength(5);
});

test('room is made when the disk is full, and for no other reason', () => {
  for (const fault of ['ENOSPC', 'EDQUOT', 'short write', 'EIO', 'EROFS'] as const) {
    const {journal, released} = failingRun({fault, at: fault === 'short write' ? 1 : 7});
    expect(flushed(journal, 'one').ok).toBe(true);
    expect([fault, released()]).toEqual([fault, fault === 'EIO' || fault === 'EROFS' ? 0 : 1]);
  }
});

test('where no place takes it the journal ends in one sentence, with the head that was durable', () => {
  const {journal, root, read} = failingRun({lasting: true, below: ''});
  rmSync(join(root, 'fallback'), {recursive: true, force: true});
  const {hash} = journal.head();
  const failure = flushed(journal, 'lost');

  expect(failure).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/reports an error.*lifeboat resume a-run.*is safe.*on paper/),
  });
  expect(flushed(journal, 'more')).toEqual(failure);
  expect(journal.head()).toEqual({entries: 3, hash});
  expect(read()?.facts).toHaveLength(3);
});

test('a file that somebody else changed ends the journal: nothing goes on beside a beginning that is in doubt', () => {
  const {journal, path, run} = failingRun({at: 1_000});
  writeFileSync(path, 'something else');

  expect(flushed(journal, 'lost')).toMatchObject({ok: false, reason: expect.stringMatching(/by another program/)});
  expect(readdirSync(run)).toEqual(['journal.jsonl']);
});

test('nothing follows the last seal: it goes into the next file alone, and not out of the run’s directory', () => {
  // The first flush, the end, and then the write of the seal.
  const home = failingRun({at: 10});
  end(home.journal);
  const facts = home.read()?.facts.map(({type}) => type) ?? [];
  expect(facts.slice(-2)).toEqual(['run-ended', 'sealed']);
  expect(existsSync(join(home.run, 'journal-0002.jsonl'))).toBe(true);

  const away = failingRun({at: 10, lasting: true});
  record(away.journal, [[draft({type: 'run-ended', outcome: 'recovered'})]]);
  const {hash, entries} = away.journal.head();
  away.journal.append(draft({type: 'sealed', head: hash, entries}));
  expect(away.journal.flush()).toMatchObject({ok: false});
  expect(away.read()?.facts.at(-1)?.type).toBe('run-ended');
});
