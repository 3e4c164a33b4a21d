/** The journal on a disk that fails: whichever call it is and however it fails, what was reported durable is read again. */
import {appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, dirname, join} from 'node:path';
import {expect, test} from 'vitest';
import {scan} from '../../src/journal/chain.ts';
import {type Disk, nodeDisk} from '../../src/journal/disk.ts';
import {createJournal} from '../../src/journal/file-journal.ts';
import type {Draft, Journal} from '../../src/journal/journal.ts';
import {openJournal} from '../../src/journal/open-journal.ts';
import {readRunJournal} from '../../src/journal/run-journal.ts';
import {makeBallast, releaseBallast} from '../../src/journal/segments/ballast.ts';
import type {Beside} from '../../src/journal/segments/go-on-beside.ts';
import {sinksOf} from '../../src/journal/segments/sinks.ts';
import {verifyRun} from '../../src/journal/verify/verify.ts';
import {type FailingDisk, type Fault, failingDisk, faults} from '../support/failing-disk.ts';
import {began, draft, note, record, recovery, tickingClock} from '../support/journals.ts';

/** In memory where there is such a place: thousands of syncs of a real disk would take minutes. */
const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

type Place = {readonly path: string; readonly run: string; readonly beside: Beside};

/** A run's directory, a fallback and a place in memory. */
const place = (root: string): Place => {
  const run = join(root, 'runs', 'a-run-k7q2xw');
  mkdirSync(run, {recursive: true, mode: 0o700});
  makeBallast(root);
  const sinks = sinksOf(run, {LIFEBOAT_FALLBACK: join(root, 'fallback'), XDG_RUNTIME_DIR: join(root, 'runtime')});
  return {path: join(run, 'journal.jsonl'), run, beside: {sinks, makeRoom: () => releaseBallast(root)}};
};

/** What a session was told: the hashes that were reported durable, by number, and the sentences of refusals. */
type Told = {readonly durable: Map<number, string>; readonly refused: string[]};

const tell = (journal: Journal, batches: readonly (readonly Draft[])[], told: Told): void => {
  for (const batch of batches) {
    const hashes = batch.map(one => [journal.append(one).seq, journal.head().hash] as const);
    const flushed = journal.flush();
    if (flushed.ok) {
      for (const [seq, hash] of hashes) {
        told.durable.set(seq, hash);
      }
    } else {
      told.refused.push(flushed.reason);
    }
  }
};

const sealOf = (journal: Journal): Draft => {
  const {hash, entries} = journal.head();
  return draft({type: 'sealed', head: hash, entries});
};

const newRun = ({path, beside}: Place, disk: Disk, told: Told): void => {
  const made = createJournal({path, clock: tickingClock(), disk, beside});
  if (!made.ok) {
    told.refused.push(made.reason);
    return;
  }
  const journal = made.value;
  tell(journal, [recovery.slice(0, 3), recovery.slice(3, 5), recovery.slice(5)], told);
  tell(journal, [[draft({type: 'run-ended', outcome: 'recovered'})]], told);
  tell(journal, [[sealOf(journal)]], told);
  journal.close();
};

const resume = ({path, beside}: Place, disk: Disk, told: Told): void => {
  const opened = openJournal({path, clock: tickingClock(), disk, beside});
  if (!opened.ok) {
    told.refused.push(opened.reason.message);
    return;
  }
  const {journal, tails, restorable} = opened.value;
  const first = [
    ...tails.map(tail => draft({type: 'tail-removed', ...tail})),
    ...(restorable === undefined ? [] : [draft({type: 'restored', file: restorable})]),
    note('back again'),
  ];
  tell(journal, [first, [began('restore_payments')], [note('the venue was called')]], told);
  journal.close();
};

const wellRun = (where: Place, disk: Disk = nodeDisk): Told => {
  const told: Told = {durable: new Map(), refused: []};
  const made = createJournal({path: where.path, clock: tickingClock(), disk, beside: where.beside});
  if (made.ok) {
    tell(made.value, [recovery.slice(0, 4), recovery.slice(4)], told);
    made.value.close();
  }
  return told;
};

/** A journal in the fallback: everything in the run's directory failed from its second write on. */
const degradedRun = (where: Place): Told => {
  const told = wellRun(where, failingDisk({at: 7, lasting: true, fault: 'EIO', below: where.run}));
  expect(told.refused).toEqual([]);
  expect(readdirSync(join(where.run, '..', '..', 'fallback', basename(where.run)))).toEqual(['journal-0003.jsonl']);
  return told;
};

type Scenario = {readonly before: (where: Place) => Told; readonly act: typeof newRun};

const nothing = (): Told => ({durable: new Map(), refused: []});

