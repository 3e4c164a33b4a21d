/** The lines above the footer of a replay: the moment and how it plays, the timeline, the last fact with who caused it, what comes next. */
import {formatClockMs, formatDurationMs} from '../../base/duration.ts';
import {actorWords} from '../../report/actor-words.ts';
import {eventLines} from '../../report/event-line.ts';
import {factPlace} from '../../report/fact-place.ts';
import {dayAndTime, minuteOfDay, timeOfDay} from '../../report/words.ts';
import type {PlaybackMoment} from '../../run/session.ts';
import type {RunState} from '../../run/state.ts';
import {widthOf} from '../cells.ts';
import {type Line, paragraph, say} from '../line.ts';
import {ruleAround, saidLines, withRule} from '../lines/rule-lines.ts';
import type {Frame} from '../look.ts';
import {timeline} from './timeline.ts';

/** Where there are fewer rows, what comes next has no line of its own. */
const roomyFrom = 24;
/** Where there are more, milestones are named, and the last fact has two lines if it needs them. */
const wideFrom = 32;
/** Both ends of a run that took less would be the same minute. */
const secondsUpTo = 120_000;
/** A silence that is shorter is nothing to talk about, milliseconds. */
const silenceMs = 10_000;

export const replayLines = (frame: Frame, playback: PlaybackMoment): readonly Line[] => {
  const {moment, columns, rows, view} = frame;
  const words = lastWords(moment.state, playback);
  const last = rows >= wideFrom ? paragraph(words, {width: columns}).slice(0, 2) : [say(words)];
  const next = [say(nextWords(playback), isSilent(playback) ? 'warn' : 'quiet')];
  const told = rows >= roomyFrom ? [...last, ...next] : isSilent(playback) ? next : last;
  const status =
    view.notice === ''
      ? [statusLine(frame, playback)]
      : saidLines(view.notice, {width: columns, rowsMax: Math.floor(rows / 2) - refusalMargin});
  // What takes more than the line of the status takes the place of what is told beneath.
  return [...status, ...timelineLines(frame, playback), ...(status.length > 1 ? [] : told)];
};

/** A refusal takes so many rows fewer than half of the screen: the field in which it was typed stays in sight. */
const refusalMargin = 2;

const statusLine = (frame: Frame, playback: PlaybackMoment): Line => {
  const {player, landmarks} = playback;
  const {columns, glyphs, moment} = frame;
  const {isPlaying, speed, nowMs, skipsSilence} = player;
  const intoMs = formatClockMs(nowMs - landmarks.startMs);
  const wholeMs = formatClockMs(landmarks.endMs - landmarks.startMs);
  const parts = [
    `${isPlaying ? 'PLAYING' : 'PAUSED'} ${speed}x`,
    `${dayAndTime(nowMs, landmarks.startMs)} UTC`,
    // The replay is one thing that can stand still, and the run of then another.
    ...(moment.state.paused ? ['the run was paused'] : []),
    factPlace(playback),
    ...(skipsSilence ? ['silences cut'] : []),
    `${intoMs} of ${wholeMs}`,
  ];
  return withRule(fitting(parts, columns - ruleAround, ` ${glyphs.separator} `), {columns, glyphs, tone: 'active'});
};

/** What comes last is left out first. */
const fitting = (parts: readonly string[], width: number, separator: string): string => {
  let text = parts[0] ?? '';
  for (const part of parts.slice(1)) {
    const longer = `${text}${separator}${part}`;
    if (widthOf(longer) > width) {
      break;
    }
    text = longer;
  }
  return text;
};

const timelineLines = ({columns, rows, glyphs}: Frame, {landmarks, player}: PlaybackMoment): readonly Line[] => {
  const {startMs, endMs} = landmarks;
  const spell = endMs - startMs < secondsUpTo ? timeOfDay : minuteOfDay;
  const from = spell(startMs);
  const to = spell(endMs);
  const margin = from.length + 1;
  const {headings, bar, milestones, now} = timeline(landmarks, player.nowMs, {width: columns - 2 * margin, glyphs});
  const line: Line = [
    {text: `${from} `, tone: 'quiet'},
    {text: bar.slice(0, now)},
    {text: bar.slice(now, now + 1), tone: 'active'},
    {text: bar.slice(now + 1)},
    {text: ` ${to}`, tone: 'quiet'},
  ];
  const named = (titles: string): Line => say(`${' '.repeat(margin)}${titles}`);
  return [named(headings), line, ...(rows >= wideFrom && milestones !== '' ? [named(milestones)] : [])];
};

/** In the words of the plain face, with who caused it in front: that must be seen also where the rest has no room. */
const lastWords = (state: RunState, {last}: PlaybackMoment): string => {
  if (!last) {
    return 'Nothing has happened yet.';
  }
  const [told] = eventLines(last, state);
  // Of some facts the plain face says nothing.
  const [time, ...words] = (told ?? `${timeOfDay(Date.parse(last.at))} ${last.type.replaceAll('-', ' ')}.`).split(' ');
  return `${time} ${actorWords(last.actor)}: ${words.join(' ').replace(placeOnPage, '')}`;
};

/** The list of steps says it too, and the line is short. */
const placeOnPage = /^Step \d+ of \d+,? /;

const isSilent = ({player, nextAtMs}: PlaybackMoment): boolean =>
  player.isPlaying && (player.skippedMs > 0 || (nextAtMs !== undefined && nextAtMs - player.nowMs > silenceMs));

const nextWords = ({player, nextAtMs, landmarks}: PlaybackMoment): string => {
  if (nextAtMs === undefined) {
    return 'This is the last fact.';
  }
  const cut = player.skippedMs > 0 ? ` ${formatDurationMs(player.skippedMs)} of silence are cut.` : '';
  const leftMs = nextAtMs - player.nowMs;
  const wait = leftMs < 1_000 ? '' : `, ${formatDurationMs(leftMs)} later`;
  return `Next fact at ${dayAndTime(nextAtMs, landmarks.startMs)} UTC${wait}.${cut}`;
};
