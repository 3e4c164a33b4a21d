/** The journal in a file: durable when it says so, silent never, and finished after the first failure. */
import {spawnSync} from 'node:child_process';
import {
  appendFileSync,
  linkSync,
  lstatSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import {execPath} from 'node:process';
import {expect, test} from 'vitest';
import {headOf, scan} from '../../../src/journal/chain.ts';
import type {Disk} from '../../../src/journal/disk.ts';
import {nodeDisk} from '../../../src/journal/disk.ts';
import {createJournal} from '../../../src/journal/file-journal.ts';
import type {Journal} from '../../../src/journal/journal.ts';
import {journalContract} from '../../contract/journal.ts';
import {note, record, temporaryDirectory, tickingClock} from '../../support/journals.ts';

const newPath = () => join(temporaryDirectory(), 'journal.jsonl');

const created = (path: string, disk: Disk = nodeDisk): Journal => {
  const journal = createJournal({path, clock: tickingClock(), disk});
  if (!journal.ok) {
    throw new Error(journal.reason);
  }
  return journal.value;
};

const failsWith = (code: string) => () => {
  throw Object.assign(new Error(code), {code});
};

/** The same call, written down. */
const logged =
  <Args extends readonly unknown[], Value>(calls: string[], name: string, call: (...args: Args) => Value) =>
  (...args: Args): Value => {
    calls.push(name);
    return call(...args);
  };

journalContract('in a file', () => {
  const path = newPath();
  return {journal: created(path), durable: () => readFileSync(path)};
});

test('the file is for its owner alone', () => {
  const path = newPath();
  created(path).close();

  expect(lstatSync(path).mode & 0o777).toBe(0o600);
});

test('the name of the file is durable before the first entry, and every entry is synced after it is written', () => {
  const calls: string[] = [];
  const watched: Disk = {
    ...nodeDisk,
    create: logged(calls, 'create', nodeDisk.create),
    write: logged(calls, 'write', nodeDisk.write),
    sync: logged(calls, 'sync', nodeDisk.sync),
    syncFully: logged(calls, 'sync fully', nodeDisk.syncFully),
    syncDirectory: logged(calls, 'sync directory', nodeDisk.syncDirectory),
  };
  const journal = created(newPath(), watched);
  record(journal, [[note('a'), note('b')], [note('c')]]);
  journal.close();

  expect(calls).toEqual(['create', 'sync fully', 'sync directory', 'write', 'sync', 'write', 'sync']);
});

test('a journal that is there already is not begun again', () => {
  const path = newPath();
  created(path).close();

  expect(createJournal({path, clock: tickingClock()})).toMatchObject({
    ok: false,
    reason: expect.stringMatching('exists already'),
  });
});

test('a planted link is not followed', () => {
  const path = newPath();
  const victim = join(dirname(path), 'victim');
  symlinkSync(victim, path);

  expect(createJournal({path, clock: tickingClock()}).ok).toBe(false);
  expect(lstatSync(victim, {throwIfNoEntry: false})).toBeUndefined();
});

test.each([
  [
    'ENOSPC',
    /^The disk that holds .*journal\.jsonl is full: nothing more can be written; free space and run `lifeboat resume lifeboat-journal-/,
  ],
  ['EDQUOT', /quota .* is used up/],
  ['EROFS', /is read-only/],
  ['EIO', /reports an error/],
  ['EFBIG', /may not grow any further/],
  ['EACCES', /may not be written or read by this user/],
])('a write that fails with %s is one sentence with a way out', (code, sentence) => {
  const journal = created(newPath(), {...nodeDisk, write: failsWith(code)});
  journal.append(note('restore begins'));

  expect(journal.flush()).toMatchObject({ok: false, reason: expect.stringMatching(sentence)});
  journal.close();
});

test('after a failed sync nothing is tried again, nothing is kept, and the head is what was durable', () => {
  const path = newPath();
  let isBroken = false;
  const calls: string[] = [];
  const disk: Disk = {
    ...nodeDisk,
    write: logged(calls, 'write', nodeDisk.write),
    sync: file => (isBroken ? failsWith('EIO')() : nodeDisk.sync(file)),
  };
  const journal = created(path, disk);
  record(journal, [[note('durable')]]);
  const {hash} = journal.head();
  isBroken = true;
  journal.append(note('lost'));
  const failure = journal.flush();
  isBroken = false;
  journal.append(note('after'));

  expect(failure.ok).toBe(false);
  expect(journal.flush()).toEqual(failure);
  expect(calls).toHaveLength(2);
  expect(journal.head()).toEqual({entries: 1, hash});
  expect(scan(readFileSync(path))).toMatchObject({hashes: [hash], end: {kind: 'whole'}});
  journal.close();
});

test('a disk that takes only a part and reports no error is full, and the part is cut off again', () => {
  const path = newPath();
  let room = 800;
  const disk: Disk = {
    ...nodeDisk,
    write: (file, bytes) => {
      const taken = nodeDisk.write(file, bytes.subarray(0, room));
      room -= taken;
      return taken;
    },
  };
  const journal = created(path, disk);
  record(journal, [[note('a')], [note('b')], [note('c')]]);
  const {hash} = journal.head();
  journal.append(note('d'));

  expect(journal.flush()).toMatchObject({
    ok: false,
    reason: expect.stringMatching(/is full: it took \d+ of \d+ bytes/),
  });
  expect(scan(readFileSync(path))).toMatchObject({hashes: {length: 3, 2: hash}, end: {kind: 'whole'}});
  journal.close();
});

test('a real limit on the size of the file cuts a write short, and the journal ends whole', () => {
  const path = newPath();
  const program = `
    const {createJournal} = await import(${JSON.stringify(join(import.meta.dirname, '../../../src/journal/file-journal.ts'))});
    const made = createJournal({path: process.argv[1], clock: {nowMs: () => 0, monoUs: () => 0, bootUs: () => 0}});
    let flushed = made;
    for (let n = 0; n < 100 && flushed.ok; n += 1) {
      made.value.append({body: {type: 'noted', text: 'x'.repeat(300)}, actor: {name: 'ana', via: 'screen'}});
      flushed = made.value.flush();
    }
    console.log(JSON.stringify({...flushed, entries: made.value.head().entries}));
  `;
  const shell = 'trap "" XFSZ; ulimit -f 8; exec "$0" --input-type=module -e "$1" "$2"';
  const {stdout} = spawnSync('sh', ['-c', shell, execPath, program, path], {encoding: 'utf8'});
  const found = scan(readFileSync(path));

  expect(JSON.parse(stdout)).toMatchObject({ok: false, reason: expect.stringMatching(/is full: it took/)});
  expect(found).toMatchObject({end: {kind: 'whole'}});
  expect(headOf(found).entries).toBe(JSON.parse(stdout).entries);
});

test.each([
  ['deleted', (path: string) => rmSync(path)],
  ['moved', (path: string) => renameSync(path, `${path}.1`)],
  [
    'replaced',
    (path: string) => {
      renameSync(path, `${path}.1`);
      writeFileSync(path, readFileSync(`${path}.1`), {mode: 0o600});
    },
  ],
  ['linked', (path: string) => linkSync(path, `${path}.2`)],
  ['cut', (path: string) => truncateSync(path, 10)],
  ['added to', (path: string) => appendFileSync(path, '\n')],
])('a journal that somebody else has %s is not written to any more', (_, change) => {
  const path = newPath();
  const journal = created(path);
  record(journal, [[note('before')]]);
  change(path);
  const left = lstatSync(path, {throwIfNoEntry: false})?.size;
  journal.append(note('after'));

  expect(journal.flush()).toMatchObject({ok: false, reason: expect.stringMatching(path)});
  expect(lstatSync(path, {throwIfNoEntry: false})?.size).toBe(left);
  journal.close();
});

test('whichever call to the disk fails, what was reported durable is there and nothing else is reported', () => {
  const outcomes = new Set<string>();
  for (let failing = 0; failing < 20; failing += 1) {
    const path = newPath();
    let calls = 0;
    const count =
      <Args extends readonly unknown[], Value>(call: (...args: Args) => Value) =>
      (...args: Args): Value =>
        calls++ === failing ? failsWith('EIO')() : call(...args);
    const disk: Disk = {
      ...nodeDisk,
      create: count(nodeDisk.create),
      write: count(nodeDisk.write),
      sync: count(nodeDisk.sync),
      syncFully: count(nodeDisk.syncFully),
      syncDirectory: count(nodeDisk.syncDirectory),
      standing: count(nodeDisk.standing),
    };
    const made = createJournal({path, clock: tickingClock(), disk});
    const journal = made.ok ? made.value : undefined;
    const flushed = ['a', 'b', 'c'].filter(text => {
      journal?.append(note(text));
      return journal?.flush().ok;
    });
    journal?.close();
    const file = lstatSync(path, {throwIfNoEntry: false}) ? readFileSync(path) : Buffer.alloc(0);
    const facts = scan(file).facts.map(fact => (fact.type === 'noted' ? fact.text : ''));

    expect(facts).toEqual(flushed);
    outcomes.add(flushed.join(''));
  }
  expect([...outcomes].sort()).toEqual(['', 'a', 'ab', 'abc']);
});