const scenarios: readonly (readonly [string, Scenario])[] = [
  ['a new run', {before: nothing, act: newRun}],
  [
    'a run that is resumed with a torn tail',
    {
      before: where => {
        const told = wellRun(where);
        appendFileSync(where.path, '{"hash":"0000');
        return told;
      },
      act: resume,
    },
  ],
  ['a run whose record went on in the fallback', {before: degradedRun, act: resume}],
  [
    'a run whose record went on in the fallback and was torn there',
    {
      before: where => {
        const told = degradedRun(where);
        appendFileSync(
          join(dirname(where.beside.sinks[1]?.directory ?? ''), basename(where.run), 'journal-0003.jsonl'),
          '{"ha',
        );
        return told;
      },
      act: resume,
    },
  ],
];

type How = {
  readonly fault: Fault;
  readonly lasting: boolean;
  /** Also in the places that the journal could go on in. */
  readonly everywhere: boolean;
  /** Afterwards the host loses its power. */
  readonly powerLost: boolean;
};

const yesAndNo = [false, true];

const everyWay = (fault: Fault): readonly How[] =>
  yesAndNo.flatMap(lasting =>
    yesAndNo.flatMap(everywhere => yesAndNo.map(powerLost => ({fault, lasting, everywhere, powerLost}))),
  );

/** With CI every way; otherwise every fault in one way, and a failing and a full disk in those that differ most. */
const ways: readonly How[] =
  process.env.CI === 'true'
    ? faults.flatMap(everyWay)
    : [
        ...faults.map(fault => ({fault, lasting: true, everywhere: false, powerLost: true})),
        {fault: 'EIO', lasting: false, everywhere: true, powerLost: false},
        {fault: 'ENOSPC', lasting: true, everywhere: true, powerLost: false},
        {fault: 'short write', lasting: false, everywhere: false, powerLost: false},
      ];

/** Lets call number 0, 1, 2 … fail until the scenario needs no more calls, and looks at what is left of each. */
const sweep = (
  {before, act}: Scenario,
  how: How,
  look: (where: Place, told: Told, disk: FailingDisk) => void,
): number => {
  for (let at = 0; ; at += 1) {
    const root = mkdtempSync(join(base, 'lifeboat-journal-'));
    try {
      const where = place(root);
      const told = before(where);
      const disk = failingDisk({at, ...how, below: how.everywhere ? root : where.run});
      act(where, disk, told);
      if (disk.calls.length <= at) {
        return at;
      }
      if (how.powerLost) {
        disk.losePower();
      }
      look(where, told, disk);
    } finally {
      rmSync(root, {recursive: true, force: true});
    }
  }
};

const expectNothingLost = ({path, run, beside}: Place, {durable, refused}: Told, {calls}: FailingDisk): void => {
  const where = `call ${calls.length}: ${calls.join(' ')}`;
  const read = readRunJournal(path, beside.sinks);
  const bytes = read.ok ? read.value.bytes : Buffer.alloc(0);
  const {hashes, end} = scan(bytes);
  const lost = [...durable].filter(([seq, hash]) => hashes[seq] !== hash);
  expect({where, lost, end: end.kind === 'damaged' ? end : 'readable'}).toEqual({where, lost: [], end: 'readable'});
  for (const sentence of refused) {
    expect(sentence).toMatch(/^[^\n]*[.!]$/);
  }

  // And whoever comes when the disk is well again goes on behind all of it, in the run's own directory.
  const again = openJournal({path, clock: tickingClock(), beside});
  if (!again.ok) {
    expect(['never-started', 'finished'], `${where}: ${again.reason.message}`).toContain(again.reason.kind);
    expect(again.reason.kind === 'finished' || durable.size === 0, where).toBe(true);
    return;
  }
  const {journal, tails, restorable} = again.value;
  record(journal, [
    [
      ...tails.map(tail => draft({type: 'tail-removed', ...tail})),
      ...(restorable === undefined ? [] : [draft({type: 'restored', file: restorable})]),
    ],
    [note('it goes on')],
  ]);
  journal.close();
  const files = readdirSync(run)
    .filter(name => /^journal(-\d{4})?\.jsonl$/.test(name))
    .sort(bySegment);
  const joined = Buffer.concat(files.map(name => readFileSync(join(run, name))));
  const judged = verifyRun({
    journal: joined,
    readFile: name => (existsSync(join(run, name)) ? readFileSync(join(run, name)) : undefined),
    outputFiles: [],
  });
  // The pinned files of this run are in no disk.
  const problems = judged.problems.filter(
    ({code, seq}) => !(code === 'file-missing' && seq === 0) && code !== 'unsealed',
  );
  expect({where, problems}).toEqual({where, problems: []});
  expect(scan(joined).hashes.length).toBeGreaterThan(durable.size);
};

/** `journal.jsonl` is the first, whatever the alphabet says. */
const bySegment = (one: string, other: string): number =>
  Number(/\d+/.exec(one)?.[0] ?? 1) - Number(/\d+/.exec(other)?.[0] ?? 1);

test.each(scenarios)('%s loses nothing that it was told is recorded, whichever call fails', (_, scenario) => {
  const cases = ways.map(how => sweep(scenario, how, expectNothingLost));
  expect(Math.min(...cases)).toBeGreaterThan(1);
});
