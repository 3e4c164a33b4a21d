/** The host itself: who runs servers, what shows the screens, what tells the time. Values come in, so that any host can be looked at. */
import {spawnSync} from 'node:child_process';
import {findServerUser} from '../../postgres/server-user.ts';
import type {HostCheck} from '../../report/doctor/doctor.ts';
import {isTooSmall, type TerminalSize} from '../../tui/too-small.ts';

type Environment = {readonly [name: string]: string | undefined};

/** Of standard input and output; no size where it is none. */
export type Terminal = {readonly size: TerminalSize | undefined; readonly hasColours: boolean};

export const checkAccount = (): HostCheck => {
  const user = findServerUser();
  if (!user.ok) {
    return {name: 'account', health: 'bad', says: user.reason};
  }
  const says =
    user.value.kind === 'self'
      ? `servers run as ${user.value.name}, who called this program`
      : `servers run as ${user.value.name}, by ${user.value.prefix[0] ?? ''}, because PostgreSQL refuses to run as root`;
  return {name: 'account', health: 'good', says};
};

export const checkTerminal = ({TERM}: Environment, {size, hasColours}: Terminal): HostCheck => {
  if (size === undefined || TERM === 'dumb') {
    const why = size === undefined ? 'standard input or output is no terminal' : 'TERM is dumb';
    return {name: 'terminal', health: 'note', says: `${why}, so runs are told line by line`};
  }
  const {columns, rows} = size;
  const says = `${columns} by ${rows}, TERM is ${TERM ?? 'not set'}, ${hasColours ? 'with' : 'without'} colours`;
  return isTooSmall(size)
    ? {
        name: 'terminal',
        health: 'note',
        says,
        hint: 'Make it larger: the screen takes 60 by 20. Until then use --plain.',
      }
    : {name: 'terminal', health: 'good', says};
};

/** As the C library takes it: the first of these that is set counts. */
export const checkLocale = ({LC_ALL, LC_CTYPE, LANG}: Environment): HostCheck => {
  const locale = LC_ALL || LC_CTYPE || LANG || '';
  return /utf-?8$/i.test(locale.replace(/@.*$/, ''))
    ? {name: 'locale', health: 'good', says: locale}
    : {
        name: 'locale',
        health: 'note',
        says: `${locale === '' ? 'none is set' : locale}, which promises no UTF-8: marks may look odd on the screen`,
        hint: 'Where they do: export LC_ALL=C.UTF-8, or use --plain, which has none.',
      };
};

/** `yes` and `no` are what the host says of its time service; null where it says nothing. */
export type Clock = {
  readonly nowMs: number;
  readonly isKept: 'yes' | 'no' | null;
  readonly newestRunAtMs: number | null;
};

/** By this much a clock may be behind the newest record without anybody having set it. */
const slackMs = 60_000;

export const checkClock = ({nowMs, isKept, newestRunAtMs}: Clock): HostCheck => {
  const now = `${timeWords(nowMs)}, ${zone()}`;
  if (newestRunAtMs !== null && newestRunAtMs > nowMs + slackMs) {
    return {
      name: 'clock',
      health: 'bad',
      says: `it is ${now}, and the newest run here began at ${timeWords(newestRunAtMs)}, which is later`,
      hint: 'One of the two clocks was wrong. Set this one right; a run that began too late keeps its time.',
    };
  }
  switch (isKept) {
    case 'yes':
      return {name: 'clock', health: 'good', says: `it is ${now}, kept by a time service`};
    case 'no':
      return {
        name: 'clock',
        health: 'note',
        says: `it is ${now}, and no time service keeps it`,
        hint: 'Times of a run are held against times of servers and people: timedatectl set-ntp true.',
      };
    case null:
      return {
        name: 'clock',
        health: 'note',
        says: `it is ${now}; whether a time service keeps it is not known`,
        hint: 'Hold it against another clock before times are argued about.',
      };
  }
};

/** Asks systemd, where it is; other time services say it nowhere that all can read. */
export const askTimeService = (): Clock['isKept'] => {
  const {status, stdout} = spawnSync('timedatectl', ['show', '--property=NTPSynchronized', '--value'], {
    encoding: 'utf8',
    timeout: 2_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const said = status === 0 ? stdout.trim() : '';
  return said === 'yes' || said === 'no' ? said : null;
};

const timeWords = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

const zone = (): string => `the time zone here is ${Intl.DateTimeFormat().resolvedOptions().timeZone}`;
