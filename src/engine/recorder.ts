/** Try, record, adopt, act: the one way by which a fact comes into a run. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Draft, Journal} from '../journal/journal.ts';
import {advance} from '../machine/advance.ts';
import type {Forest} from '../machine/compile.ts';
import type {Position} from '../machine/position.ts';
import {isAboutStep} from '../run/about-step.ts';
import type {Actor, Fact, FactBody} from '../run/event.ts';
import {apply} from '../run/fold.ts';
import type {RunState} from '../run/state.ts';
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

/** By whom what nobody asked for is recorded. */
export const engineActor: Actor = {name: 'lifeboat', via: 'engine'};

const byEngine: Drafted = {actor: engineActor};

/**
 * The verdict of one step and the beginning of the next share one write and one sync, so a position may be adopted
 * in memory before it is on disk. That is safe because nothing acts and nothing is shown before `flush`.
 */
export const createRecorder = (parts: RecorderParts): Recorder => {
  const {forest, journal, state, hide, onDurable} = parts;
  let {position} = parts;
  let pending: Fact[] = [];
  let untold: Fact[] = [];
  const take = ({body, ...draft}: Draft): boolean => {
    const next = advance(forest, position, body);
    if (next === position) {
      return false;
    }
    const fact = journal.append({body, ...draft});
    position = next;
    apply(state, fact);
    pending.push(fact);
    return true;
  };
  return {
    position: () => position,
    record: (body, draft = byEngine) => {
      const safe = recordable(body, hide);
      if (safe.ok) {
        return take({...draft, body: safe.value});
      }
      const held = heldInstead(body, safe.reason);
      return held !== undefined && take({...draft, body: held});
    },
    recordAll: (bodies, draft = byEngine) => {
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
        take({...draft, body});
      }
      return succeed(undefined);
    },
    flush: () => {
      const facts = pending;
      pending = [];
      const flushed = journal.flush();
      if (flushed.ok) {
        untold.push(...facts);
      }
      return flushed;
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
