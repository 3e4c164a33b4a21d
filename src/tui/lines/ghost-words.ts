/** How long it took last time, as short as a list of steps has room for. */
import {modeWords, shortRun} from '../../report/words.ts';
import type {Ghost} from '../../run/ghost.ts';
import type {Path} from '../../run/path.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** `7s`, `6m30s`, `12m`, `1h05m`: what is longer needs no seconds. */
export const shortTime = (durationMs: number): string => {
  const seconds = Math.floor(durationMs / 1_000);
  if (seconds < 60) {
    return `${seconds}s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (durationMs < 10 * minuteMs) {
    const rest = seconds % 60;
    return rest === 0 ? `${minutes}m` : `${minutes}m${pad(rest)}s`;
  }
  return durationMs < hourMs ? `${minutes}m` : `${Math.floor(minutes / 60)}h${pad(minutes % 60)}m`;
};

const pad = (number: number): string => String(number).padStart(2, '0');

/** The time of a step in the last run; nothing where that did not come to it. */
export const ghostTime = (ghost: Ghost | undefined, path: Path): string | undefined => {
  const tookMs = ghost?.steps.get(path)?.tookMs;
  return tookMs === undefined ? undefined : shortTime(tookMs);
};

/** Which run it was: `drill k7q2xw of 2026-10-23`. */
export const ghostName = ({mode, run, startedAtMs}: Ghost): string =>
  `${modeWords[mode].toLowerCase()} ${shortRun(run)} of ${new Date(startedAtMs).toISOString().slice(0, 10)}`;
