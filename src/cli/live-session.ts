/** A running engine as a view holds it. */
import type {Clock} from '../base/clock.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Runners} from '../engine/actions/runner.ts';
import type {Engine} from '../engine/engine.ts';
import {headWords} from '../journal/head-words.ts';
import type {Journal} from '../journal/journal.ts';
import {readSafely} from '../journal/safe-file.ts';
import type {Actor} from '../run/event.ts';
import type {Ghost} from '../run/ghost.ts';
import type {Intent, IntentAnswer} from '../run/intent.ts';
import type {RunSession} from '../run/session.ts';

export type LiveParts = {
  readonly engine: Engine;
  readonly runners: Runners;
  readonly journal: Journal;
  readonly clock: Clock;
  /** Who sits here, until the execution is handed over: what is asked for is recorded as theirs. */
  readonly actor: Actor;
  readonly printed: NonNullable<RunSession['printed']>;
  /** What attempts printed, as the record has it. */
  readonly recorded: RunSession['output'];
  /** What has to be said beside the facts; empty where there is nothing. */
  readonly warning: () => string;
  readonly ghost: () => Ghost | undefined;
};

/** So many name one history among all that anybody could make up (docs/design/journal-format.md). */
const anchorWords = 12;

/** `changed` is to be called after every durable fact. */
export const liveSession = (parts: LiveParts): RunSession & {readonly changed: () => void} => {
  const {engine, runners, journal, clock, actor, printed, recorded, warning, ghost} = parts;
  const listeners = new Set<() => void>();
  let version = 0;
  const changed = (): void => {
    version += 1;
    for (const listener of listeners) {
      listener();
    }
  };
  const ask = async (intent: Intent): Promise<IntentAnswer> => {
    const seat = {...actor, name: engine.state.executor || actor.name};
    const {decided, ...answer} = engine.answer(intent, speakerOf(intent, seat));
    return (await decided) ? {accepted: true} : answer;
  };
  const former = readOnce(recorded, () => journal.head().entries);
  runners.onOutput(changed);
  return {
    changed,
    state: () => engine.state,
    version: () => version,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    prompts: () => engine.prompts(),
    output: (step, attempt) => {
      const live = runners.output({run: engine.state.run, step, attempt});
      return live.length > 0 ? live : former(step, attempt);
    },
    printed,
    nowMs: () => clock.nowMs(),
    warning,
    ghost,
    send: async intent => {
      const read = withSignature(intent);
      return read.ok ? ask(read.value) : {accepted: false, why: read.reason};
    },
    head: () => {
      const {hash, entries} = journal.head();
      const isUnwritten = journal.unwritten.lines() !== '';
      return {words: headWords(hash), entries, ...(isUnwritten && {toWriteDown: headWords(hash, anchorWords)})};
    },
  };
};

/** Every frame asks for the output of the step in sight: what stands on the disk is read again only when the record has gone on. */
const readOnce = (read: RunSession['output'], entries: () => number): RunSession['output'] => {
  let last = {name: '', entries: -1, lines: [] as readonly string[]};
  return (step, attempt) => {
    const name = `${step}#${attempt}`;
    if (last.name !== name || last.entries !== entries()) {
      last = {name, entries: entries(), lines: read(step, attempt)};
    }
    return last.lines;
  };
};

/** Of these `actor` is who they are about. */
const passedOn: readonly Intent['intent'][] = ['approve', 'reject', 'prove', 'handover'];

/** Who speaks is who says so. A go and a no-go are only passed on: whoever passes them on executes, the approver does not. */
const speakerOf = ({intent, actor: named}: Intent, seat: Actor): Actor =>
  named === undefined || passedOn.includes(intent) ? seat : {...seat, name: named.trim()};

/** A signature is a kilobyte or two. */
const signatureBytesMax = 16_384;

/** A signature that came as a file is read here. */
const withSignature = (intent: Intent): Result<Intent> => {
  const {signature} = intent;
  if (signature?.startsWith('@') !== true) {
    return succeed(intent);
  }
  const bytes = readSafely(signature.slice(1), signatureBytesMax);
  return bytes.ok ? succeed({...intent, signature: bytes.value.toString('utf8')}) : fail(bytes.reason.message);
};
