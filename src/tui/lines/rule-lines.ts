/** The two rules of the screen: above the page the way back, below it what is said for as long as it is so, and whom to call. */

import {showForeignLine} from '../../base/foreign-text.ts';
import {degradedNotice} from '../../report/record-sentences.ts';
import {wayBackWords} from '../../report/way-back.ts';
import {type Call, callsInOrder, whomToCall} from '../../report/whom-to-call.ts';
import {roundDuration, timeOfDay} from '../../report/words.ts';
import type {RunState} from '../../run/state.ts';
import {widthOf} from '../cells.ts';
import {cutLine, type Line, lineWidth, paragraph, say} from '../line.ts';
import type {Frame} from '../look.ts';
import {isLive, type Moment, type Question} from '../moment.ts';
import type {Glyphs, Tone} from '../theme.ts';

/** Always in sight: whoever decides anything must know whether there is a way back. */
export const wayBackLine = ({moment, columns, glyphs}: Pick<Frame, 'moment' | 'columns' | 'glyphs'>): Line => {
  const words = wayBackWords(moment.state);
  return withRule(words, {columns, glyphs, tone: words.startsWith('Forward') ? 'warn' : 'plain'});
};

type Screen = Pick<Frame, 'moment' | 'view' | 'columns' | 'glyphs'>;

/** What has to be said about the last key, the record, the clock or a pause, or the place in a playback; else whom to call. */
export const noticeLines = (frame: Screen, question: Question | undefined): readonly Line[] => {
  const {moment, view, columns} = frame;
  if (view.notice === '' || typedSearch(view) !== undefined) {
    return [noticeLine(frame, question)];
  }
  // A refusal says why at its end, so all of it is shown; that the record is degraded stays until it is not.
  const said = paragraph(view.notice, {width: columns, tone: 'warn'}).slice(0, noticeRowsMax);
  return moment.state.degraded ? [noticeLine(frame, question), ...said] : said;
};

const noticeRowsMax = 4;

/** What is being searched for, while it is typed: in the output, or in the list of steps. */
export const typedSearch = ({dialog}: Frame['view']): string | undefined => {
  switch (dialog.kind) {
    case 'find-step':
      return dialog.text;
    case 'output':
      return dialog.output.typing ?? undefined;
    default:
      return undefined;
  }
};

const noticeLine = ({moment, view, columns, glyphs}: Screen, question: Question | undefined): Line => {
  const {playback, state} = moment;
  const typed = typedSearch(view);
  if (typed !== undefined) {
    const said = view.notice === '' ? '' : `   ${view.notice}`;
    return [{text: `/${showForeignLine(typed)}`, tone: 'strong'}, {text: glyphs.caret}, ...say(said, 'warn')];
  }
  // Whoever reads the output does not see the question.
  if (view.dialog.kind === 'output' && isLive(moment) && moment.prompts.length > 0) {
    return withRule('Somebody is waited for: Esc goes back to the run', {columns, glyphs, tone: 'warn'});
  }
  if (playback) {
    const time = state.lastAtMs === undefined ? '' : `, ${timeOfDay(state.lastAtMs)} UTC`;
    const {position, length} = playback;
    // Facts have the numbers that they have in the journal, from 0: `--at` takes the one that stands here.
    const place = position === 0 ? 'Before the first fact' : `Fact ${position - 1}, the last is ${length - 1}`;
    return withRule(`${place}${time}`, {columns, glyphs, tone: 'warn'});
  }
  const said = standing(moment);
  return said === ''
    ? withRule(calls(state, question, columns), {columns, glyphs, tone: 'plain'})
    : withRule(said, {columns, glyphs, tone: 'warn'});
};

/** Whether the rule is taken by something graver than whom to call, which then stands in the page. */
export const isTaken = (moment: Moment): boolean => moment.playback !== undefined || standing(moment) !== '';

/** What is said for as long as it is so: the gravest first. */
const standing = ({state, nowMs, warning = ''}: Moment): string => {
  if (state.status === 'ended') {
    return '';
  }
  if (state.degraded) {
    return degradedNotice(state.degraded);
  }
  if (state.paused) {
    return 'PAUSED: nothing new starts';
  }
  return warning || clockNotice(state, nowMs) || resumedNotice(state, nowMs);
};

/** For how long it is said that the run was resumed: what stands on the page may have happened before whoever sits here came. */
const resumedSaidMs = 60_000;

const resumedNotice = ({sessions, sessionOpenedAtMs}: RunState, nowMs: number): string =>
  sessions > 1 && sessionOpenedAtMs !== undefined && nowMs - sessionOpenedAtMs < resumedSaidMs
    ? `RESUMED at ${timeOfDay(sessionOpenedAtMs)} UTC after a break: session ${sessions}`
    : '';

/** For how long a clock that was set is said; the report says it for ever. */
const jumpSaidMs = 10 * 60_000;

const clockNotice = ({clockJumps, isTimeUncertain}: RunState, nowMs: number): string => {
  const last = clockJumps.at(-1);
  if (last !== undefined && nowMs - last.atMs < jumpSaidMs) {
    const way = last.byMs < 0 ? 'back' : 'forward';
    return `CLOCK SET ${way} by ${roundDuration(Math.abs(last.byMs))}: times here do not follow`;
  }
  return isTimeUncertain ? 'TIMES UNCERTAIN: this host was restarted, only its wall clock tells' : '';
};

const calls = (state: RunState, question: Question | undefined, columns: number): string =>
  question === undefined ? '' : callsInOrder(callsWithin(whomToCall(state, question.step), columns));

/** As many as the rule has room for, the first to call first. */
export const callsWithin = (calls: readonly Call[], columns: number): readonly Call[] =>
  calls.filter((_, index) => widthOf(callsInOrder(calls.slice(0, index + 1))) <= columns - ruleAround);

const ruleAround = 6;

type Rule = {readonly columns: number; readonly glyphs: Glyphs; readonly tone: Tone};

const withRule = (text: string, {columns, glyphs: {rule}, tone}: Rule): Line => {
  if (text === '') {
    return [{text: rule.repeat(columns), tone: 'quiet'}];
  }
  const said = cutLine([{text, tone}], columns - ruleAround);
  return [
    {text: `${rule.repeat(2)} `, tone: 'quiet'},
    ...said,
    {text: ` ${rule.repeat(Math.max(0, columns - lineWidth(said) - 4))}`, tone: 'quiet'},
  ];
};
