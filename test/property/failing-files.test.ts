/** A whole run on a disk that fails, through every module that writes: it throws nothing, does nothing before it is recorded, and its record holds. */
import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {fail, type Result, succeed} from '../../src/base/result.ts';
import {createEngine} from '../../src/engine/engine.ts';
import {createRunClock} from '../../src/engine/run-clock.ts';
import {createValues} from '../../src/engine/values/values.ts';
import {attachEvidence} from '../../src/journal/attach-evidence.ts';
import {scan} from '../../src/journal/chain.ts';
import {createJournal} from '../../src/journal/file-journal.ts';
import {createRun, runDirectory} from '../../src/journal/run-directory.ts';
import {writeFirstFiles, writeHeadNote} from '../../src/journal/run-files.ts';
import {readRunJournal} from '../../src/journal/run-journal.ts';
import {makeBallast, releaseBallast} from '../../src/journal/segments/ballast.ts';
import {sinksOf} from '../../src/journal/segments/sinks.ts';
import {openStateDirectory} from '../../src/journal/state-directory.ts';
import {runEvidence} from '../../src/journal/verify/run-evidence.ts';
import {verifyRun} from '../../src/journal/verify/verify.ts';
import {compile} from '../../src/machine/compile.ts';
import {outlineOf} from '../../src/machine/outline.ts';
import type {Fact, FactBody} from '../../src/run/event.ts';
import {notStarted} from '../../src/run/fold.ts';
import {attemptFileName} from '../../src/run/path.ts';
import {followOutput} from '../../src/runners/output.ts';
import {faults} from '../support/failing-disk.ts';
import {type FailAt, type FailingFiles, failingFiles} from '../support/failing-files.ts';
import {fakeClock} from '../support/fake-clock.ts';
import {done, fakeRunners} from '../support/fake-runners.ts';
import {started} from '../support/histories.ts';
import {commandStep, endStep, instructionStep, milestoneStep, runbookOf} from '../support/model.ts';

const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const id = '20261101t030000z-lost-tickets-aaaaaa';
const runbook = runbookOf([
  commandStep('stop_writes'),
  instructionStep('call'),
  commandStep('restore_rows'),
  milestoneStep('service_restored'),
  endStep('finish'),
]);

type Seen = {
  /** Everything that came back as a sentence. */
  readonly refused: string[];
  /** What was told as durable. */
  readonly told: Fact[];
  /** Steps that were performed, and whether their beginning could be read from a disk then. */
  readonly performed: {readonly step: string; readonly isRecorded: boolean}[];
  ended?: string;
};

type Opening = {readonly root: string; readonly seen: Seen; readonly files: FailingFiles};

const sinksIn = (root: string) =>
  sinksOf(runDirectory(join(root, 'state'), id).path, {
    LIFEBOAT_FALLBACK: join(root, 'fallback'),
    XDG_RUNTIME_DIR: join(root, 'runtime'),
  });

const firstFiles = [
  {path: 'outline.json', bytes: Buffer.from('{}'), isPinned: false},
  {path: 'runbook.yaml', bytes: Buffer.from('format: 1\n'), isPinned: true},
];

