/** Makes a machine run: starts what is wanted and not in flight, and lets nothing act before its fact is durable. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Journal} from '../journal/journal.ts';
import type {Forest} from '../machine/compile.ts';
import type {Actor, Fact, FactBody} from '../run/event.ts';
import type {Intent, IntentAnswer, OpenPrompt} from '../run/intent.ts';
import type {RunState} from '../run/state.ts';
import type {Probe, Runbook} from '../runbook/runbook.ts';
import {type Answered, askOnce} from './actions/probing.ts';
import type {Runners} from './actions/runner.ts';
import {type Attach, type CheckSignature, isUnwritten, type Roles, type Safeguard} from './context.ts';
import {createDriver, type Driver} from './driver.ts';
import type {Ending} from './ending.ts';
import type {AskByHand} from './no-place.ts';
import {onlyOnRecord} from './only-on-record.ts';
import {answerIntent} from './questions/answer.ts';
import {openPrompts} from './questions/open-prompts.ts';
import {createRecorder} from './recorder.ts';
import {replay} from './replay.ts';
import type {RunClock} from './run-clock.ts';
import type {SignHead} from './sealing.ts';
import type {Values} from './values/values.ts';

export type EngineParts = {
  readonly runbook: Runbook;
  readonly forest: Forest;
  readonly journal: Journal;
  readonly runners: Runners;
  readonly clock: RunClock;
  readonly roles: Roles;
  readonly safeguard: Safeguard;
  readonly attach: Attach;
  readonly checkSignature: CheckSignature;
  /** Fingerprints of the keys that whoever sits here can sign with: they approve nothing. */
  readonly ownKeys?: (() => readonly string[]) | undefined;
  readonly sameBoot: boolean;
  /** The state before the first fact; the engine keeps it up to date. */
  readonly state: RunState;
  readonly values: Values;
  /** What a former session left in the journal, in order. */
  readonly former: readonly Fact[];
  /** Signs the heads of this session: the run is then sealed as it goes on, not only at its end. */
  readonly signHead?: SignHead | undefined;
  /** Called with facts as they become durable. */
  readonly onDurable: (facts: readonly Fact[]) => void;
};

/** Why the engine stopped: the run is over, somebody left it, or the journal cannot be written. */
export type Stopped = Ending;

/** What whoever opens the run has asked for with it: recorded as theirs, before anything else is done. */
export type Asked = {readonly facts: readonly FactBody[]; readonly actor: Actor};

/** No place takes what was answered: whether it counts is being asked. */
export type Undecided = {readonly decided?: Promise<boolean>};

export type Engine = {
  readonly state: RunState;
  /** Records what must come first (`run-started`, `session-opened` …), makes it durable, and sets the run going. */
  readonly start: (opening: readonly FactBody[], asked?: Asked) => Result<void>;
  /** Records what a person asks for. Accepted means durable, except when asked from within `onDurable`. */
  readonly answer: (intent: Intent, actor: Actor) => IntentAnswer & Undecided;
  readonly prompts: () => readonly OpenPrompt[];
  /** Nothing is in flight: only a person can move the run on. */
  readonly isIdle: () => boolean;
  /** Rejects only for a fault of ours: then nothing more was recorded, and the run can be resumed. */
  readonly stopped: Promise<Stopped>;
  /** Who is asked when no place takes the record. Without anybody the run ends then, and can be resumed. */
  readonly onNoPlace: (ask: AskByHand) => void;
  /** Leaves the run as it stands: what runs goes on under its keeper, and the run can be resumed. */
  readonly leave: (reason: string) => void;
  /** Asks a probe once, outside the run: nothing is recorded. */
  readonly ask: (probe: Probe) => Promise<Answered>;
  /** What was recorded last is in no place, and may never be. */
  readonly isOffRecord: () => boolean;
  /** Records facts that are the program's own: that the record is whole again; after the end what was found while the lab still stood. */
  readonly conclude: (facts: readonly FactBody[]) => Result<void>;
  /** Records what comes last, a drill's verdict, and the seal of it all, in one write. */
  readonly seal: (facts: readonly FactBody[]) => Result<void>;
};

/** Opens a run, new or former; nothing happens before `start`. */
export const createEngine = (parts: EngineParts): Engine => {
  const {forest, state, journal, values} = parts;
  const recorder = createRecorder({
    forest,
    journal,
    state,
    position: replay(parts),
    clock: parts.clock,
    hide: values.hide,
    signHead: parts.signHead,
    onDurable: parts.onDurable,
  });
  const driver: Driver = createDriver({
    ...parts,
    runners: onlyOnRecord(parts.runners, {
      isUnwritten: () => isUnwritten(state),
      asked: () => driver.waitsForPlace(),
      decided: () => driver.decided(),
    }),
    recorder,
    unwritten: journal.unwritten,
    head: () => journal.head().hash,
  });
  return {
    state,
    start: (opening, asked) => {
      const opened = recorder.recordAll(opening);
      const recorded = opened.ok && asked ? recorder.recordAll(asked.facts, {actor: asked.actor}) : opened;
      // What was refused starts nothing. What is wanted first is in one write with the opening: a sync less before a first frame.
      if (!recorded.ok) {
        return recorded;
      }
      driver.pump();
      const why = whyNotDurable(driver.endings.how());
      return why === undefined ? succeed(undefined) : fail(why);
    },
    answer: (intent, actor) => {
      if (driver.endings.how() !== undefined) {
        return {accepted: false, why: 'The run is not going on here any more.'};
      }
      if (driver.waitsForPlace() !== undefined) {
        return {accepted: false, why: standsStill};
      }
      recorder.lookAtClock();
      const answer = answerIntent(driver.context, intent, actor);
      driver.pump();
      if (answer.accepted && driver.waitsForPlace() !== undefined) {
        return {accepted: false, why: waits, decided: driver.decided()};
      }
      const why = whyNotDurable(driver.endings.how());
      return answer.accepted && why !== undefined ? {accepted: false, why} : answer;
    },
    prompts: () => openPrompts(state, recorder.position()),
    isIdle: driver.isIdle,
    stopped: driver.endings.ended,
    onNoPlace: driver.onNoPlace,
    leave: driver.leave,
    ask: async probe => (await askOnce(driver.context, {path: 'accept', attempt: 1}, probe)).asked,
    isOffRecord: () => isUnwritten(state) || isUndecided(driver),
    conclude: facts => {
      if (driver.waitsForPlace() !== undefined) {
        return fail(standsStill);
      }
      const recorded = recorder.recordAll(facts);
      return recorded.ok ? driver.commit() : recorded;
    },
    seal: facts => {
      const recorded = recorder.recordAll(facts);
      if (!recorded.ok) {
        return recorded;
      }
      recorder.seal();
      return driver.commit();
    },
  };
};

/** What waits to be recorded is in no place yet, or was given up. */
const isUndecided = ({waitsForPlace, endings}: Driver): boolean => {
  const how = endings.how();
  return waitsForPlace() !== undefined || (how !== undefined && how !== 'fault' && how.why === 'journal');
};

const standsStill = 'No place takes the record: the run stands still until that question is answered.';

const waits = 'No place takes the record now. What was answered counts only if the run goes on by hand.';

const whyNotDurable = (ending: Ending | 'fault' | undefined): string | undefined => {
  if (ending === 'fault') {
    return 'A fault in Lifeboat stopped the run; it can be resumed.';
  }
  return ending?.why === 'journal' ? ending.reason : undefined;
};
