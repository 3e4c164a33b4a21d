/** The two rules of the screen: above the page the way back, below it what is said for as long as it is so, and whom to call. */

import {showForeignLine} from '../../base/foreign-text.ts';
import {degradedNotice} from '../../report/record-sentences.ts';
import {wayBackWords} from '../../report/way-back.ts';
import {type Call, callsInOrder, whomToCall} from '../../report/whom-to-call.ts';
import {roundDuration, timeOfDay} from '../../report/words.ts';
import type {RunState} from '../../run/state.ts';
import {widthOf} from '../cells.ts';
import {blank, cutLine, type Line, lineWidth, paragraph, say} from '../line.ts';
import type {Frame} from '../look.ts';
import {isLive, type Moment, type Question} from '../moment.ts';
import type {Glyphs, Tone} from '../theme.ts';

/** Always in sight: whoever decides anything must know whether there is a way back. */
export const wayBackLine = ({moment, columns, glyphs}: Pick<Frame, 'moment' | 'columns' | 'glyphs'>): Line => {
  const words = wayBackWords(moment.state);
  return withRule(words, {columns, glyphs, tone: words.startsWith('Forward') ? 'warn' : 'plain'});
};

type Screen = Pick<Frame, 'moment' | 'view' | 'columns' | 'glyphs'>;

/** What has to be said about the last key, the record, the clock or a pause; else whom to call. A replay says where it is instead. */
export const noticeLines = (frame: Screen, question: Question | undefined): readonly Line[] => {
  const {moment, view, columns} = frame;
  if (view.notice === '' || typedSearch(view) !== undefined) {
    return [noticeLine(frame, question)];
  }
  // That the record is degraded stays until it is not.
  const said = saidLines(view.notice, {width: columns, rowsMax: noticeRowsMax});
  return moment.state.degraded ? [noticeLine(frame, question), ...said] : said;
};

const noticeRowsMax = 4;

type Room = {readonly width: number; readonly rowsMax: number};

/** A refusal says why at its end, so all of it is shown; where there is no room for all, it is seen that more was said. */
export const saidLines = (notice: string, {width, rowsMax}: Room): readonly Line[] => {
  const lines = paragraph(notice, {width, tone: 'warn'});
  const last = lines[rowsMax - 1] ?? blank;
  return lines.length <= rowsMax
    ? lines
    : [...lines.slice(0, rowsMax - 1), [...cutLine(last, width - 2), {text: ' …'}]];
};

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
  const typed = typedSearch(view);
  if (typed !== undefined) {
    const said = view.notice === '' ? '' : `   ${view.notice}`;
    return [{text: `/${showForeignLine(typed)}`, tone: 'strong'}, {text: glyphs.caret}, ...say(said, 'warn')];
  }
  // Whoever reads the output does not see the question.
  if (view.dialog.kind === 'output' && isLive(moment) && moment.prompts.length > 0) {
    return withRule('Somebody is waited for: Esc goes back to the run', {columns, glyphs, tone: 'warn'});
  }
  const said = standing(moment);
  return said === ''
    ? withRule(calls(moment.state, question, columns), {columns, glyphs, tone: 'plain'})
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

/** Cells of a rule that no words stand in. */
export const ruleAround = 6;

type Rule = {readonly columns: number; readonly glyphs: Glyphs; readonly tone: Tone};

/** Words in a rule over the whole width. */
export const withRule = (text: string, {columns, glyphs: {rule}, tone}: Rule): Line => {
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
