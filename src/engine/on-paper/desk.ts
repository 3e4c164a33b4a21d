/** Where paper is entered into a run: everything is tried on the machine, and nothing is done. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {type Wanted, wanted} from '../../machine/wanted.ts';
import type {FactBody} from '../../run/event.ts';
import {type Path, withoutItems} from '../../run/path.ts';
import {runTimeAt, wallTimeAt} from '../../run/run-time.ts';
import type {RunState} from '../../run/state.ts';
import {type Context, isoAt} from '../context.ts';
import {createRecorder, type Recorder} from '../recorder.ts';
import {replay} from '../replay.ts';
import {createRunClock} from '../run-clock.ts';
import {createValues} from '../values/values.ts';
import {earliestMs} from './earliest.ts';
import {enterEntry} from './enter-entry.ts';
import {type DeskParts, idleContext} from './idle-context.ts';
import type {PaperEntry} from './paper-entry.ts';
import {passByItself} from './pass.ts';
import {pickOnTheWay} from './pick-on-the-way.ts';

export type Desk = {
  readonly state: RunState;
  /** Records what must come first. */
  readonly open: (opening: readonly FactBody[]) => Result<void>;
  /** What is wanted of people and programs now, in the order of the page. */
  readonly wanted: () => readonly Wanted[];
  /** Passes what the machine passes by itself, but for the steps that a later line of the paper is about. */
  readonly pass: (later: readonly PaperEntry[]) => void;
  /** Tries a line and records what it leads to; a sentence where it cannot have been so. */
  readonly enter: (entry: PaperEntry) => Result<void>;
  /** The earliest time that a line about this step may say, milliseconds of the wall clock as it stands now. */
  readonly earliestMs: (path: Path) => number;
  /** Records what comes last. A run that was paused is paused again. */
  readonly close: (closing: readonly FactBody[]) => Result<void>;
  /** Seals everything recorded: the last fact of a run that has ended. */
  readonly seal: () => void;
  /** Makes everything durable that was recorded since. Until then nothing of it is in the record. */
  readonly flush: () => Result<void>;
};

/** Opens it over a run as it was left. */
export const createDesk = (parts: DeskParts): Desk => {
  const {runbook, forest, journal, state, signHead} = parts;
  const clock = createRunClock(parts.clock, state);
  const time = {nowMs: clock.nowMs()};
  const values = createValues({runbook, state, inputs: parts.inputs, lab: {}, nowIso: () => isoAt(time.nowMs)});
  const position = replay({...parts, values});
  const recorder = createRecorder({
    forest,
    journal,
    state,
    position,
    clock,
    signHead,
    hide: values.hide,
    onDurable: parts.onDurable,
  });
  const context: Context = idleContext({...parts, values, time, recorder});
  let pausedFor: string | undefined;
  return {
    state,
    open: opening => recorder.recordAll(opening),
    wanted: () => wanted(context.position()),
    pass: later => passAll({context, time, later}),
    earliestMs: path => wallTimeAt(state, earliestMs(state, path)),
    enter: written => {
      const entry = {...written, happenedMs: runTimeAt(state, written.happenedMs)};
      const actor = {name: entry.by, via: 'paper'} as const;
      const nowMs = clock.nowMs();
      if (isOverGroup(state, entry)) {
        return succeed(undefined);
      }
      time.nowMs = Math.min(Math.max(entry.happenedMs, latestMs(entry, state.startedAtMs)), nowMs);
      const untimely = whyUntimely(state, entry.happenedMs, {
        atMs: time.nowMs,
        fromMs: state.startedAtMs ?? 0,
        toMs: nowMs,
      });
      if (untimely !== undefined) {
        return fail(untimely);
      }
      if (state.paused) {
        pausedFor = 'it was paused before paper was entered';
        context.recordFor(actor, [{type: 'continued', reason: 'it went on on paper'}]);
      }
      const found = find(context, entry, actor.name);
      if (!found.ok) {
        return found;
      }
      const fromMs = earliestMs(state, found.value.path);
      time.nowMs = Math.max(time.nowMs, latestMs(entry, fromMs));
      return time.nowMs < fromMs || time.nowMs > nowMs
        ? fail(
            `${found.value.path} cannot have been at ${spoken(state, entry.happenedMs)}: what it follows was at ${spoken(state, fromMs)}.`,
          )
        : enterEntry(context, {item: found.value, entry, actor});
    },
    close: closing =>
      recorder.recordAll([
        ...(pausedFor === undefined || state.status !== 'running'
          ? []
          : [{type: 'paused' as const, reason: pausedFor}]),
        ...closing,
      ]),
    seal: recorder.seal,
    flush: () => flush(recorder),
  };
};

