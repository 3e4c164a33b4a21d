/** One whole frame of the home screen, exactly as many lines as the terminal has rows. */
import type {Home} from '../../report/home/home.ts';
import {timeOfDay} from '../../report/words.ts';
import {keyName} from '../key-name.ts';
import {apart, blank, cutLine, type Line, lineWidth, paragraph, type Span, say, windowOf} from '../line.ts';
import type {Look} from '../look.ts';
import type {Glyphs} from '../theme.ts';
import {isTooSmall} from '../too-small.ts';
import {confirmLines} from './confirm-lines.ts';
import {itemAt, itemsOf} from './home-items.ts';
import {type HomeBinding, offeredHere} from './home-keys.ts';
import type {HomeView} from './home-view.ts';
import {type Chosen, listLines, sumWords} from './list-lines.ts';
import {helpPage, runbookPage, triagePage} from './page-lines.ts';

export type HomeFrame = {
  readonly home: Home;
  readonly view: HomeView;
  /** False for a moment after a question opened, while keys typed before it cannot answer it. */
  readonly isArmed: boolean;
  readonly columns: number;
  readonly rows: number;
  readonly glyphs: Glyphs;
};

/** What is not the body: two lines above it, a rule, the notice and the keys. */
const frameRows = 5;

export const bodyRows = (rows: number): number => Math.max(1, rows - frameRows);

export const homeFrame = (frame: HomeFrame): readonly Line[] => {
  const {home, view, columns, rows, glyphs} = frame;
  if (isTooSmall(frame)) {
    const size = `${columns} by ${rows}; it takes 60 by 20`;
    return filled(
      paragraph(`Lifeboat. The terminal is too small (${size}). Make it larger; Ctrl-C leaves.`, {width: columns}),
      rows,
    );
  }
  const height = bodyRows(rows);
  const lines = body(frame, {width: columns, glyphs}, height);
  const hasMore = lines.at(-1)?.some(({text}) => text.includes(moreKey)) === true;
  return [
    apart(
      [{text: ' LIFEBOAT ', tone: 'active', inverse: true}, {text: ' '}, ...titleOf(view)],
      say(`${timeOfDay(home.nowMs)} UTC`, 'quiet'),
      columns,
    ),
    say(sumWords(home), 'quiet'),
    ruleLine(columns, glyphs),
    ...filled(lines, height),
    noticeLine(frame),
    footer(frame, hasMore),
  ].map(line => withEllipsis(cutLine(line, columns), glyphs.ellipsis));
};

/** As `windowOf` says it. */
const moreKey = '(PgDn)';

const titleOf = ({at}: HomeView): Line => {
  switch (at.page) {
    case 'list':
      return say('What waits, and what can be run', 'strong');
    case 'triage':
      return say('Triage: which runbook fits', 'strong');
    case 'text':
      return say(at.title, 'strong');
    case 'runbook':
      return say('Runbook', 'strong');
    case 'confirm':
      return say('Before it begins', 'strong');
    case 'help':
      return say('Help', 'strong');
  }
};

const body = ({home, view, glyphs}: HomeFrame, look: Look, height: number): readonly Line[] => {
  const {at} = view;
  const scrolled = (lines: readonly Line[]): readonly Line[] =>
    windowOf(lines, height, {offset: view.scroll, more: glyphs.more});
  switch (at.page) {
    case 'list':
      return around(listLines(home, view, look), height, glyphs);
    case 'triage':
      return around(triagePage(home, view, look), height, glyphs);
    case 'runbook': {
      const runbook = home.runbooks.find(({id}) => id === at.id);
      return runbook ? scrolled(runbookPage(runbook, home, look)) : [say(`There is no runbook ${at.id} any more.`)];
    }
    case 'text':
      return scrolled(at.lines.flatMap(line => (line === '' ? [blank] : paragraph(line, {width: look.width}))));
    case 'confirm':
      return scrolled(confirmLines(at.begin, {home, typed: view.typed}, look));
    case 'help':
      return scrolled(helpPage(look));
  }
};

/** So much of the list that the item under the cursor is seen, from its first line on. */
const around = ({lines, from, to}: Chosen, height: number, {more}: Glyphs): readonly Line[] => {
  const offset = to <= height - 1 ? 0 : Math.min(from, to - height + 1);
  return windowOf(lines, height, {offset: Math.max(0, offset), more});
};

const filled = (lines: readonly Line[], height: number): readonly Line[] => [
  ...lines.slice(0, height),
  ...Array.from({length: Math.max(0, height - lines.length)}, () => blank),
];

const ruleLine = (columns: number, {rule}: Glyphs): Line => [{text: rule.repeat(columns), tone: 'quiet'}];

const noticeLine = ({view, columns, glyphs}: HomeFrame): Line => {
  if (view.notice !== '') {
    return say(view.notice, 'warn');
  }
  if (view.isSearching) {
    return [{text: 'Search: ', tone: 'active'}, ...say(view.search), {text: ' ', inverse: true}];
  }
  if (view.isGiving) {
    return [{text: 'NAME=VALUE: ', tone: 'active'}, ...say(view.typed), {text: ' ', inverse: true}];
  }
  return view.search === ''
    ? ruleLine(columns, glyphs)
    : say(`Found for "${view.search}"; Esc shows all again.`, 'warn');
};

/** A page of which more stands below says the key for that, as the line at its end does. */
const footer = ({home, view, isArmed, columns}: HomeFrame, hasMore: boolean): Line => {
  if (!isArmed) {
    return say('A new question');
  }
  if (view.isSearching) {
    return [...hint('Enter', 'keep'), ...hint('Esc', 'show all')];
  }
  if (view.isGiving) {
    return [...hint('Enter', 'give it'), ...hint('Esc', 'back')];
  }
  if (view.at.page === 'confirm') {
    return [...hint('Enter', 'begin'), ...hint('Esc', 'back')];
  }
  const item = itemAt(itemsOf(home, view.search), view.selected);
  const shown = offeredHere({home, view, item}).filter(({isQuiet}) => !isQuiet);
  // The way back is never what has no room.
  const isAlways = ({command}: HomeBinding): boolean => command === 'back' || command === 'help' || command === 'leave';
  const isPage = view.at.page === 'help' || view.at.page === 'text' || view.at.page === 'runbook';
  const always = [...(isPage && hasMore ? hint('PgDn', 'more') : []), ...shown.filter(isAlways).flatMap(hintOf)];
  let line: Line = [];
  for (const next of shown.filter(binding => !isAlways(binding)).map(hintOf)) {
    if (lineWidth([...line, ...next, ...always]) > columns) {
      break;
    }
    line = [...line, ...next];
  }
  return [...line, ...always];
};

const hintOf = ({keys, label}: HomeBinding): readonly Span[] => hint(keyName(keys[0] ?? ''), label);

const hint = (key: string, label: string): readonly Span[] => [{text: key, tone: 'active'}, {text: ` ${label}  `}];

const withEllipsis = (line: Line, ellipsis: string): Line =>
  ellipsis === '…' ? line : line.map(span => ({...span, text: span.text.replaceAll('…', ellipsis)}));
