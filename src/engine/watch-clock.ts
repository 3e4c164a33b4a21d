/** Records what time brings as it comes, and wakes the engine for what comes next. */
import {wanted} from '../machine/wanted.ts';
import {type Due, dueOf} from '../run/due.ts';
import type {FactBody} from '../run/event.ts';
import {isLacking} from '../run/lacking.ts';
import type {Context} from './context.ts';
import {lookAgainMs} from './timers.ts';

type ClockParts = Pick<Context, 'state' | 'clock' | 'position' | 'after' | 'wake'> & {
  readonly record: (body: FactBody) => boolean;
};

export type ClockWatch = {
  /** In each turn, before anything else. */
  readonly recordDue: () => void;
  /** In each turn, after everything else: what was asked in this turn waits for its time from now on. One timer, for the next instant. */
  readonly setTimer: () => void;
};

export const watchClock = (parts: ClockParts): ClockWatch => {
  let takeBack = (): void => {};
  return {
    recordDue: () => recordDue(parts),
    setTimer: () => {
      takeBack();
      const nextMs = Math.min(...openDue(parts).map(({atMs}) => atMs));
      if (Number.isFinite(nextMs)) {
        takeBack = parts.after(Math.min(lookAgainMs, Math.max(0, nextMs - parts.clock.nowMs())), parts.wake);
      }
    },
  };
};

/** A reminder that came several times while nobody ran the program is said once, as of its last instant. */
const recordDue = (parts: ClockParts): void => {
  const nowMs = parts.clock.nowMs();
  for (const {facts} of openDue(parts).filter(({atMs}) => atMs <= nowMs)) {
    for (const fact of facts) {
      parts.record(fact.type === 'due' && fact.what === 'reminder' ? {...fact, time: lastTime(parts, fact)} : fact);
    }
  }
};

const lastTime = ({state, clock}: ClockParts, {id, time}: Extract<FactBody, {type: 'due'}>): string => {
  const everyMs = state.outline.reminders?.find(reminder => reminder.id === id)?.everyMs ?? 1;
  const firstMs = Date.parse(time);
  return new Date(firstMs + Math.floor((clock.nowMs() - firstMs) / everyMs) * everyMs).toISOString();
};

const openDue = ({state, position}: ClockParts): readonly Due[] => {
  if (state.status !== 'running') {
    return [];
  }
  const waiting = wanted(position()).filter(
    ({want, path}) =>
      want === 'answer' ||
      want === 'confirm' ||
      want === 'hold' ||
      want === 'decide' ||
      isLacking(state.steps.get(path) ?? {status: 'pending'}),
  );
  return dueOf(
    state,
    waiting.flatMap(({path}) => state.steps.get(path) ?? []),
  );
};
