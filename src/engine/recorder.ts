/** Try, record, adopt, act: the one way by which a fact comes into a run. */
import {assert} from '../base/assert.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Draft, Journal} from '../journal/journal.ts';
import {advance} from '../machine/advance.ts';
import type {Forest} from '../machine/compile.ts';
import type {Position} from '../machine/position.ts';
import {isAboutStep} from '../run/about-step.ts';
import type {Actor, Fact, FactBody} from '../run/event.ts';
import {apply} from '../run/fold.ts';
import type {RunState} from '../run/state.ts';
import type {RunClock} from './run-clock.ts';
import {createSealing, type SignHead} from './sealing.ts';
import {recordable} from './secrets/recordable.ts';
import type {Hide} from './secrets/redact.ts';

/** Who caused what is recorded, and when it happened where that is not now. */
export type Drafted = Omit<Draft, 'body'>;

export type Recorder = {
  readonly position: () => Position;
  /** False when the machine does not allow the fact: then nothing is written and nothing has changed. */
  readonly record: (body: FactBody, draft?: Drafted) => boolean;
  /** All of them or none; fails with a sentence when one is too long or the machine does not allow it after those before it. */
  readonly recordAll: (bodies: readonly FactBody[], draft?: Drafted) => Result<void>;
  /** Records that the wall clock was set, if it was: before anything is decided by the time, and before any other fact. */
  readonly lookAtClock: () => void;
  /** Seals everything recorded, whatever the time. */
  readonly seal: () => void;
  /** How long until what stands unsealed must be sealed; nothing when all is, or nobody signs here. */
  readonly sealDueInMs: (nowUs: number) => number | undefined;
  /** Makes everything recorded durable, sealed where it is time. No effect may start and nobody may be told before this succeeded. */
  readonly flush: () => Result<void>;
  /** Tells the listeners what became durable since they were told last. */
  readonly tell: () => void;
};

export type RecorderParts = {
  readonly forest: Forest;
  readonly journal: Journal;
  readonly state: RunState;
  readonly position: Position;
  readonly clock: RunClock;
  /** Every text that is recorded goes through this. */
  readonly hide: Hide;
  /** Signs the heads of this session; without it no seal is recorded while the run goes on. */
  readonly signHead?: SignHead | undefined;
  /** Called with the facts that became durable together. */
  readonly onDurable: (facts: readonly Fact[]) => void;
};

/** By whom what nobody asked for is recorded. */
export const engineActor: Actor = {name: 'lifeboat', via: 'engine'};

const byEngine: Drafted = {actor: engineActor};

/**
 * The verdict of one step and the beginning of the next share one write and one sync, so a position may be adopted
 * in memory before it is on disk. That is safe because nothing acts and nothing is shown before `flush`.
 */
export const createRecorder = (parts: RecorderParts): Recorder => {
  const {forest, journal, state, clock, hide, onDurable} = parts;
  let {position} = parts;
  let pending: Fact[] = [];
  const told = telling(onDurable);
  const adopt = (fact: Fact, next: Position): void => {
    position = next;
    apply(state, fact);
  };
  const lookAtClock = (): void => {
    const jump = clock.jump();
    if (jump) {
      // Once settled, `take` looks at a clock that is right. Before the run began there is nothing to measure.
      clock.settle(jump);
      take({...byEngine, body: {type: 'clock-jumped', ...jump}});
    }
  };
  const take = ({body, ...draft}: Draft): boolean => {
    if (!namesHead(body)) {
      lookAtClock();
    }
    const next = advance(forest, position, body);
    if (next === position) {
      return false;
    }
    const fact = journal.append({body, ...draft});
    adopt(fact, next);
    pending.push(fact);
    return true;
  };
  const sealing = parts.signHead && createSealing(journal.head, parts.signHead);
  return {
    position: () => position,
    lookAtClock,
    seal: () => {
      const body = sealing?.now() ?? unsignedSeal(journal);
      assert(take({...byEngine, body}), 'a record that is sealed was about to be sealed again');
    },
    sealDueInMs: nowUs => (position.status === 'running' ? sealing?.dueInMs(nowUs) : undefined),
    record: (body, draft = byEngine) => {
      const safe = recordable(body, hide);
      if (safe.ok) {
        return take({...draft, body: safe.value});
      }
      const held = heldInstead(body, safe.reason);
      return held !== undefined && take({...draft, body: held});
    },
    recordAll: (bodies, draft = byEngine) => {
      const allowed = allowedInTurn(bodies, position, parts);
      for (const body of allowed.ok ? allowed.value : []) {
        take({...draft, body});
      }
      return allowed.ok ? succeed(undefined) : allowed;
    },
    flush: () => {
      // The seal of a run that has ended comes last, after its judgement.
      const seal = position.status === 'running' ? sealing?.dueAfter(pending) : undefined;
      if (seal) {
        take({...byEngine, body: seal});
      }
      const facts = pending;
      pending = [];
      const flushed = journal.flush();
      if (!flushed.ok) {
        // It waits in the journal, too, where somebody may yet decide that the run goes on by hand.
        pending = [...facts, ...pending];
        return flushed;
      }
      told.add([...facts, ...flushed.value]);
      sealing?.unsealed(flushed.value);
      for (const fact of flushed.value) {
        adopt(fact, advance(forest, position, fact));
      }
      return succeed(undefined);
    },
    tell: told.tell,
  };
};

/** What is durable waits here until it may be told. */
const telling = (onDurable: RecorderParts['onDurable']) => {
  let untold: Fact[] = [];
  return {
    add: (facts: readonly Fact[]): void => {
      untold.push(...facts);
    },
    tell: (): void => {
      // What the journal had to say itself may stand between what waited and what came while that was decided.
      const facts = untold.sort((one, other) => one.seq - other.seq);
      untold = [];
      if (facts.length > 0) {
        onDurable(facts);
      }
    },
  };
};

const unsignedSeal = (journal: Journal): FactBody => {
  const {hash, entries} = journal.head();
  return {type: 'sealed', head: hash, entries};
};

/** All of them as they can be recorded, where the machine allows each after those before it. */
const allowedInTurn = (
  bodies: readonly FactBody[],
  position: Position,
  {forest, hide}: Pick<RecorderParts, 'forest' | 'hide'>,
): Result<readonly FactBody[]> => {
  const allowed: FactBody[] = [];
  let after = position;
  for (const body of bodies) {
    const safe = recordable(body, hide);
    if (!safe.ok) {
      return fail(`This is too much for the journal: ${safe.reason}.`);
    }
    const next = advance(forest, after, safe.value);
    if (next === after) {
      return fail(`The run does not allow this now ("${body.type}").`);
    }
    after = next;
    allowed.push(safe.value);
  }
  return succeed(allowed);
};

/** It says how the journal ends before it, so nothing may come between; the clock was looked at earlier in the same turn. */
const namesHead = (body: FactBody): boolean => 'head' in body || 'challenge' in body;

/** What cannot be recorded as it is holds its step, and a person sees why. */
const heldInstead = (body: FactBody, why: string): FactBody | undefined => {
  if (!isAboutStep(body) || !('attempt' in body)) {
    return undefined;
  }
  const {type, step, attempt} = body;
  const isDone = type === 'performed' || type === 'succeeded';
  return {type: 'failed', step, attempt, reason: isDone ? `It was done, but ${why}` : why, then: {do: 'hold'}};
};