/** As `lifeboat run` does it, with a world of its own. Everything that fails comes back as a value. */
const wholeRun = async ({root, seen, files}: Opening): Promise<void> => {
  const take = <Value>(result: Result<Value>): Value | undefined => {
    if (!result.ok) {
      seen.refused.push(result.reason);
    }
    return result.ok ? result.value : undefined;
  };
  const state = take(openStateDirectory(join(root, 'state')));
  if (state === undefined) {
    return;
  }
  makeBallast(state);
  const directory = take(createRun(state, id));
  const written = directory && take(await writeFirstFiles(directory, firstFiles));
  const [outline, pinned] = written ?? [];
  const clock = fakeClock();
  const beside = {sinks: sinksIn(root), makeRoom: () => releaseBallast(state)};
  const journal = outline && directory && take(createJournal({path: directory.journal, clock, beside}));
  if (!(pinned && outline && directory && journal)) {
    return;
  }
  const isRecorded = (step: string): boolean => {
    const read = readRunJournal(directory.journal, sinksIn(root));
    return read.ok && scan(read.value.bytes).facts.some(fact => fact.type === 'began' && fact.step === step);
  };
  const runners = fakeRunners();
  const runState = notStarted(outlineOf(runbook));
  const engine = createEngine({
    runbook,
    forest: compile(runbook),
    journal,
    runners: {
      ...runners,
      perform: async ({attempt: {step, attempt}}) => {
        seen.performed.push({step, isRecorded: files.asOther(() => isRecorded(step))});
        const spool = join(root, '..', `spool-${step}`);
        writeFileSync(spool, 'done\n');
        const file = `output/${attemptFileName(step, attempt)}.log`;
        const output = followOutput({
          out: spool,
          err: join(root, 'nowhere'),
          secrets: [],
          log: {path: join(directory.path, file), file},
        });
        const {kept} = await output.finish();
        rmSync(spool);
        return {...done, ...kept};
      },
    },
    clock: createRunClock(clock, runState),
    roles: {},
    safeguard: async () => succeed(undefined),
    checkSignature: () => fail('Nobody signs here.'),
    attach: (path, isSecret) => attachEvidence(directory, path, isSecret),
    sameBoot: true,
    state: runState,
    values: createValues({runbook, state: runState, inputs: {}, lab: {}, nowIso: () => new Date(0).toISOString()}),
    former: [],
    onDurable: facts => {
      seen.told.push(...facts);
    },
  });
  const first = started(runbook, 'incident');
  const opening: FactBody[] = [
    first.type === 'run-started'
      ? {...first, files: [pinned], outline: {file: outline.path, sha256: outline.sha256}}
      : first,
    {
      type: 'session-opened',
      boot: 'b',
      pid: 1,
      user: 'sam',
      host: 'h',
      zone: 'UTC',
      program: 'p',
      sinks: sinksIn(root),
    },
  ];
  take(engine.start(opening));
  const sam = {name: 'sam', via: 'screen'} as const;
  for (let turn = 0; turn < 20 && !isOver(runState.status); turn += 1) {
    await new Promise(resolve => setImmediate(resolve));
    const [prompt] = engine.prompts();
    if (prompt) {
      engine.answer({intent: 'evidence', value: join(root, '..', 'photo.txt')}, sam);
      engine.answer({intent: 'done', step: prompt.step}, sam);
    }
  }
  engine.leave('the test is over');
  const stopped = await engine.stopped;
  seen.ended = stopped.why;
  if (stopped.why === 'ended') {
    const {hash, entries} = journal.head();
    take(engine.conclude([{type: 'sealed', head: hash, entries}])) !== undefined ||
      take(writeHeadNote(directory, journal.head()));
  } else {
    seen.refused.push(stopped.reason);
  }
  journal.close();
};

const isOver = (status: string): boolean => status === 'ended';

const look = (root: string, seen: Seen, calls: readonly string[]): void => {
  const where = `after ${calls.length} calls: ${calls.at(-1)}`;
  const directory = runDirectory(join(root, 'state'), id);
  const read = readRunJournal(directory.journal, sinksIn(root));
  const facts = read.ok ? scan(read.value.bytes).facts : [];
  expect({where, lost: seen.told.filter(({seq, type}) => facts[seq]?.type !== type)}).toEqual({where, lost: []});
  expect({where, early: seen.performed.filter(({isRecorded}) => !isRecorded)}).toEqual({where, early: []});
  for (const sentence of seen.refused) {
    expect(sentence).toMatch(/^[^\n]+$/);
  }
  if (facts.length > 0) {
    const {verdict, problems} = verifyRun({...runEvidence(directory), ...(read.ok && {journal: read.value.bytes})});
    // What a resume mends: the seal, and the note beside it.
    const others = problems.filter(({code}) => code !== 'unsealed' && code !== 'head-note' && code !== 'torn');
    expect({where, verdict, others}).toMatchObject({where, others: []});
  }
};

type Every = {readonly from: number; readonly step: number};

/** Lets one call after the other fail until a run needs no more calls. */
const sweep = async (how: Omit<FailAt, 'at' | 'below'>, {from, step}: Every): Promise<number> => {
  for (let at = from; ; at += step) {
    const home = mkdtempSync(join(base, 'lifeboat-files-'));
    const root = join(home, 'root');
    mkdirSync(root);
    writeFileSync(join(home, 'photo.txt'), 'the rack at 03:12');
    const seen: Seen = {refused: [], told: [], performed: []};
    const files = failingFiles({at, ...how, below: join(root, 'state')});
    try {
      await wholeRun({root, seen, files});
    } finally {
      files.restore();
    }
    try {
      if (files.calls.length <= at) {
        expect(seen).toMatchObject({ended: 'ended', refused: []});
        return at;
      }
      look(root, seen, files.calls);
    } finally {
      rmSync(home, {recursive: true, force: true});
    }
  }
};

const isThorough = process.env.CI === 'true';

test.each(faults)(
  'whichever call of a whole run fails with %s, nothing is thrown and nothing done that is not recorded',
  async fault => {
    // Without CI every seventh call, from another one for each fault.
    const every = isThorough ? {from: 0, step: 1} : {from: faults.indexOf(fault), step: 7};
    const calls = await sweep({fault, lasting: false}, every);
    const lasting = await sweep({fault, lasting: true}, every);
    expect(calls).toBeGreaterThan(fault === 'short write' ? 5 : 40);
    expect(lasting).toBe(calls);
  },
);
