/** One moment of a record, printed once: as the screen that it was, in words, or as JSON. */

import {formatDurationMs} from '../base/duration.ts';
import {printedJson} from '../base/printed-json.ts';
import {actorWords} from '../report/actor-words.ts';
import {eventLines} from '../report/event-line.ts';
import {factPlace} from '../report/fact-place.ts';
import {stepListLines} from '../report/step-list.ts';
import {summarise, summaryLines} from '../report/summary.ts';
import {dayAndTime} from '../report/words.ts';
import type {Fact} from '../run/event.ts';
import {momentOf, type Place} from '../run/moment.ts';
import {playback, type Replay} from '../run/playback.ts';
import type {PlaybackMoment} from '../run/session.ts';
import type {RunState} from '../run/state.ts';
import {exitCodes} from './exit-code.ts';
import {ghostOfRecord} from './last-run.ts';
import {harmless, openLogger} from './logger.ts';
import {asTyped} from './own-command.ts';
import type {RecordedRun} from './recorded-run.ts';
import {printRefusal, refuse} from './refusal.ts';
import {showJson} from './run-json.ts';
import type {StateOption} from './state-place.ts';
import type {FaceOptions} from './terminal.ts';

/** The screen where nothing else is asked for: it is text like any other. */
export const printMoment = async (
  run: RecordedRun,
  at: string,
  options: StateOption & FaceOptions,
): Promise<number> => {
  const {plain, json} = options;
  const failed = harmless(openLogger(options), 'no ghost of a former run');
  const session = {...playback(run, 0), ghost: ghostOfRecord(run, failed)};
  const place = momentOf(run.facts, at);
  if (!place.ok) {
    return printRefusal(
      refuse('usage', place.reason, 'Give a step, a time of day in UTC, the number of a fact, +12m or -5m.').reason,
    );
  }
  const {playback: controls} = session;
  controls.act({do: 'go', to: place.value});
  const text = json
    ? printedJson(momentJson(session, controls.now()))
    : plain
      ? asTyped([...readAs(at), ...momentLines(session, controls.now())].join('\n'))
      : await screenOf(session, place.value);
  process.stdout.write(`${text}\n`);
  return exitCodes.done.code;
};

/** Whoever names a step wants to look at it, not at the one that the run went on to. */
const screenOf = async (session: Replay, {step}: Place): Promise<string> => {
  const {renderMoment} = await import('../tui/screens/at-moment.tsx');
  const size = {columns: process.stdout.columns ?? 80, rows: process.stdout.rows ?? 24};
  return renderMoment(session, size, step ?? null);
};

/** Whoever names a minute may mean its beginning. */
const readAs = (at: string): readonly string[] =>
  /^\d\d:\d\d$/.test(at) ? [`${at} is taken up to its end, ${at}:59.`] : [];

const lastLines = (last: Fact, state: RunState): readonly string[] => {
  const lines = eventLines(last, state);
  const by = `The last fact, by ${actorWords(last.actor)}:`;
  return lines.length === 0 ? [`${by} ${last.type.replaceAll('-', ' ')}.`] : [by, ...lines];
};

const momentLines = (session: Replay, moment: PlaybackMoment): readonly string[] => {
  const {last, landmarks} = moment;
  const state = session.state();
  const nowMs = session.nowMs();
  const after = formatDurationMs(nowMs - landmarks.startMs);
  return [
    `The run as it was at ${dayAndTime(nowMs, landmarks.startMs)} UTC, ${after} after its start: ${factPlace(moment)}.`,
    ...(last ? lastLines(last, state) : []),
    '',
    ...summaryLines(summarise(state, {nowMs: state.endedAtMs ?? nowMs, head: session.head().words})),
    '',
    ...stepListLines(state),
  ];
};

type Printed = ReturnType<typeof showJson>;

const momentJson = (session: Replay, {last, position}: PlaybackMoment): Printed => {
  const nowMs = session.nowMs();
  return {
    at: new Date(nowMs).toISOString(),
    facts: position,
    fact: last ?? null,
    ...showJson(session.state(), nowMs),
    asked: session.prompts().map(({step, attempt, kind, ask}) => ({step, attempt, kind, ask})),
    head: session.head().words,
  };
};
