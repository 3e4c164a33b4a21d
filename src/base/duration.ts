/** Durations as runbooks write them (`90s`, `1h30m`, `PT90M`), as the program keeps them (milliseconds), and as people read them. */
import {fail, type Result, succeed} from './result.ts';

const unitMs = {d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000} as const;

const words = /^(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;
const iso = /^P(?=.*\d)(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** What `parseDurationMs` reads, as a pattern for programs that only look at texts. */
export const durationPattern = `${words.source}|${iso.source}`;

/** Reads `90s`, `15m`, `1h30m`, `2d` or ISO 8601 `PT90M`, `P1DT2H` (no months or years: they have no fixed length). */
export const parseDurationMs = (text: string): Result<number> => {
  const parts = (words.exec(text) ?? iso.exec(text))?.slice(1);
  if (parts === undefined) {
    return fail(`"${text}" is not a duration; write it like 90s, 15m, 1h30m or PT90M`);
  }
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map(part => Number(part ?? 0));
  return succeed(days * unitMs.d + hours * unitMs.h + minutes * unitMs.m + seconds * unitMs.s);
};

/**
 * As many whole seconds as have passed: the one rule of every place that shows a duration. A clock never shows a second before it is
 * over, and two places that show the same duration show the same.
 */
export const wholeSecondsMs = (durationMs: number): number => Math.trunc(durationMs / 1_000) * 1_000;

/** What is left of an objective beside what is used, as both are shown: together they are the objective. */
export const leftAsShownMs = (objectiveMs: number, usedMs: number): number => objectiveMs - wholeSecondsMs(usedMs);

/** As much of a duration as `formatDurationMs` shows below an hour, for differences: below ten seconds it has tenths. */
export const shownMs = (durationMs: number): number =>
  Math.abs(durationMs) < 10_000 ? Math.trunc(durationMs / 100) * 100 : wholeSecondsMs(durationMs);

/** Spells a duration for people: `0.4 s`, `12 s`, `3 min 05 s`, `1 h 02 min`, `2 d 03 h`. */
export const formatDurationMs = (durationMs: number): string => {
  const sign = durationMs < 0 ? '-' : '';
  const absoluteMs = Math.abs(durationMs);
  if (absoluteMs < 10_000) {
    return `${sign}${(shownMs(absoluteMs) / 1_000).toFixed(1)} s`;
  }
  const seconds = shownMs(absoluteMs) / 1_000;
  if (seconds < 60) {
    return `${sign}${seconds} s`;
  }
  if (seconds < 3_600) {
    return `${sign}${Math.floor(seconds / 60)} min ${twoDigits(seconds % 60)} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1_440) {
    return `${sign}${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
  }
  return `${sign}${Math.floor(minutes / 1_440)} d ${twoDigits(Math.floor((minutes % 1_440) / 60))} h`;
};

/** Spells a duration that somebody wrote down, without what is nothing: `90 s` is `1 min 30 s`, an hour is `1 h`. */
export const spellDurationMs = (durationMs: number): string => {
  const parts = Object.entries(unitMs).map(([unit, lengthMs], index, all) => {
    const around = all[index - 1]?.[1];
    const count = Math.floor((around === undefined ? durationMs : durationMs % around) / lengthMs);
    return count === 0 ? '' : `${count} ${unit === 'm' ? 'min' : unit}`;
  });
  return parts.filter(part => part !== '').join(' ') || '0 s';
};

/** Spells a duration as a clock for a narrow place: `00:12`, `03:05`, `1:02:00`. */
export const formatClockMs = (durationMs: number): string => {
  const seconds = Math.max(0, Math.floor(durationMs / 1_000));
  const hours = Math.floor(seconds / 3_600);
  const tail = `${twoDigits(Math.floor(seconds / 60) % 60)}:${twoDigits(seconds % 60)}`;
  return hours > 0 ? `${hours}:${tail}` : tail;
};

const twoDigits = (count: number): string => String(count).padStart(2, '0');
