/** One whole frame of the run screen as lines, exactly as many as the terminal has rows. */
import {showForeignLine} from '../base/foreign-text.ts';
import {degradedNotice} from '../report/record-sentences.ts';
import {timeOfDay} from '../report/words.ts';
import {blank, cutLine, type Line, lineWidth, paragraph, say, windowOf} from './line.ts';
import {footerLine} from './lines/footer-line.ts';
import {headerLines} from './lines/header-lines.ts';
import {helpLines} from './lines/help-lines.ts';
import {paneLines} from './lines/pane-lines.ts';
import {treeLines} from './lines/tree-lines.ts';
import type {Frame} from './look.ts';
import {focusOf, isLive, type Moment, questionOf, waitingSteps} from './moment.ts';
import {lookLines} from './output/output-lines.ts';
import type {Glyphs} from './theme.ts';
import {isTooSmall, tooSmallLines} from './too-small.ts';

/** The narrowest screen that has room for two panes. */
const twoPanesFrom = 78;

export const frameLines = (frame: Frame): readonly Line[] => {
  const {moment, view, columns, rows, glyphs} = frame;
  if (isTooSmall(frame)) {
    return filled(tooSmallLines(moment, frame), rows);
  }
  // The list of steps has the keys: what answers a question is not offered beside it.
  const question = view.pane === 'steps' ? undefined : questionOf(moment, focusOf(moment, view.selected));
  const header = headerLines(moment, columns, glyphs);
  const notice = noticeLines(frame);
  const height = rows - header.length - notice.length - 2;
  return [
    ...header,
    ruleLine(columns, glyphs),
    ...filled(bodyLines(frame, height), height),
    ...notice,
    footerLine({moment, question, view, isArmed: frame.isArmed}, columns),
  ].map(line => withEllipsis(cutLine(line, columns), glyphs.ellipsis));
};

const withEllipsis = (line: Line, ellipsis: string): Line =>
  ellipsis === '…' ? line : line.map(span => ({...span, text: span.text.replaceAll('…', ellipsis)}));

const bodyLines = (frame: Frame, height: number): readonly Line[] => {
  const {moment, view, columns, glyphs} = frame;
  const step = focusOf(moment, view.selected);
  if (view.dialog.kind === 'help') {
    return windowOf(helpLines(moment, view, columns), height, {offset: view.dialog.scroll, more: glyphs.more});
  }
  if (view.dialog.kind === 'output') {
    return lookLines(frame, view.dialog.output, {width: columns, height});
  }
  const focus = step?.path;
  const hasKeys = view.pane === 'steps';
  if (columns < twoPanesFrom) {
    // What is being typed, or chosen in the menu, is never out of sight.
    const isSeen = view.dialog.kind === 'none' || view.dialog.kind === 'find-step';
    return hasKeys && isSeen
      ? treeLines(moment, focus, {width: columns, height, glyphs, hasKeys})
      : paneLines(frame, {width: columns, height});
  }
  const treeWidth = Math.min(46, Math.floor(columns * 0.39));
  const paneWidth = Math.min(100, columns - treeWidth - 3);
  const tree = filled(treeLines(moment, focus, {width: treeWidth, height, glyphs, hasKeys}), height);
  const pane = filled(paneLines(frame, {width: paneWidth, height}), height);
  return tree.map((left, index) => [
    ...padded(left, treeWidth),
    {text: ` ${glyphs.divider} `, tone: 'quiet'},
    ...cutLine(pane[index] ?? blank, paneWidth),
  ]);
};

const padded = (line: Line, width: number): Line => {
  const short = cutLine(line, width);
  return [...short, {text: ' '.repeat(Math.max(0, width - lineWidth(short)))}];
};

const filled = (lines: readonly Line[], height: number): readonly Line[] => [
  ...lines.slice(0, height),
  ...Array.from({length: Math.max(0, height - lines.length)}, () => blank),
];

const ruleLine = (columns: number, {rule}: Glyphs): Line => [{text: rule.repeat(columns), tone: 'quiet'}];

/** The rule above the footer carries what has to be said about the last key, a pause, or the place in a playback. */
const noticeLines = (frame: Frame): readonly Line[] => {
  const {view, columns} = frame;
  // A refusal says why at its end, so all of it is shown.
  return view.notice !== '' && typedSearch(view) === undefined
    ? paragraph(view.notice, {width: columns, tone: 'warn'}).slice(0, noticeRowsMax)
    : [noticeLine(frame)];
};

const noticeRowsMax = 4;

const noticeLine = ({moment, view, columns, glyphs}: Frame): Line => {
  const {playback, state} = moment;
  const typed = typedSearch(view);
  if (typed !== undefined) {
    const said = view.notice === '' ? '' : `   ${view.notice}`;
    return [{text: `/${showForeignLine(typed)}`, tone: 'strong'}, {text: glyphs.caret}, ...say(said, 'warn')];
  }
  // Whoever reads the output does not see the question.
  if (view.dialog.kind === 'output' && isLive(moment) && moment.prompts.length > 0) {
    return withRule('Somebody is waited for: Esc goes back to the run', columns, glyphs);
  }
  if (playback) {
    const time = state.lastAtMs === undefined ? '' : `, ${timeOfDay(state.lastAtMs)} UTC`;
    const {position, length} = playback;
    // Facts have the numbers that they have in the journal, from 0: `--at` takes the one that stands here.
    const place = position === 0 ? 'Before the first fact' : `Fact ${position - 1}, the last is ${length - 1}`;
    return withRule(`${place}${time}`, columns, glyphs);
  }
  const said = standing(moment, view);
  return said === '' ? ruleLine(columns, glyphs) : withRule(said, columns, glyphs);
};

/** What is being searched for, while it is typed: in the output, or in the list of steps. */
const typedSearch = ({dialog}: Frame['view']): string | undefined => {
  switch (dialog.kind) {
    case 'find-step':
      return dialog.text;
    case 'output':
      return dialog.output.typing ?? undefined;
    default:
      return undefined;
  }
};

/** What is said for as long as it is so: the gravest first. */
const standing = (moment: Moment, view: Frame['view']): string => {
  const {state, warning = ''} = moment;
  if (state.degraded) {
    return degradedNotice(state.degraded);
  }
  return state.paused ? 'PAUSED: nothing new starts' : warning === '' ? elsewhere(moment, view) : warning;
};

/** Of several branches one is in sight: the others must not be forgotten. */
const elsewhere = (moment: Moment, {selected}: Frame['view']): string => {
  const shown = focusOf(moment, selected)?.path;
  const others = isLive(moment) ? waitingSteps(moment).filter(({path}) => path !== shown).length : 0;
  return others === 0 ? '' : `${others} more ${others === 1 ? 'waits' : 'wait'} for a person: . goes to the next`;
};

const withRule = (text: string, columns: number, {rule}: Glyphs): Line => [
  {text: `${rule.repeat(2)} `, tone: 'quiet'},
  {text, tone: 'warn'},
  {text: ` ${rule.repeat(Math.max(0, columns - text.length - 4))}`, tone: 'quiet'},
];
