/** Times as people type them at three in the morning: `02:47`, `20m ago`, or RFC 3339; kept in UTC. */
import {parseDurationMs} from '../base/duration.ts';
import {instantInUtc} from '../base/instant.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import {formatTime} from './expressions/cel-values.ts';

/** When and where the person types: a bare clock time means theirs. */
export type TimeOfReading = {
  readonly nowMs: number;
  /** What local time is ahead of UTC. */
  readonly zoneOffsetMinutes: number;
};

/** Typed times lie in the past, but clocks differ: up to this much ahead, a bare clock time still means today. */
const aheadMaxMs = 60_000;

const dayMs = 86_400_000;

/** Reads a time. A bare `02:47` is the last time that the local clock showed it. */
export const readTimestamp = (text: string, time: TimeOfReading): Result<string> =>
  readNow(text, time) ??
  readAgo(text, time) ??
  readClock(text, time) ??
  readFull(text, time) ??
  fail(`"${text.slice(0, 80)}" is not a time; write it like 02:47, "20m ago" or 2026-11-24T02:47:00Z`);

const readNow = (text: string, {nowMs}: TimeOfReading): Result<string> | undefined =>
  text === 'now' ? succeed(formatTime(new Date(nowMs))) : undefined;

const readAgo = (text: string, {nowMs}: TimeOfReading): Result<string> | undefined => {
  const match = /^(\S+(?: \S+)*) ago$/.exec(text);
  if (match === null) {
    return undefined;
  }
  const durationMs = parseDurationMs((match[1] ?? '').replaceAll(' ', ''));
  return durationMs.ok ? succeed(formatTime(new Date(nowMs - durationMs.value))) : durationMs;
};

const readClock = (text: string, {nowMs, zoneOffsetMinutes}: TimeOfReading): Result<string> | undefined => {
  const match = /^(?:(yesterday|today) )?(\d{1,2}):(\d\d)(?::(\d\d))?$/.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, day, hours = '', minutes = '', seconds = '0'] = match;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) {
    return fail(`"${text}" is no time of a day`);
  }
  const offsetMs = zoneOffsetMinutes * 60_000;
  const midnightMs = Math.floor((nowMs + offsetMs) / dayMs) * dayMs - offsetMs;
  const todayMs = midnightMs + (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
  const isYesterday = day === 'yesterday' || (day === undefined && todayMs > nowMs + aheadMaxMs);
  return succeed(formatTime(new Date(isYesterday ? todayMs - dayMs : todayMs)));
};

/**
 * A time that a program measured, or that a runbook names: never without an offset, which would be a guess, and never on a day
 * that does not exist. The form is that of `instantPattern`.
 */
export const readMeasured = (text: string): Result<string> => instantInUtc(text.trim());

/** RFC 3339, also with a blank for T as databases print it and without an offset, which then is the local one. */
const readFull = (text: string, {zoneOffsetMinutes}: TimeOfReading): Result<string> | undefined => {
  const match =
    /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(?::(\d\d)(\.\d{1,9})?)?\s?([Zz]|[+-]\d\d(?::?\d\d)?)?(?: ?UTC)?$/.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, day = '', clock = '', seconds = '00', fraction = '', offset] = match;
  const localMs = Date.parse(`${day}T${clock}:${seconds}Z`);
  if (Number.isNaN(localMs) || new Date(localMs).toISOString().slice(0, 10) !== day) {
    return fail(`"${text}" is no time that exists`);
  }
  const minutes = text.endsWith('UTC') ? 0 : offsetMinutes(offset, zoneOffsetMinutes);
  const whole = formatTime(new Date(localMs - minutes * 60_000));
  return succeed(whole.replace('Z', `${fraction}Z`));
};

const offsetMinutes = (offset: string | undefined, zoneOffsetMinutes: number): number => {
  if (offset === undefined) {
    return zoneOffsetMinutes;
  }
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(offset);
  const [, sign, hours = '0', minutes = '0'] = match ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
};
