/** One whole frame of the run screen as lines, exactly as many as the terminal has rows. */
import {blank, cutLine, type Line, lineWidth, windowOf} from './line.ts';
import {footerLine} from './lines/footer-line.ts';
import {headerLines} from './lines/header-lines.ts';
import {helpLines} from './lines/help-lines.ts';
import {paneLines} from './lines/pane-lines.ts';
import {noticeLines, typedSearch, wayBackLine} from './lines/rule-lines.ts';
import {treeLines} from './lines/tree-lines.ts';
import {type Frame, twoPanesFrom} from './look.ts';
import {focusOf, questionOf} from './moment.ts';
import {lookLines} from './output/output-lines.ts';
import {isTooSmall, tooSmallLines} from './too-small.ts';

export const frameLines = (frame: Frame): readonly Line[] => {
  const {moment, view, columns, rows, glyphs} = frame;
  if (isTooSmall(frame)) {
    return filled(tooSmallLines(moment, frame), rows);
  }
  // The list of steps has the keys: what answers a question is not offered beside it.
  const question = view.pane === 'steps' ? undefined : questionOf(moment, focusOf(moment, view.selected));
  const header = headerLines(moment, columns, glyphs);
  // What is typed has to be seen, also in a replay.
  const beneath = frame.replay && typedSearch(view) === undefined ? frame.replay.beneath : noticeLines(frame, question);
  const height = rows - header.length - beneath.length - 2;
  return [
    ...header,
    wayBackLine(frame),
    ...filled(bodyLines(frame, height), height),
    ...beneath,
    footerLine({moment, question, view, isArmed: frame.isArmed}, columns),
  ].map(line => withEllipsis(cutLine(line, columns), glyphs.ellipsis));
};

const withEllipsis = (line: Line, ellipsis: string): Line =>
  ellipsis === '…' ? line : line.map(span => ({...span, text: span.text.replaceAll('…', ellipsis)}));

const bodyLines = (frame: Frame, height: number): readonly Line[] => {
  const {moment, view, columns, glyphs} = frame;
  const step = focusOf(moment, view.selected);
  if (view.dialog.kind === 'help') {
    const help = helpLines(moment, view, {width: columns, legend: frame.replay?.legend ?? []});
    return windowOf(help, height, {offset: view.dialog.scroll, more: glyphs.more});
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
