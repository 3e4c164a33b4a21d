/** One whole frame of the run screen as lines, exactly as many as the terminal has rows. */
import {blank, cutLine, type Line, lineWidth, windowOf} from './line.ts';
import {helpLines} from './lines/dialog-lines.ts';
import {footerLine} from './lines/footer-line.ts';
import {headerLines} from './lines/header-lines.ts';
import {paneLines} from './lines/pane-lines.ts';
import {noticeLine, wayBackLine} from './lines/rule-lines.ts';
import {treeLines} from './lines/tree-lines.ts';
import {type Frame, twoPanesFrom} from './look.ts';
import {focusOf, questionOf} from './moment.ts';
import {isTooSmall, tooSmallLines} from './too-small.ts';

export const frameLines = (frame: Frame): readonly Line[] => {
  const {moment, view, columns, rows, glyphs} = frame;
  if (isTooSmall(frame)) {
    return filled(tooSmallLines(moment, frame), rows);
  }
  // The list of steps has the keys: what answers a question is not offered beside it.
  const question = view.pane === 'steps' ? undefined : questionOf(moment, focusOf(moment, view.selected));
  const header = headerLines(moment, columns, glyphs);
  const height = rows - header.length - 3;
  return [
    ...header,
    wayBackLine(frame),
    ...filled(bodyLines(frame, height), height),
    noticeLine(frame, question),
    footerLine({moment, question, view, isArmed: frame.isArmed}, columns),
  ].map(line => withEllipsis(cutLine(line, columns), glyphs.ellipsis));
};

const withEllipsis = (line: Line, ellipsis: string): Line =>
  ellipsis === '…' ? line : line.map(span => ({...span, text: span.text.replaceAll('…', ellipsis)}));

const bodyLines = (frame: Frame, height: number): readonly Line[] => {
  const {moment, view, columns, glyphs} = frame;
  const step = focusOf(moment, view.selected);
  if (view.dialog.kind === 'help') {
    const question = questionOf(moment, step);
    const help = helpLines(moment, question, {width: columns});
    return windowOf(help, height, {offset: view.dialog.scroll, more: glyphs.more});
  }
  const focus = step?.path;
  const hasKeys = view.pane === 'steps';
  if (columns < twoPanesFrom) {
    // What is being typed, or chosen in the menu, is never out of sight.
    return hasKeys && view.dialog.kind === 'none'
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
