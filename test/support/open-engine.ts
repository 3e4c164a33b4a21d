/** A runbook model set going on a journal in memory; a crash leaves nothing but the journal's text, and a resume has nothing else. */
import type {Json} from '../../src/base/canonical-json.ts';
import {fail, succeed} from '../../src/base/result.ts';
import type {Runners} from '../../src/engine/actions/runner.ts';
import type {CheckSignature, Safeguard} from '../../src/engine/context.ts';
import {createEngine, type Engine} from '../../src/engine/engine.ts';
import {createRunClock} from '../../src/engine/run-clock.ts';
import type {SignHead} from '../../src/engine/sealing.ts';
import {createValues, type Values} from '../../src/engine/values/values.ts';
import {scan} from '../../src/journal/chain.ts';
import type {Journal} from '../../src/journal/journal.ts';
import {compile} from '../../src/machine/compile.ts';
import {outlineOf} from '../../src/machine/outline.ts';
import type {Actor, Fact, FactBody, Mode} from '../../src/run/event.ts';
import {notStarted} from '../../src/run/fold.ts';
import type {Intent, IntentAnswer} from '../../src/run/intent.ts';
import {jumpBetweenSessions} from '../../src/run/run-time.ts';
import type {RunState} from '../../src/run/state.ts';
import type {Runbook} from '../../src/runbook/runbook.ts';
import {type FakeClock, fakeClock} from './fake-clock.ts';
import {type FakeRunners, fakeRunners, nameOf} from './fake-runners.ts';
import {started} from './histories.ts';
import {type WatchedJournal, watchedJournal} from './watched-journal.ts';

export type EngineOptions = {
  readonly runners?: FakeRunners;
  readonly mode?: Mode;
  readonly inputs?: {readonly [name: string]: Json};
  readonly lab?: {readonly [name: string]: string};
  readonly safeguard?: Safeguard;
  readonly sameBoot?: boolean;
  readonly checkSignature?: CheckSignature;
  /** Signs heads, so that the run is sealed as it goes on. */
  readonly signHead?: SignHead;
  /** Who executes the run in this session, where that is not sam. */
  readonly executor?: string;
  /** The clocks of the host, where a test is about them. */
  readonly clock?: FakeClock;
  /** The program is killed at its flush of this number: before it reaches the disk, or right after, before anything acts. */
  readonly killAt?: {readonly flush: number; readonly when: 'before' | 'after'} | undefined;
  /** What its first fact says otherwise, and what is marked with it. */
  readonly first?: Partial<RunStarted>;
  readonly marks?: readonly FactBody[];
  /** Called before anything is performed, with its name and the facts that are durable then. */
  readonly onPerform?: (name: string, told: readonly string[]) => void;
  readonly onDurable?: (facts: readonly Fact[], engine: Engine) => void;
};

export type OpenEngine = {
  readonly engine: Engine;
  readonly state: RunState;
  readonly values: Values;
  readonly journal: WatchedJournal;
  readonly runners: FakeRunners;
  readonly clock: FakeClock;
  /** The time of the run, as views are told. */
  readonly nowMs: () => number;
  /** Durable facts, as `succeeded stop_writes#1`, one a line; what everybody knows at the start is left out. */
  readonly told: () => readonly string[];
  /** Everything that is on the disk. */
  readonly facts: () => readonly Fact[];
  /** The last durable fact of a type about a step, to look into. */
  readonly fact: <Type extends Fact['type']>(type: Type, step?: string) => Extract<Fact, {readonly type: Type}>;
  /** What sam says, who executes the run; `via` robot is the drill's. */
  readonly say: (intent: Intent, actor?: Partial<Actor>) => IntentAnswer;
  /** Everything that can happen without time or a person has happened. */
  readonly settled: () => Promise<void>;
  readonly isDead: () => boolean;
  /** The program is killed: nothing of it goes on. */
  readonly crash: () => {
    readonly text: string;
    /** Goes on from that text, or from as much of it as the test says is left. */
    readonly resume: (options?: EngineOptions, text?: string) => OpenEngine;
  };
};

type RunStarted = Extract<FactBody, {type: 'run-started'}>;

const roles = {approver: {contact: 'technical_lead', name: 'Dana Fox'}};

const startedWith = (given: Partial<RunStarted>, ...of: Parameters<typeof started>): FactBody => {
  const first = started(...of);
  return first.type === 'run-started' ? {...first, ...given} : first;
};

const sam: Actor = {name: 'sam', via: 'screen'};

/** Opens the run and sets it going. */
export const openEngine = (runbook: Runbook, options: EngineOptions = {}): OpenEngine =>
  open(runbook, options, {text: '', session: 1, clock: options.clock ?? fakeClock()});

type Former = {readonly text: string; readonly session: number; readonly clock: FakeClock};

