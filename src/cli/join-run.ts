/** A run that is open here: engine, runners, journal and session joined, and the way to let go of them all. */
import {resolve} from 'node:path';
import type {Json} from '../base/canonical-json.ts';
import {type Result, succeed} from '../base/result.ts';
import type {Safeguard} from '../engine/context.ts';
import {type Asked, createEngine, type Engine, type EngineParts, type Stopped} from '../engine/engine.ts';
import {createRunClock, type RunClock} from '../engine/run-clock.ts';
import {createValues, type Values} from '../engine/values/values.ts';
import {attachEvidence} from '../journal/attach-evidence.ts';
import type {Journal} from '../journal/journal.ts';
import type {RunDirectory} from '../journal/run-directory.ts';
import type {SessionKey} from '../journal/signing/session-key.ts';
import {compile} from '../machine/compile.ts';
import type {Actor, Fact, FactBody, Mode} from '../run/event.ts';
import {notStarted} from '../run/fold.ts';
import type {Outline} from '../run/outline.ts';
import type {RunSession} from '../run/session.ts';
import type {RunState} from '../run/state.ts';
import {type Catalogued, rolesOf} from './catalog.ts';
import {type FinishRun, finishRun} from './finish-run.ts';
import {ghostBeside} from './ghost-beside.ts';
import type {Injecting} from './injects/injecting.ts';
import {liveSession} from './live-session.ts';
import {ownKeys} from './own-keys.ts';
import {printedFile} from './printed-file.ts';
import {recordedOutput} from './recorded-run.ts';
import {type Refusal, refuse} from './refusal.ts';
import type {RunLocks} from './run-locks.ts';
import type {SessionRunners} from './session-runners.ts';
import {checkSignature} from './ssh-keygen.ts';
import {systemClock} from './system-clock.ts';
import {watchRoom} from './watch-room.ts';

export type OpenRun = FinishRun & {
  readonly directory: RunDirectory;
  readonly engine: Engine;
  readonly session: RunSession;
  readonly catalogued: Catalogued;
  readonly runners: SessionRunners;
  /** Calls back with facts as they become durable, from the first one on. */
  readonly onFacts: (listener: (facts: readonly Fact[]) => void) => void;
  /** Calls back with what went wrong beside the run and does it no harm: for the developers' log. */
  readonly onHarmless: (listener: (error: unknown) => void) => void;
  /** The lines of the record that no place takes, while the run goes on by hand; else empty. */
  readonly unwritten: () => string;
  /** Sets it going. */
  readonly start: () => Result<void, Refusal>;
  readonly stopped: Promise<Stopped>;
  /** Who would answer a question and is away from it on purpose. */
  readonly absenceFrom?: Injecting['absenceFrom'] | undefined;
  /** Lets go of everything without sealing: the run can be resumed. */
  readonly letGo: () => Promise<void>;
};

export type RunParts = {
  readonly directory: RunDirectory;
  readonly locks: RunLocks;
  readonly catalogued: Catalogued;
  readonly inputs: {readonly [name: string]: Json};
  readonly lab: {readonly [name: string]: string};
  readonly safeguard: Safeguard;
  readonly mode: Mode;
  readonly actor: Actor;
  /** What goes wrong on purpose in this drill. */
  readonly injecting?: Injecting | undefined;
  /** A network file system that the state directory was allowed to stand on. */
  readonly networkFs?: string;
};

/** What the journal says when the engine is joined to it, and what is to be recorded first. */
export type Joint = {
  readonly runners: SessionRunners;
  readonly outline: Outline;
  readonly journal: Journal;
  readonly former: readonly Fact[];
  readonly sameBoot: boolean;
  readonly sessionKey: SessionKey;
  readonly opening: readonly FactBody[];
  readonly asked?: Asked | undefined;
};

/** Joins everything; nothing acts before `start`. */
export const joinRun = (parts: RunParts, joint: Joint): Result<OpenRun, Refusal> => {
  const {catalogued, directory} = parts;
  const {runners} = joint;
  const state = notStarted(joint.outline);
  const clock = createRunClock(parts.injecting?.clock ?? systemClock, state);
  const listeners = new Set<(facts: readonly Fact[]) => void>();
  const harmless = new Set<(error: unknown) => void>();
  const engine = engineOf(parts, joint, {
    state,
    clock,
    onDurable: facts => {
      parts.injecting?.take(facts);
      session.changed();
      for (const listener of listeners) {
        listener(facts);
      }
    },
  });
  const {path} = directory;
  const room = watchRoom({path, run: () => state, record: engine.conclude, changed: () => session.changed()});
  const session = liveSession({
    engine,
    runners,
    journal: joint.journal,
    clock,
    actor: parts.actor,
    printed: (step, attempt) => printedFile(directory, step, attempt),
    recorded: recordedOutput(directory),
    warning: room.warning,
    ghost: ghostBeside(directory, () => state, {
      changed: () => session.changed(),
      failed: error => {
        for (const listener of harmless) {
          listener(error);
        }
      },
    }),
  });
  runners.keepWhile(engine.isOffRecord);
  const letGo = async (): Promise<void> => {
    room.close();
    const gone = runners.close();
    joint.journal.close();
    // Whoever resumes meets no keeper on its way out.
    await gone;
    parts.locks.release();
  };
  return succeed({
    directory,
    engine,
    session,
    catalogued,
    runners,
    unwritten: joint.journal.unwritten.lines,
    onFacts: listener => void listeners.add(listener),
    onHarmless: listener => void harmless.add(listener),
    start: () => {
      const started = engine.start(joint.opening, joint.asked);
      room.start();
      return started.ok ? started : refuse('held', started.reason);
    },
    stopped: engine.stopped,
    ...finishRun({engine, ...joint, directory, letGo, last: parts.injecting?.closing}),
    absenceFrom: parts.injecting?.absenceFrom,
    letGo,
  });
};

type Driven = Pick<EngineParts, 'state' | 'clock' | 'onDurable'>;

const engineOf = (parts: RunParts, joint: Joint, {state, clock, onDurable}: Driven): Engine => {
  const {catalogued, directory, safeguard} = parts;
  const {journal, former, sameBoot, sessionKey} = joint;
  const runners = parts.injecting?.runners(joint.runners) ?? joint.runners;
  return createEngine({
    runbook: catalogued.runbook,
    forest: compile(catalogued.runbook),
    journal,
    runners,
    clock,
    roles: rolesOf(catalogued),
    safeguard,
    checkSignature,
    ownKeys: () => ownKeys(),
    attach: (path, isSecret) => attachEvidence(directory, resolve(path), isSecret),
    sameBoot,
    state,
    values: valuesOf(parts, state, clock),
    former,
    signHead: sessionKey.seal,
    onDurable,
  });
};

const valuesOf = ({catalogued, inputs, lab}: RunParts, state: RunState, clock: RunClock): Values =>
  createValues({
    runbook: catalogued.runbook,
    state,
    inputs,
    lab,
    nowIso: () => new Date(clock.nowMs()).toISOString(),
  });
