/** Going on in the journal of an interrupted run. */
import {chmodSync, existsSync, linkSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect, test} from 'vitest';
import {headOf, link, scan} from '../../../src/journal/chain.ts';
import {nodeDisk} from '../../../src/journal/disk.ts';
import {writeLine} from '../../../src/journal/entry.ts';
import {memoryJournal} from '../../../src/journal/memory-journal.ts';
import {openJournal} from '../../../src/journal/open-journal.ts';
import {sha256} from '../../../src/journal/safe-file.ts';
import {
  draft,
  end,
  journalText,
  note,
  record,
  recovery,
  temporaryDirectory,
  tickingClock,
} from '../../support/journals.ts';

const whole = journalText([recovery.slice(0, 3), recovery.slice(3)]);
const started = journalText([recovery.slice(0, 3)]);

const journalOf = (bytes: string | Uint8Array): string => {
  const path = join(temporaryDirectory(), 'journal.jsonl');
  writeFileSync(path, bytes, {mode: 0o600});
  return path;
};

const reopen = (path: string, disk = nodeDisk) => openJournal({path, clock: tickingClock(), disk});

const opened = (path: string) => {
  const result = reopen(path);
  if (!result.ok) {
    throw new Error(result.reason.message);
  }
  return result.value;
};

test('a whole journal is gone on with: next number, next session, and everything before is durable', () => {
  const path = journalOf(whole);
  const {journal, facts, session, tails} = opened(path);
  const [fact] = record(journal, [[note('back again')]]);
  journal.close();

  expect({facts: facts.length, session, tails}).toEqual({facts: 8, session: 2, tails: []});
  expect(fact).toMatchObject({seq: 8, sync: 7, session: 2});
  expect(scan(readFileSync(path))).toMatchObject({facts: {length: 9}, end: {kind: 'whole'}});
});

test('what was read is synced before it is trusted: the process before may have died between write and sync', () => {
  const path = journalOf(whole);
  let syncs = 0;
  const result = reopen(path, {
    ...nodeDisk,
    syncFully: file => {
      syncs += 1;
      nodeDisk.syncFully(file);
    },
  });

  expect(result.ok).toBe(true);
  expect(syncs).toBe(1);
});

test('a torn tail is kept beside the journal, cut off, and told of until a fact names it', () => {
  const torn = whole.slice(started.length, started.length + 150);
  const path = journalOf(started + torn);
  const offset = Buffer.byteLength(started);
  const tail = {
    offset,
    bytes: Buffer.byteLength(torn),
    sha256: sha256(Buffer.from(torn)),
    file: `journal.torn-${offset}`,
  };

  const first = opened(path);
  first.journal.close();
  const second = opened(path);
  record(second.journal, [second.tails.map(removed => draft({type: 'tail-removed', ...removed}))]);
  second.journal.close();

  expect(first.tails).toEqual([tail]);
  expect(second.tails).toEqual([tail]);
  expect(opened(path).tails).toEqual([]);
  expect(readFileSync(join(dirname(path), tail.file), 'utf8')).toBe(torn);
  expect(scan(readFileSync(path)).end.kind).toBe('whole');
});

test('a crash between keeping and cutting leaves one copy; another tail at the same place gets a second', () => {
  const offset = Buffer.byteLength(started);
  const path = journalOf(`${started}{"hash":"first`);
  const cannotCut = reopen(path, {
    ...nodeDisk,
    truncate: () => {
      throw Object.assign(new Error('EIO'), {code: 'EIO'});
    },
  });
  opened(path).journal.close();
  writeFileSync(path, `${started}{"hash":"second`);
  opened(path).journal.close();

  expect(cannotCut).toMatchObject({ok: false, reason: {kind: 'unusable'}});
  expect(readdirSync(dirname(path)).sort()).toEqual([
    'journal.jsonl',
    `journal.torn-${offset}`,
    `journal.torn-${offset}-2`,
  ]);
});

test.each([
  ['missing', undefined],
  ['empty', ''],
  ['broken off in its first entry', started.slice(0, 300)],
  ['zeros', '\0'.repeat(512)],
])('a journal that is %s belongs to a run that never started', (_, bytes) => {
  const path = bytes === undefined ? join(temporaryDirectory(), 'journal.jsonl') : journalOf(bytes);

  expect(reopen(path)).toMatchObject({ok: false, reason: {kind: 'never-started'}});
});

