/** Try, record, adopt, act: the one way by which a fact comes into a run. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Journal} from '../journal/journal.ts';
import {advance} from '../machine/advance.ts';
import type {Forest} from '../machine/compile.ts';
import type {Position} from '../machine/position.ts';
import {isAboutStep} from '../run/about-step.ts';
import type {Actor, Fact, FactBody} from '../run/event.ts';
import {apply} from '../run/fold.ts';
import type {RunState} from '../run/state.ts';
import {recordable} from './secrets/recordable.ts';
import type {Hide} from './secrets/redact.ts';

export type Recorder = {
  readonly position: () => Position;
  /** False when the machine does not allow the fact: then nothing is written and nothing has changed. */
  readonly record: (body: FactBody, actor?: Actor) => boolean;
  /** All of them or none; fails with a sentence when one is too long or the machine does not allow it after those before it. */
  readonly recordAll: (bodies: readonly FactBody[], actor?: Actor) => Result<void>;
  /** Makes everything recorded durable. No effect may start and nobody may be told before this succeeded. */
  readonly flush: () => Result<void>;
  /** Tells the listeners what became durable since they were told last. */
  readonly tell: () => void;
};

export type RecorderParts = {
  readonly forest: Forest;
  readonly journal: Journal;
  readonly state: RunState;
  readonly position: Position;
  /** Every text that is recorded goes through this. */
  readonly hide: Hide;
  /** Called with the facts that became durable together. */
  readonly onDurable: (facts: readonly Fact[]) => void;
};

const engineActor: Actor = {name: 'lifeboat', via: 'engine'};

/**
 * The verdict of one step and the beginning of the next share one write and one sync, so a position may be adopted
 * in memory before it is on disk. That is safe because nothing acts and nothing is shown before `flush`.
 */
export const createRecorder = (parts: RecorderParts): Recorder => {
  const {forest, journal, state, hide, onDurable} = parts;
  let {position} = parts;
  let pending: Fact[] = [];
  let untold: Fact[] = [];
  const take = (body: FactBody, actor: Actor): boolean => {
    const next = advance(forest, position, body);
    if (next === position) {
      return false;
    }
    const fact = journal.append({body, actor});
    position = next;
    apply(state, fact);
    pending.push(fact);
    return true;
  };
  return {
    position: () => position,
    record: (body, actor = engineActor) => {
      const safe = recordable(body, hide);
      if (safe.ok) {
        return take(safe.value, actor);
      }
      const held = heldInstead(body, safe.reason);
      return held !== undefined && take(held, actor);
    },
    recordAll: (bodies, actor = engineActor) => {
      const safe: FactBody[] = [];
      let after = position;
      for (const body of bodies) {
        const fitted = recordable(body, hide);
        if (!fitted.ok) {
          return fail(`This is too much for the journal: ${fitted.reason}.`);
        }
        const next = advance(forest, after, fitted.value);
        if (next === after) {
          return fail(`The run does not allow this now ("${body.type}").`);
        }
        after = next;
        safe.push(fitted.value);
      }
      for (const body of safe) {
        take(body, actor);
      }
      return succeed(undefined);
    },
    flush: () => {
      const facts = pending;
      pending = [];
      const flushed = journal.flush();
      if (!flushed.ok) {
        return flushed;
      }
      untold.push(...facts, ...flushed.value);
      for (const fact of flushed.value) {
        position = advance(forest, position, fact);
        apply(state, fact);
      }
      return succeed(undefined);
    },
    tell: () => {
      const facts = untold;
      untold = [];
      if (facts.length > 0) {
        onDurable(facts);
      }
    },
  };
};

/** What cannot be recorded as it is holds its step, and a person sees why. */
const heldInstead = (body: FactBody, why: string): FactBody | undefined => {
  if (!isAboutStep(body) || !('attempt' in body)) {
    return undefined;
  }
  const {type, step, attempt} = body;
  const isDone = type === 'performed' || type === 'succeeded';
  return {type: 'failed', step, attempt, reason: isDone ? `It was done, but ${why}` : why, then: {do: 'hold'}};
};
