/** Torn journals: every state that a crash can leave is read as what was durable, and damage is never taken for a crash. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {scan} from '../../src/journal/chain.ts';
import type {Draft} from '../../src/journal/journal.ts';
import {joinSegments} from '../../src/journal/segments/join-segments.ts';
import {casesOf} from '../support/case-count.ts';
import {began, draft, journalText, note, recovery} from '../support/journals.ts';

const sectorBytes = 512;

const isThorough = process.env.CI === 'true';

const bytesOf = (batches: readonly (readonly Draft[])[]): Buffer => Buffer.from(journalText(batches));

/** Every way in which the sectors of an unsynced write can have reached the disk: the file is cut after any of them, and each before that holds the new bytes or zeros. */
function* crashStates(durable: Buffer, after: Buffer): Generator<Buffer> {
  const first = Math.floor(durable.length / sectorBytes);
  const ends = [durable.length];
  for (let sector = first; (ends.at(-1) ?? 0) < after.length; sector += 1) {
    ends.push(Math.min(after.length, (sector + 1) * sectorBytes));
  }
  for (const [sectors, size] of ends.entries()) {
    for (let lost = 0; lost < 2 ** sectors; lost += 1) {
      const state = Buffer.from(after.subarray(0, size));
      for (let sector = 0; sector < sectors; sector += 1) {
        if (lost & (1 << sector)) {
          state.fill(0, ends[sector], ends[sector + 1]);
        }
      }
      yield state;
    }
  }
}

test('no crash while a write is on its way looks like damage, and none loses what was durable', () => {
  const histories: readonly (readonly [readonly (readonly Draft[])[], readonly Draft[]])[] = [
    [[recovery.slice(0, 3)], recovery.slice(3)],
    [
      [recovery],
      [began('a'), began('b'), began('c'), began('d'), began('e'), began('f'), began('g'), began('h'), began('i')],
    ],
    [[], recovery],
    [recovery.map(fact => [fact]), [note('x'.repeat(3_000)), note('short'), note('y'.repeat(700))]],
    [[recovery, [note('z'.repeat(400))]], Array.from({length: 16}, (_, item) => note(`ticket ${item} is back`))],
  ];
  const states = histories.reduce((sum, [before, write]) => sum + tryStates(before, write), 0);
  expect(states).toBeGreaterThanOrEqual(1_668);
});

test('nor does any while some other write of some other run is on its way', () => {
  const facts = (most: number, length: number) =>
    fc.array(
      fc.nat({max: length}).map(size => note('x'.repeat(size))),
      {minLength: 1, maxLength: most},
    );
  const runs = casesOf({sample: 4, full: 60});
  let states = 0;
  fc.assert(
    fc.property(fc.array(facts(3, 300), {maxLength: 6}), facts(7, 400), (before, write) => {
      states += tryStates(before, write);
    }),
    {numRuns: runs},
  );
  expect(states).toBeGreaterThanOrEqual(runs * 20);
});

/** Reads every state that a crash of the write can leave after what was durable before; gives how many there are. */
const tryStates = (before: readonly (readonly Draft[])[], write: readonly Draft[]): number => {
  const durable = bytesOf(before);
  const after = bytesOf([...before, write]);
  const complete = scan(after).hashes;
  const durableEntries = scan(durable).facts.length;
  let states = 0;
  for (const state of crashStates(durable, after)) {
    const {hashes, end} = scan(state);
    states += 1;
    if (end.kind === 'damaged' || hashes.length < durableEntries || hashes.some((hash, at) => hash !== complete[at])) {
      expect.fail(`state ${states}: ${end.kind}, ${hashes.length} entries of ${durableEntries} durable ones`);
    }
  }
  return states;
};

const degraded = (entries: number): Draft =>
  draft({
    type: 'degraded',
    cause: 'EIO',
    follows: 'journal.jsonl',
    entries,
    where: 'run-directory',
    file: 'journal-0002.jsonl',
  });

/** A file whose write failed, and the one that goes on: what is durable, what waited, and what was written there later. */
const deadAndNext = (before: readonly Draft[], waiting: readonly Draft[], later: readonly Draft[]) => {
  const durable = bytesOf([before]);
  const first = bytesOf([before, [...waiting, degraded(before.length)]]);
  const all = bytesOf([before, [...waiting, degraded(before.length)], later]);
  return {
    durable,
    written: bytesOf([before, waiting]),
    segment: first.subarray(durable.length),
    grown: all.subarray(durable.length),
    hashes: scan(all).hashes,
    durableEntries: before.length,
  };
};

