/** Watches for a moment that a drill wants again, so that what stood there is known also when a step has taken it down since. */
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import type {Damage} from './damage.ts';
import type {Estate} from './estate.ts';
import {lookBeside, type Moment, momentOf} from './moment-seen.ts';

export type MomentWatch = {readonly stop: () => Promise<void>};

/** A step that restores takes longer, and what it restored stands for longer. */
const lookEveryMs = 200;

const nothing: MomentWatch = {stop: async () => undefined};

/** Looks until it is seen once. It takes a fault that is one of a moment; for all others it does nothing. */
export const watchForMoment = (estate: Estate, damage: Damage): MomentWatch => {
  const moment = momentOf(damage);
  if (moment === null || existsSync(notePath(estate))) {
    return nothing;
  }
  const stopping = new AbortController();
  const ended = watch(estate, moment, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
};

/** When it was seen, RFC 3339; null where it never was. */
export const momentSeenAt = (estate: Estate): string | null => {
  try {
    return readFileSync(notePath(estate), 'utf8');
  } catch {
    return null;
  }
};

const notePath = ({directory}: Pick<Estate, 'directory'>): string => join(directory, 'moment-seen');

const watch = async (estate: Estate, moment: Moment, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    const {seen} = await lookBeside(estate, moment);
    if (seen !== null) {
      writeFileSync(notePath(estate), new Date().toISOString(), {mode: 0o600});
      return;
    }
    await delay(lookEveryMs, undefined, {signal}).catch(() => undefined);
  }
};
