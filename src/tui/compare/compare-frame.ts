/** One whole frame of the comparison as lines, exactly as many as the terminal has rows. */
import {formatClockMs} from '../../base/duration.ts';
import {modeWords} from '../../report/words.ts';
import {keyName} from '../key-name.ts';
import {blank, cutLine, type Line, lineWidth, paragraph, windowOf} from '../line.ts';
import type {Glyphs} from '../theme.ts';
import {isTooSmall, type TerminalSize} from '../too-small.ts';
import {compareBindings} from './compare-keys.ts';
import {type CompareSubject, type CompareView, rowsOf} from './compare-view.ts';
import {compareHeader} from './header.ts';
import {listLines} from './list-lines.ts';
import {comparedStepLines} from './step-lines.ts';

export type CompareFrame = TerminalSize & {
  readonly subject: CompareSubject;
  readonly view: CompareView;
  readonly glyphs: Glyphs;
};

/** Lines below the header that are no list: two rules and the footer. */
const framing = 3;

/** How many lines a page key moves: what is in sight, but for the heading of the list and the lines above it. */
export const pageLinesOf = ({rows}: TerminalSize): number => Math.max(1, rows - framing - 6);

export const compareFrame = (frame: CompareFrame): readonly Line[] => {
  const {subject, columns, rows, glyphs} = frame;
  if (isTooSmall(frame)) {
    return fill(tooSmall(frame), rows);
  }
  const header = compareHeader(subject, columns);
  const height = rows - header.length - framing;
  return [
    ...header,
    rule(columns, glyphs),
    ...fill(bodyLines(frame, height), height),
    noticeLine(frame),
    footerLine(frame),
  ].map(line => withEllipsis(cutLine(line, columns), glyphs.ellipsis));
};

const bodyLines = ({subject, view, columns, glyphs}: CompareFrame, height: number): readonly Line[] => {
  const look = {width: columns, glyphs};
  const page = (lines: readonly Line[]): readonly Line[] =>
    windowOf(lines, height, {offset: view.scroll, more: glyphs.more});
  switch (view.page) {
    case 'list':
      return listLines(subject, view, {...look, height});
    case 'step': {
      const row = rowsOf(subject, view)[view.at];
      return page(row === undefined ? [] : comparedStepLines(row, subject, look));
    }
    case 'sentences':
      return page(subject.sentences.flatMap(text => (text === '' ? [blank] : paragraph(text, {width: columns}))));
    case 'help':
      return page(helpLines(columns));
  }
};

const helpLines = (width: number): readonly Line[] =>
  compareBindings.flatMap(({keys, help}) => {
    const names = keys.map(keyName).join(', ');
    const [first = blank, ...rest] = paragraph(help, {width: width - helpIndent});
    return [
      [{text: names.padEnd(helpIndent), tone: 'active'}, ...first],
      ...rest.map((line): Line => [{text: ' '.repeat(helpIndent)}, ...line]),
    ];
  });

const helpIndent = 20;

/** What is shown now where that is not the end, and the order. */
const noticeLine = ({subject, view, columns, glyphs}: CompareFrame): Line => {
  const count = rowsOf(subject, view).length;
  const place = view.page === 'list' && count > 0 ? `Line ${view.at + 1} of ${count}` : '';
  const {momentMs} = view;
  const moment =
    momentMs === null
      ? ''
      : `both ${momentMs < 0 ? `${formatClockMs(-momentMs)} before` : `${formatClockMs(momentMs)} after`} the start of the clock`;
  const text = [place, moment].filter(part => part !== '').join(', ');
  return text === ''
    ? rule(columns, glyphs)
    : [
        {text: `${glyphs.rule.repeat(2)} `, tone: 'quiet'},
        {text, tone: moment === '' ? 'quiet' : 'warn'},
        {text: ` ${glyphs.rule.repeat(Math.max(0, columns - text.length - 4))}`, tone: 'quiet'},
      ];
};

/** The keys that count now; what does not fit is behind `?`. */
const footerLine = ({subject, view, columns}: CompareFrame): Line => {
  const hints = compareBindings
    .filter(({when, isQuiet}) => !isQuiet && when(view, subject))
    .map(({keys, label}): Line => [{text: keyName(keys[0] ?? ''), tone: 'active'}, {text: ` ${label}  `}]);
  const last = hints.at(-1) ?? [];
  let line: Line = [];
  for (const next of hints.slice(0, -1)) {
    if (lineWidth([...line, ...next, ...last]) > columns) {
      break;
    }
    line = [...line, ...next];
  }
  return [...line, ...last];
};

const rule = (columns: number, glyphs: Glyphs): Line => [{text: glyphs.rule.repeat(columns), tone: 'quiet'}];

const tooSmall = ({subject, columns, rows}: CompareFrame): readonly Line[] =>
  paragraph(
    `${modeWords[subject.comparison.a.mode]}. The terminal is too small (${columns} by ${rows}; it takes 60 by 20). Make it larger; q leaves.`,
    {width: columns},
  );

const withEllipsis = (line: Line, ellipsis: string): Line =>
  ellipsis === '…' ? line : line.map(span => ({...span, text: span.text.replaceAll('…', ellipsis)}));

const fill = (lines: readonly Line[], height: number): readonly Line[] => [
  ...lines.slice(0, height),
  ...Array.from({length: Math.max(0, height - lines.length)}, () => blank),
];
