/** A run on a disk that is full for a while: whoever executes it is asked whether it goes on by hand. */
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {fail, succeed} from '../../src/base/result.ts';
import {createEngine} from '../../src/engine/engine.ts';
import {createRunClock} from '../../src/engine/run-clock.ts';
import {createValues} from '../../src/engine/values/values.ts';
import {createJournal} from '../../src/journal/file-journal.ts';
import {compile} from '../../src/machine/compile.ts';
import {outlineOf} from '../../src/machine/outline.ts';
import type {Fact} from '../../src/run/event.ts';
import {notStarted} from '../../src/run/fold.ts';
import type {Intent} from '../../src/run/intent.ts';
import type {Runbook} from '../../src/runbook/runbook.ts';
import {fakeClock} from './fake-clock.ts';
import {type FakeRunners, fakeRunners} from './fake-runners.ts';
import {fillableDisk} from './fillable-disk.ts';
import {started} from './histories.ts';
import {temporaryDirectory} from './journals.ts';

export type Unplaced = {
  readonly runbook: Runbook;
  readonly runners?: FakeRunners;
  /** What whoever is asked says. */
  readonly ask?: () => Promise<boolean>;
};

/** Everything is real but the programs and the clock; a write fails as on a full disk while there is no room. */
export const unplacedRun = ({runbook, runners = fakeRunners(), ask = async () => true}: Unplaced) => {
  const directory = join(temporaryDirectory(), 'a-run-k7q2xw');
  mkdirSync(directory, {mode: 0o700});
  const {disk, room} = fillableDisk();
  const clock = fakeClock();
  const path = join(directory, 'journal.jsonl');
  const sinks = [{where: 'run-directory', directory} as const];
  const made = createJournal({path, clock, disk, beside: {sinks, makeRoom: () => undefined}});
  if (!made.ok) {
    throw new Error(made.reason);
  }
  const journal = made.value;
  const state = notStarted(outlineOf(runbook));
  const runClock = createRunClock(clock, state);
  const nowIso = () => new Date(runClock.nowMs()).toISOString();
  const told: Fact[] = [];
  const engine = createEngine({
    runbook,
    forest: compile(runbook),
    journal,
    runners,
    clock: runClock,
    roles: {},
    safeguard: async () => succeed(undefined),
    checkSignature: () => fail('nobody signs here'),
    attach: () => fail('nothing is attached here'),
    sameBoot: true,
    state,
    values: createValues({runbook, state, inputs: {}, lab: {}, nowIso}),
    former: [],
    onDurable: facts => told.push(...facts),
  });
  engine.start([started(runbook, 'incident')]);
  engine.onNoPlace(ask);
  return {
    engine,
    journal,
    path,
    room,
    runners,
    state,
    clock,
    /** Facts that were told, as `held stop_writes`, in order. */
    told: () => told.map(fact => ('step' in fact ? `${fact.type} ${fact.step}` : fact.type)),
    facts: told,
    say: (intent: Intent) => engine.answer(intent, {name: 'sam', via: 'screen'}),
  };
};

/** Until nothing moves any more by itself. */
export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) {
    await new Promise(resolve => setImmediate(resolve));
  }
};