test('whatever the failed write left in the dead file and a crash left of the next one, both read as what was durable', () => {
  const histories = [
    deadAndNext(recovery.slice(0, 3), recovery.slice(3, 6), [note('later')]),
    deadAndNext(recovery, [note('x'.repeat(300))], [note('y'.repeat(400))]),
    deadAndNext([], recovery.slice(0, 3), recovery.slice(4, 6)),
    deadAndNext(recovery.slice(0, 2), [began('a')], [began('b'), began('c')]),
    deadAndNext(recovery, [note('z'.repeat(900))], [note('w'.repeat(600))]),
    ...(isThorough ? [deadAndNext([], recovery.slice(0, 4), recovery.slice(4))] : []),
  ];
  let states = 0;
  const look = (dead: Buffer, next: Buffer, {hashes, least}: {hashes: readonly string[]; least: number}): void => {
    const joined = joinSegments([
      {path: 'journal.jsonl', bytes: dead},
      {path: 'journal-0002.jsonl', bytes: next},
    ]);
    const found = scan(joined.bytes);
    states += 1;
    if (
      found.end.kind === 'damaged' ||
      found.hashes.length < least ||
      found.hashes.some((hash, at) => hash !== hashes[at])
    ) {
      expect.fail(`state ${states}: ${found.end.kind}, ${found.hashes.length} entries of at least ${least}`);
    }
  };
  for (const {durable, written, segment, grown, hashes, durableEntries} of histories) {
    const reported = durableEntries + linesIn(segment);
    for (const dead of crashStates(durable, written)) {
      // While it is begun nothing of it was reported, once it stands all of it was, and later writes are like any other.
      for (const next of crashStates(Buffer.alloc(0), segment)) {
        look(dead, next, {hashes, least: next.equals(segment) ? reported : durableEntries});
      }
      for (const next of crashStates(segment, grown)) {
        look(dead, next, {hashes, least: reported});
      }
    }
  }
  expect(states).toBeGreaterThanOrEqual(isThorough ? 3_800 : 1_400);
});

const linesIn = (bytes: Buffer): number => bytes.filter(byte => byte === 0x0a).length;

test('an entry of a dead file that says it was durable is no rest of a failed write', () => {
  const {durable, segment} = deadAndNext(recovery.slice(0, 3), recovery.slice(3, 6), []);
  const longer = bytesOf([recovery.slice(0, 3), recovery.slice(3, 4), recovery.slice(4, 5)]);
  const join = (dead: Buffer) =>
    scan(
      joinSegments([
        {path: 'journal.jsonl', bytes: dead},
        {path: 'journal-0002.jsonl', bytes: segment},
      ]).bytes,
    ).end.kind;

  expect(join(durable)).toBe('whole');
  expect(join(longer)).toBe('damaged');
  expect(join(durable.subarray(0, -1))).toBe('damaged');
  expect(join(durable.subarray(0, durable.indexOf(0x0a) + 1))).toBe('damaged');
});

test('a journal cut at any byte reads as a prefix and says so', () => {
  const file = bytesOf([recovery.slice(0, 2), recovery.slice(2, 5), recovery.slice(5)]);
  const {hashes} = scan(file);
  let lineEnd = 0;
  let lines = 0;
  for (let size = 0; size <= file.length; size += 1) {
    if (file[size - 1] === 0x0a) {
      lineEnd = size;
      lines += 1;
    }
    const found = scan(file.subarray(0, size));
    const problem = {code: 'unterminated', message: 'breaks off', wellFormed: false};

    expect(found.hashes).toEqual(hashes.slice(0, lines));
    expect(found.end).toEqual(
      size === lineEnd ? {kind: 'whole'} : {kind: 'torn', offset: lineEnd, bytes: size - lineEnd, problem},
    );
  }
  expect(lines).toBe(recovery.length);
});

test('a byte that changes in an entry that was durable before the last write is damage, at that entry', () => {
  const before = [recovery.slice(0, 2), recovery.slice(2, 5)];
  const durable = bytesOf(before);
  const file = bytesOf([...before, recovery.slice(5, 6)]);
  for (let at = 0; at < durable.length; at += 1) {
    const entry = durable.subarray(0, at).filter(byte => byte === 0x0a).length;
    for (const flip of [0x01, 0x20, 0x80, file[at] ?? 0, (file[at] ?? 0) ^ 0x0a]) {
      if (flip !== 0) {
        const changed = Buffer.from(file);
        changed[at] = (file[at] ?? 0) ^ flip;
        const {facts, end} = scan(changed);
        if (end.kind !== 'damaged' || facts.length !== entry) {
          expect.fail(`byte ${at} ^ ${flip}: ${end.kind} at entry ${facts.length}, not damaged at ${entry}`);
        }
      }
    }
  }
});

test('any bytes at all are read without an error, and as no more than they prove', () => {
  const file = bytesOf([recovery.slice(0, 3), recovery.slice(3)]);
  const {hashes} = scan(file);
  fc.assert(
    fc.property(
      fc.nat({max: file.length}),
      fc.uint8Array({maxLength: 300}),
      fc.nat({max: file.length}),
      (from, foreign, to) => {
        const found = scan(Buffer.concat([file.subarray(0, from), foreign, file.subarray(to)]));

        expect(found.hashes).toEqual(hashes.slice(0, found.hashes.length));
      },
    ),
    {numRuns: casesOf({sample: 1_000, full: 100_000})},
  );
});
