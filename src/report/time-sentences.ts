/** How the clocks of a run stand, in sentences: RTO used and left, the projected finish, the data loss. */
import {leftAsShownMs} from '../base/duration.ts';
import {projectedFinish} from '../run/projection.ts';
import type {RunState} from '../run/state.ts';
import type {TimeReason} from '../run/time-notices.ts';
import {type Timing, timing} from '../run/timing.ts';
import {breakWords, finishWords} from './option-sentences.ts';
import {speakable} from './speakable.ts';
import {spokenDuration} from './spoken-duration.ts';
import {outcomeWords, timeOfDay} from './words.ts';

/** All clocks, for whoever asks. */
export const timeSentences = (state: RunState, nowMs: number): readonly string[] => {
  const measured = timing(state, nowMs);
  const {elapsedMs} = measured;
  return [
    `It is ${timeOfDay(nowMs)} UTC.${elapsedMs === null ? '' : ` The run has taken ${spokenDuration(elapsedMs)} so far.`}`,
    `${rtoWords(measured)}.`,
    finishSentence(state, measured, nowMs),
    ...toleratedSentences(measured),
    dataLossSentence(measured),
  ].map(speakable);
};

/** What is said by itself, in one line; nothing where there is no RTO, or nobody knows when its clock began. */
export const noticeSentences = (reasons: readonly TimeReason[], state: RunState, nowMs: number): readonly string[] => {
  const measured = timing(state, nowMs);
  if (reasons.length === 0 || measured.rtoMs === null || measured.rtoUsedMs === null) {
    return [];
  }
  const news = newsOf.filter(([reason]) => reasons.includes(reason)).map(([, words]) => words);
  return [speakable([...news, `${rtoWords(measured)}; ${finishWithBreak(state, measured, nowMs)}.`].join(' '))];
};

/** That the RTO is at risk, or likely to break, stands behind the finish in any case. */
const newsOf: readonly (readonly [TimeReason, string])[] = [
  ['half', 'HALF OF THE RTO IS USED.'],
  ['three-quarters', 'THREE QUARTERS OF THE RTO ARE USED.'],
  ['used-up', 'THE RTO IS USED UP.'],
];

const rtoWords = ({rtoMs, rtoUsedMs, rtoLeftMs, rtaMs, clockStartedAtMs}: Timing): string => {
  if (rtoMs === null) {
    return 'No RTO is set for this runbook';
  }
  const objective = `RTO ${spokenDuration(rtoMs)}`;
  if (rtoUsedMs === null || rtoLeftMs === null || clockStartedAtMs === null) {
    return `${objective}: not measured, because nobody has said when it began`;
  }
  const isMissed = rtoLeftMs < 0;
  if (rtaMs !== null) {
    return `${objective}: the clock was stopped after ${spokenDuration(rtaMs)}, ${isMissed ? 'MISSED' : 'met'}`;
  }
  const shownMs = leftAsShownMs(rtoMs, rtoUsedMs);
  const left = isMissed
    ? `MISSED by ${spokenDuration(-shownMs)}`
    : `${spokenDuration(shownMs)} left, until ${timeOfDay(clockStartedAtMs + rtoMs)} UTC`;
  return `${objective}: ${spokenDuration(rtoUsedMs)} used, ${left}`;
};

const finishSentence = (state: RunState, measured: Timing, nowMs: number): string => {
  if (state.status === 'ended') {
    const outcome = state.outcome === null ? 'ended' : outcomeWords[state.outcome];
    return `It was over at ${timeOfDay(state.endedAtMs ?? nowMs)} UTC: ${outcome}.`;
  }
  const words = finishWithBreak(state, measured, nowMs);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
};

/** Once it is missed there is nothing left to break. */
const finishWithBreak = (state: RunState, {rtoLeftMs}: Timing, nowMs: number): string => {
  const finish = projectedFinish(state, nowMs);
  return `${finishWords(finish)}${rtoLeftMs !== null && rtoLeftMs < 0 ? '' : breakWords(finish, state)}`;
};

const toleratedSentences = ({tolerated}: Timing): readonly string[] => {
  if (tolerated === undefined || tolerated.lastedMs === null) {
    return [];
  }
  const {mtpdMs, lastedMs, met} = tolerated;
  return [
    `The disruption has lasted ${spokenDuration(lastedMs)} of the ${spokenDuration(mtpdMs)} that are tolerable${met === false ? ', MISSED' : ''}.`,
  ];
};

const dataLossSentence = ({rpoMs, rpaMs, rpoMet}: Timing): string => {
  const objective = rpoMs === null ? 'no RPO is set' : `RPO ${spokenDuration(rpoMs)}`;
  const verdict = rpoMet === null ? '' : rpoMet ? ', met' : ', MISSED';
  return rpaMs === null
    ? `Data loss: not measured yet; ${objective}.`
    : `Data loss so far: ${spokenDuration(rpaMs)}; ${objective}${verdict}.`;
};
