/** Where a replay stands: the facts that are shown, the state that they give, and the clock that runs over them. */
import type {PlaybackAct} from '../session.ts';
import type {RunState} from '../state.ts';
import {changeSpeed, type Player, pass, stopped} from './player.ts';
import type {RecordIndex} from './record-index.ts';

export type Tape = {
  readonly state: () => RunState;
  readonly position: () => number;
  readonly player: () => Player;
  readonly act: (act: PlaybackAct) => void;
  /** Lets time pass for whoever watches; whether anything looks different then. */
  readonly pass: (watchedMs: number) => boolean;
};

export const openTape = ({times, checkpoints}: Pick<RecordIndex, 'times' | 'checkpoints'>, at: number): Tape => {
  const within = (position: number): number => Math.max(0, Math.min(times.length, position));
  const timeAt = (position: number): number => times[Math.max(0, position - 1)] ?? 0;
  let position = within(at);
  let state = checkpoints.stateAt(position);
  let player = stopped(timeAt(position));
  const show = (wanted: number, change: Partial<Player>): void => {
    const to = within(wanted);
    state = checkpoints.stateAt(to, {state, position});
    position = to;
    player = {...player, nowMs: timeAt(to), ...change};
  };
  return {
    state: () => state,
    position: () => position,
    player: () => player,
    act: act => {
      switch (act.do) {
        case 'go': {
          const {facts, atMs} = act.to;
          show(facts, {isPlaying: false, skippedMs: 0, ...(atMs !== undefined && {nowMs: atMs})});
          return;
        }
        case 'play':
          if (!player.isPlaying && position === times.length) {
            show(0, {});
          }
          player = {...player, isPlaying: !player.isPlaying, skippedMs: 0};
          return;
        case 'speed':
          player = changeSpeed(player, act.by);
          return;
        case 'silence':
          player = {...player, skipsSilence: !player.skipsSilence, skippedMs: 0};
          return;
      }
    },
    pass: watchedMs => {
      if (!player.isPlaying) {
        return false;
      }
      const before = player;
      const from = position;
      const next = play(player, watchedMs, {times, position});
      if (next.position === position) {
        player = next.player;
      } else {
        show(next.position, next.player);
      }
      // Over a slow line nothing is drawn that looks the same.
      return position !== from || !player.isPlaying || secondOf(player) !== secondOf(before);
    },
  };
};

const secondOf = ({nowMs}: Player): number => Math.floor(nowMs / 1_000);

type Played = {readonly times: readonly number[]; readonly position: number};

/** The player and the position after so many milliseconds of whoever watches; at the last fact it stops. */
const play = (
  player: Player,
  watchedMs: number,
  {times, position}: Played,
): {readonly player: Player; readonly position: number} => {
  const passed = pass(player, watchedMs, times[position] ?? player.nowMs);
  let to = position;
  while (to < times.length && (times[to] ?? 0) <= passed.nowMs) {
    to += 1;
  }
  const isOver = to === times.length;
  return {
    position: to,
    player: {
      ...passed,
      isPlaying: !isOver,
      nowMs: isOver ? (times.at(-1) ?? passed.nowMs) : passed.nowMs,
      // Of a silence that is over nothing more is said.
      skippedMs: to === position ? passed.skippedMs : 0,
    },
  };
};
