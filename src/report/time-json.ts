/** The clocks of a run as data, for other programs: what a screen has in its head lines. docs/reference/json.md is normative. */
import type {Json} from '../base/canonical-json.ts';
import {type Finish, projectedFinish} from '../run/projection.ts';
import type {RunState} from '../run/state.ts';
import {comingDeadlines, lateSteps} from '../run/time-attention.ts';
import type {TimeReason} from '../run/time-notices.ts';
import {timing} from '../run/timing.ts';

import {wayBackWords} from './way-back.ts';

type Members = {readonly [key: string]: Json};

/** `why` is empty where nothing is new. Durations are whole milliseconds, instants RFC 3339 in the time of the run. */
export const timesJson = (reasons: readonly TimeReason[], state: RunState, nowMs: number): Members => {
  const {elapsedMs, rtoMs, rtoUsedMs, rtoLeftMs, rtaMs, rtoMet, rpoMs, rpaMs, rpoMet, tolerated} = timing(state, nowMs);
  return {
    why: [...reasons],
    at: instant(nowMs),
    elapsedMs: whole(elapsedMs),
    rtoMs: whole(rtoMs),
    rtoUsedMs: whole(rtoUsedMs),
    rtoLeftMs: whole(rtoLeftMs),
    rtaMs: whole(rtaMs),
    rtoMet,
    rpoMs: whole(rpoMs),
    rpaMs: whole(rpaMs),
    rpoMet,
    ...(tolerated && {
      mtpdMs: tolerated.mtpdMs,
      disruptedMs: whole(tolerated.lastedMs),
      mtpdMet: tolerated.met,
    }),
    finish: finishJson(projectedFinish(state, nowMs)),
    wayBack: wayBackWords(state),
    deadlines: comingDeadlines(state, nowMs).map(({id, atMs}) => ({id, at: instant(atMs)})),
    late: lateSteps(state, nowMs).map(({step, attempt}) => ({step, attempt})),
  };
};

/** The likely and the late finish, and the first step by whose end the late one is past the RTO. */
export const finishJson = ({p50AtMs, p90AtMs, breaksAt}: Finish): Members => ({
  p50At: instant(p50AtMs),
  p90At: instant(p90AtMs),
  ...(breaksAt !== undefined && {breaksAt}),
});

const instant = (ms: number): string => new Date(Math.round(ms)).toISOString();

const whole = (ms: number | null): number | null => (ms === null ? null : Math.round(ms));