const flush = (recorder: Recorder): Result<void> => {
  const flushed = recorder.flush();
  recorder.tell();
  return flushed;
};

/** What it follows may have been in the same minute, of which the paper says no more. */
const latestMs = ({happenedMs, blurMs = 0}: PaperEntry, followedMs = 0): number =>
  followedMs <= happenedMs + blurMs ? followedMs : happenedMs;

/** A group has a line on the paper too; it is over when its parts are. */
const isOverGroup = ({steps}: RunState, {step, what}: PaperEntry): boolean => {
  const known = steps.get(step);
  return what.did === 'done' && known?.outline.opens !== undefined && known.status === 'succeeded';
};

type Passing = {readonly context: Context; readonly time: {nowMs: number}; readonly later: readonly PaperEntry[]};

/** What a later line is about is left to it; but a group has to be opened for the lines about its parts. */
const isLeft = ({state}: Context, path: Path, later: readonly PaperEntry[]): boolean => {
  const outline = state.steps.get(path)?.outline;
  const isOpened = outline?.opens !== undefined;
  return later.some(
    ({step, what}) => (step === path || step === withoutItems(path)) && !(what.did === 'done' && isOpened),
  );
};

/** As far as anything moves. Each is passed as of the time of what it follows. */
const passAll = ({context, time, later}: Passing): void => {
  for (let before: unknown; before !== context.position(); ) {
    before = context.position();
    for (const item of wanted(context.position())) {
      if (!isLeft(context, item.path, later)) {
        time.nowMs = earliestMs(context.state, item.path);
        passByItself(context, item);
      }
      if (context.position() !== before) {
        break;
      }
    }
  }
};

/** The step as it is wanted now. Where people pick, whoever did it has picked it. */
const find = (context: Context, entry: PaperEntry, by: string): Result<Wanted> => {
  pickOnTheWay(context, entry.step, by);
  const open = wanted(context.position());
  const exact = open.find(({path}) => path === entry.step);
  if (exact) {
    return succeed(exact);
  }
  const alike = open.filter(({path}) => withoutItems(path) === entry.step);
  const [only] = alike;
  if (only && alike.length === 1) {
    return succeed(only);
  }
  return fail(
    alike.length > 1
      ? `Which one? ${alike.map(({path}) => path).join(', ')} are open; write it with its number.`
      : whyNotOpen(context, entry.step, open),
  );
};

const whyNotOpen = ({state}: Context, path: Path, open: readonly Wanted[]): string => {
  const step = state.steps.get(path);
  if (step?.finishedAtMs !== undefined && step.status !== 'pending') {
    return `${path} was over at ${spoken(state, step.finishedAtMs)}.`;
  }
  if (step?.status === 'not-applicable' || step?.status === 'not-reached') {
    return `${path} is ${step.status === 'not-applicable' ? 'not applicable' : 'not on the way that was gone'}.`;
  }
  if (state.status === 'ended') {
    return `The run has ended before ${path}.`;
  }
  const before = [...new Set(open.map(one => one.path))];
  const held = open.find(({want}) => want === 'hold' || want === 'decide');
  const why =
    held === undefined
      ? ''
      : ` Nothing destructive begins while ${held.path} is ${held.want === 'hold' ? 'held' : 'unknown'}.`;
  return `The run has not come to ${path} yet: ${before.length === 0 ? 'nothing is open' : `first ${before.join(', ')}`}.${why}`;
};

type Times = {readonly atMs: number; readonly fromMs: number; readonly toMs: number};

const whyUntimely = (state: RunState, writtenMs: number, {atMs, fromMs, toMs}: Times): string | undefined => {
  if (writtenMs > toMs) {
    return `${spoken(state, writtenMs)} lies in the future: it is ${spoken(state, toMs)} now.`;
  }
  return atMs < fromMs
    ? `${spoken(state, writtenMs)} lies before the run began, which was at ${spoken(state, fromMs)}.`
    : undefined;
};

/** As the person reads it off the clock now, not as the run counts. */
const spoken = (state: RunState, runMs: number): string => isoAt(wallTimeAt(state, runMs)).replace('.000Z', 'Z');
