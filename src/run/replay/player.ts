/** The clock of a replay: how the time of the record passes while somebody watches. */

export type Player = {
  readonly isPlaying: boolean;
  readonly speed: number;
  /** Long silences are cut short. */
  readonly skipsSilence: boolean;
  /** The instant of the record that is shown. */
  readonly nowMs: number;
  /** How much of the silence that is shown was left out, milliseconds of the record. */
  readonly skippedMs: number;
};

/** How many seconds of the record pass in one. */
const speeds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000] as const;

export const stopped = (nowMs: number): Player => ({
  isPlaying: false,
  speed: 1,
  skipsSilence: false,
  nowMs,
  skippedMs: 0,
});

/** The next speed in that direction; the fastest and the slowest stay what they are. */
export const changeSpeed = (player: Player, by: 1 | -1): Player => {
  const at = speeds.findIndex(speed => speed >= player.speed) + by;
  return {...player, speed: speeds[Math.max(0, Math.min(speeds.length - 1, at))] ?? player.speed};
};

/** A silence that takes longer to watch than this is cut, milliseconds; of it the end stays. */
const silenceWatchedMs = 2_000;
const silenceLeftMs = 500;

/** What the program did not get round to show is not caught up with in one leap. */
const leapMaxMs = 1_000;

/** So many milliseconds of whoever watches have passed; `nextMs` is the next instant at which something was recorded. */
export const pass = (player: Player, watchedMs: number, nextMs: number): Player => {
  const {speed, skipsSilence, skippedMs} = player;
  const nowMs = player.nowMs + Math.min(watchedMs, leapMaxMs) * speed;
  const leftMs = nextMs - nowMs;
  return skipsSilence && leftMs > silenceWatchedMs * speed
    ? {...player, nowMs: nextMs - silenceLeftMs * speed, skippedMs: skippedMs + leftMs - silenceLeftMs * speed}
    : {...player, nowMs};
};