const open = (runbook: Runbook, options: EngineOptions, {text, session, clock}: Former): OpenEngine => {
  const {runners = fakeRunners(), mode = 'incident', inputs = {}, lab = {}} = options;
  const journal = watchedJournal(clock, {text, session});
  const state = notStarted(outlineOf(runbook));
  const runClock = createRunClock(clock, state);
  const values = createValues({runbook, state, inputs, lab, nowIso: () => new Date(runClock.nowMs()).toISOString()});
  const former = scan(Buffer.from(text)).facts;
  const life = {isOver: false};
  const facts = (): readonly Fact[] => scan(Buffer.from(journal.text())).facts;
  const told = (): readonly string[] => facts().filter(isWorthTelling).map(tell);
  const watched: Runners = {
    ...runners,
    perform: (request, seen) => {
      options.onPerform?.(nameOf(request), told());
      return runners.perform(request, seen);
    },
  };
  const engine: Engine = createEngine({
    runbook,
    forest: compile(runbook),
    journal: mortalJournal(journal, life, options.killAt),
    runners: mortal(watched, life),
    clock: runClock,
    roles,
    safeguard: options.safeguard ?? (async () => succeed(undefined)),
    checkSignature: options.checkSignature ?? (() => fail('Signatures are checked by the program, not here.')),
    attach: () => fail('Files are attached by the program, not here.'),
    sameBoot: options.sameBoot ?? true,
    state,
    values,
    former,
    signHead: options.signHead,
    onDurable: facts => options.onDurable?.(facts, engine),
  });
  engine.stopped.catch(() => undefined);
  const bootUs = clock.bootUs();
  const opening: typeof opened = {
    ...opened,
    ...(options.sameBoot === false && {boot: `boot-${session}`}),
    ...(bootUs !== undefined && {bootUs}),
    ...(options.executor !== undefined && {executor: options.executor}),
  };
  const jumped = jumpBetweenSessions(former, opening, clock.nowMs());
  engine.start([
    ...(text === '' ? [startedWith({roles, ...options.first}, runbook, mode)] : []),
    opening,
    ...(text === '' ? (options.marks ?? []) : []),
    ...(jumped ? [jumped] : []),
  ]);
  return {
    engine,
    state,
    values,
    journal,
    runners,
    clock,
    nowMs: runClock.nowMs,
    told,
    facts,
    fact: (type, step) => {
      const found = facts().findLast(
        fact => fact.type === type && (step === undefined || ('step' in fact && fact.step === step)),
      );
      if (!found) {
        throw new Error(`there is no ${type} ${step ?? ''} in:\n${facts().map(tell).join('\n')}`);
      }
      return found as never;
    },
    say: (intent, actor = {}) => engine.answer(intent, {...sam, ...actor}),
    isDead: () => life.isOver,
    settled: () => new Promise(resolve => setImmediate(resolve)),
    crash: () => {
      life.isOver = true;
      const left = journal.text();
      return {
        text: left,
        resume: (then = {}, kept = left) =>
          open(
            runbook,
            {...options, killAt: undefined, ...then, runners: then.runners ?? runners},
            {
              text: kept,
              session: session + 1,
              clock: clock.later(1_000),
            },
          ),
      };
    },
  };
};

const opened: Extract<FactBody, {type: 'session-opened'}> = {
  type: 'session-opened',
  boot: 'boot-1',
  pid: 4711,
  user: 'sam',
  host: 'ops-1',
  zone: 'UTC',
  program: 'lifeboat 0.1.0',
};

/** A dead program asks nothing and hears nothing; what it had begun outside goes on. */
const mortal = (runners: Runners, life: {readonly isOver: boolean}): Runners => ({
  ...runners,
  perform: async (request, started) => {
    const performed = await (life.isOver ? new Promise<never>(() => undefined) : runners.perform(request, started));
    return life.isOver ? new Promise<never>(() => undefined) : performed;
  },
});

const mortalJournal = (journal: Journal, life: {isOver: boolean}, killAt: EngineOptions['killAt']): Journal => {
  let flushes = 0;
  return {
    ...journal,
    flush: () => {
      flushes += 1;
      life.isOver ||= flushes === killAt?.flush && killAt.when === 'before';
      const flushed = life.isOver ? fail('the program was killed') : journal.flush();
      life.isOver ||= flushes === killAt?.flush;
      return flushed;
    },
  };
};

const isWorthTelling = ({type}: Fact): boolean => type !== 'run-started' && type !== 'session-opened';

const tell = (fact: Fact): string => {
  const attempt = 'attempt' in fact ? `#${fact.attempt}` : '';
  const place = 'step' in fact && fact.step !== undefined && fact.type !== 'run-ended' ? ` ${fact.step}${attempt}` : '';
  return `${fact.type}${place}${detailsOf(fact)}`;
};

const detailsOf = (fact: Fact): string => {
  switch (fact.type) {
    case 'failed':
      return `, then ${fact.then.do}`;
    case 'resolved':
      return ` ${fact.as} by ${fact.by}`;
    case 'chosen':
      return ` ${fact.branch}`;
    case 'probed':
      return ` ${fact.use} ${fact.name} ${fact.ok ? 'passes' : 'fails'}`;
    case 'run-ended':
      return ` ${fact.outcome}`;
    default:
      return '';
  }
};
