/** The heart of the engine: records, makes durable, then acts, over and over, until the run ends or cannot go on. */
import {assert} from '../base/assert.ts';
import type {Result} from '../base/result.ts';
import type {Unwritten} from '../journal/journal.ts';
import {type Wanted, wanted} from '../machine/wanted.ts';
import {isLacking} from '../run/lacking.ts';
import {type Context, stateAt} from './context.ts';
import {createEndings, type Endings} from './ending.ts';
import {type InFlight, inFlight, isSame} from './in-flight.ts';
import {type AskByHand, createNoPlace, type NoPlace} from './no-place.ts';
import type {Recorder} from './recorder.ts';
import type {RunClock} from './run-clock.ts';
import {createSealTimer} from './seal-timer.ts';
import {isOurs, startWanted} from './start-wanted.ts';
import {createTimers, type Timers} from './timers.ts';
import {createTurns} from './turns.ts';
import {watchClock} from './watch-clock.ts';

export type DriverParts = Pick<
  Context,
  | 'forest'
  | 'state'
  | 'values'
  | 'runners'
  | 'roles'
  | 'safeguard'
  | 'attach'
  | 'checkSignature'
  | 'ownKeys'
  | 'head'
  | 'sameBoot'
> & {readonly clock: RunClock; readonly recorder: Recorder; readonly unwritten: Unwritten};

export type Driver = {
  readonly context: Context;
  /** Takes up all that is wanted, makes it durable, and only then lets it act and tells of it. */
  readonly pump: () => void;
  readonly commit: () => Result<void>;
  readonly leave: (reason: string) => void;
  readonly isIdle: () => boolean;
  /** Who is asked when no place takes the record; before that a run without a place ends. */
  readonly onNoPlace: (ask: AskByHand) => void;
  /** Why nothing can be answered now: that question is open. */
  readonly waitsForPlace: () => string | undefined;
  readonly decided: NoPlace['decided'];
  readonly endings: Endings;
};

/** Drives one run. Who listens to durable facts may answer or leave at once; that waits for the end of the turn. */
export const createDriver = ({recorder, unwritten, ...parts}: DriverParts): Driver => {
  const flight = inFlight();
  const timers = createTimers(parts.clock);
  let effects: (() => void)[] = [];
  const endings = createEndings(() => {
    effects = [];
    timers.stop();
  });
  const takeTurn = createTurns(endings.fault);
  const noPlace = createNoPlace({unwritten, endings, goOn: () => takeTurn(turn)});
  const {flush, commit} = writing({recorder, endings, clock: parts.clock, timers, takeTurn, noPlace});
  const turn = (): void => {
    if (endings.how() !== undefined || noPlace.asked() !== undefined) {
      return;
    }
    recorder.lookAtClock();
    clockWatch.recordDue();
    takeUpWanted(context, flight);
    clockWatch.setTimer();
    const flushed = flush();
    if (!flushed.ok) {
      return;
    }
    if (recorder.position().status === 'ended') {
      recorder.tell();
      endings.end({why: 'ended'});
      return;
    }
    const due = effects;
    effects = [];
    for (const effect of due) {
      effect();
    }
    // What was recorded is shown while it is already being done: a step of a millisecond would wait as long for its line.
    recorder.tell();
  };
  const pump = (): void => takeTurn(turn);
  const context: Context = {
    ...parts,
    ...recording(recorder, endings),
    work: (item, work) => {
      flight.begin(item);
      effects.push(() => {
        work()
          .then(() => {
            flight.end(item);
            pump();
          })
          .catch(endings.fault);
      });
    },
    onceDurable: act => {
      effects.push(act);
    },
    after: timers.after,
    wake: pump,
  };
  const clockWatch = watchClock({...context, record: body => recorder.record(body)});
  const leave = leaving({recorder, endings, noPlace, commit});
  return {
    context,
    pump,
    commit,
    leave: reason => takeTurn(() => leave(reason)),
    isIdle: flight.isIdle,
    onNoPlace: noPlace.onNoPlace,
    waitsForPlace: noPlace.asked,
    decided: noPlace.decided,
    endings,
  };
};

type Writing = Pick<DriverParts, 'recorder' | 'clock'> & {
  readonly endings: Endings;
  readonly timers: Timers;
  readonly takeTurn: (turn: () => void) => void;
  readonly noPlace: NoPlace;
};

/** Makes durable, and ends the run here where that fails; `commit` tells of it, too. */
const writing = ({
  recorder,
  endings,
  clock,
  timers,
  takeTurn,
  noPlace,
}: Writing): Record<'flush' | 'commit', () => Result<void>> => {
  const flush = (): Result<void> => {
    const flushed = recorder.flush();
    if (!flushed.ok) {
      noPlace.came(flushed.reason);
    }
    setSealTimer();
    return flushed;
  };
  const commit = (): Result<void> => {
    const flushed = flush();
    recorder.tell();
    return flushed;
  };
  const inTurn = (act: () => void): void => takeTurn(() => (endings.how() === undefined ? act() : undefined));
  const setSealTimer = createSealTimer({recorder, clock, timers, inTurn, commit});
  return {flush, commit};
};

type Leaving = Pick<DriverParts, 'recorder'> & {
  readonly endings: Endings;
  readonly noPlace: NoPlace;
  readonly commit: () => Result<void>;
};

/** Records that the run is left, and ends it here. */
const leaving =
  ({recorder, endings, noPlace, commit}: Leaving) =>
  (reason: string): void => {
    noPlace.giveUp();
    if (endings.how() === undefined) {
      recorder.record({type: 'session-closed', reason});
      if (commit().ok) {
        endings.end({why: 'left', reason});
      }
    }
  };

const takeUpWanted = (context: Context, flight: InFlight): void => {
  const isWaiting = ({path}: Wanted): boolean => isLacking(stateAt(context.state, path));
  const next = (): Wanted | undefined =>
    flight.next(wanted(context.position()).filter(item => isOurs(item) && !isWaiting(item)));
  for (let item = next(); item; item = next()) {
    flight.take(item);
    startWanted(context, item);
    assert(
      flight.isBusy(item) || !context.isWanted(item) || isWaiting(item),
      `nothing came of "${item.want}" at ${item.path}`,
    );
  }
};

type Recording = Pick<Context, 'position' | 'record' | 'recordFor' | 'isWanted'>;

/** What comes in after the end is not recorded: the journal may be closed, and another session may have it. */
const recording = (recorder: Recorder, endings: Endings): Recording => {
  const isWanted = (item: Wanted): boolean =>
    endings.how() === undefined && wanted(recorder.position()).some(other => isSame(item, other));
  return {
    position: recorder.position,
    isWanted,
    record: (item, body) => {
      const isTaken = endings.how() === undefined && recorder.record(body);
      assert(isTaken || !isWanted(item), `"${body.type}" was refused at ${item.path}, where it was wanted`);
      return isTaken;
    },
    recordFor: (actor, bodies) => recorder.recordAll(bodies, {actor}),
  };
};