test('a damaged journal is refused in a sentence and not touched', () => {
  const path = journalOf(whole.replace('stop_writes', 'stop_reads_'));
  const before = readFileSync(path);

  expect(reopen(path)).toMatchObject({
    ok: false,
    reason: {
      kind: 'damaged',
      message: expect.stringMatching(/entry 2 was changed.*`lifeboat verify lifeboat-journal-/),
    },
  });
  expect(readFileSync(path)).toEqual(before);
  expect(readdirSync(dirname(path))).toEqual(['journal.jsonl']);
});

test('a run that has ended and is sealed is not resumed', () => {
  const journal = memoryJournal(tickingClock());
  record(journal, [recovery]);
  end(journal);

  expect(reopen(journalOf(journal.text()))).toMatchObject({ok: false, reason: {kind: 'finished'}});
});

test('a journal with a fact of a newer program is not gone on with', () => {
  const {hash} = headOf(scan(Buffer.from(started)));
  const text =
    started.split('\n')[2]?.slice(82, -1).replace('"seq":2', '"seq":3').replace('"began"', '"teleported"') ?? '';
  const path = journalOf(started + writeLine(link(hash, text), text));

  expect(reopen(path)).toMatchObject({
    ok: false,
    reason: {kind: 'newer', message: expect.stringMatching('teleported')},
  });
});

test('a link in the place of a journal is not followed', () => {
  const target = journalOf(whole);
  const path = join(dirname(target), 'linked.jsonl');
  symlinkSync(target, path);

  expect(reopen(path)).toMatchObject({
    ok: false,
    reason: {kind: 'unusable', message: expect.stringMatching('symbolic link')},
  });
});

test('a journal with a second name is not gone on with, and its tail stays: the other name may be a backup', () => {
  const path = journalOf(`${started}{"hash`);
  linkSync(path, `${path}.backup`);

  expect(reopen(path)).toMatchObject({
    ok: false,
    reason: {kind: 'unusable', message: expect.stringMatching('hard link')},
  });
  expect(readFileSync(path, 'utf8')).toBe(`${started}{"hash`);
});

test('a journal that others may write to is not gone on with', () => {
  const path = journalOf(whole);
  chmodSync(path, 0o622);

  expect(reopen(path)).toMatchObject({
    ok: false,
    reason: {kind: 'unusable', message: expect.stringMatching(/Other users may write to .*chmod go-w/)},
  });
});

test('a sealed record is brought home, and nothing is added to it', () => {
  const journal = memoryJournal(tickingClock());
  record(journal, [recovery]);
  const before = journal.text();
  end(journal);
  const path = journalOf(before);
  const away = join(temporaryDirectory(), 'journal-0002.jsonl');
  writeFileSync(away, journal.text().slice(before.length), {mode: 0o600});
  writeFileSync(join(dirname(path), 'journal-next'), `${away}\n`);

  expect(reopen(path)).toMatchObject({
    ok: false,
    reason: {kind: 'finished', message: expect.stringMatching(/brought home/)},
  });
  expect(existsSync(away)).toBe(false);
  expect(readdirSync(dirname(path)).sort()).toEqual(['journal-0002.jsonl', 'journal.jsonl']);
  expect(readFileSync(path, 'utf8') + readFileSync(join(dirname(path), 'journal-0002.jsonl'), 'utf8')).toBe(
    journal.text(),
  );
});

test('what a failed write left in a dead file is kept and cut off, so that the files are one after the other', () => {
  const path = journalOf(whole.slice(0, started.length + 150));
  const rest = whole.slice(started.length, started.length + 150);
  writeFileSync(join(dirname(path), 'journal-0002.jsonl'), whole.slice(started.length), {mode: 0o600});
  const {journal, facts, tails} = opened(path);
  record(journal, [tails.map(removed => draft({type: 'tail-removed', ...removed}))]);
  journal.close();

  expect(facts).toHaveLength(8);
  expect(tails).toMatchObject([{file: `journal.torn-${started.length}`, bytes: Buffer.byteLength(rest)}]);
  const files = ['journal.jsonl', 'journal-0002.jsonl'].map(name => readFileSync(join(dirname(path), name)));
  expect(scan(Buffer.concat(files))).toMatchObject({facts: {length: 9}, end: {kind: 'whole'}});
});
