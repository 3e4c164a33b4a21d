/** The list of the home screen: runs that wait, what is owed, runbooks; and what could not be read. */

import {isPaid} from '../../report/history/debt.ts';
import {owedPartsWords} from '../../report/history/debt-words.ts';
import {type Home, isFirstTime} from '../../report/home/home.ts';
import {firstTimeLines} from '../../report/home/home-lines.ts';
import {
  drilledWords,
  lintWords,
  numbered,
  owedWords,
  reviewWords,
  standsWords,
  waitingWords,
} from '../../report/home/home-words.ts';
import {modeWords, shortRun, titleWords} from '../../report/words.ts';
import {blank, type Line, paragraph, type Span, say} from '../line.ts';
import type {Look} from '../look.ts';
import type {Tone} from '../theme.ts';
import {type HomeItem, itemAt, itemsOf} from './home-items.ts';
import type {HomeView} from './home-view.ts';

/** Lines, and which of them belong to the item under the cursor. */
export type Chosen = {readonly lines: readonly Line[]; readonly from: number; readonly to: number};

export const listLines = (home: Home, view: HomeView, look: Look): Chosen => {
  const items = itemsOf(home, view.search);
  const chosen = itemAt(items, view.selected);
  const lines: Line[] = isFirstTime(home) && view.search === '' ? [...firstLines(look), blank] : [];
  let place = {from: 0, to: 0};
  const add = (item: HomeItem): void => {
    const from = lines.length;
    const drawn = item.is === 'run' ? runLines(item, home, look) : runbookLines(item, home, look);
    lines.push(...drawn.map((line, index) => withCursor(line, index === 0 && item === chosen, look)));
    if (item === chosen) {
      place = {from, to: lines.length};
    }
  };
  const runs = items.filter(({is}) => is === 'run');
  lines.push(...(runs.length === 0 ? [] : [section('RUNS THAT WAIT')]));
  runs.forEach(add);
  lines.push(...(view.search === '' ? owedLines(home, look) : []));
  let scenario: string | undefined;
  for (const item of items) {
    if (item.is === 'runbook') {
      const own = item.runbook.scenario ?? 'with errors';
      lines.push(...(own === scenario ? [] : [section(`RUNBOOKS: ${own}`)]));
      scenario = own;
      add(item);
    }
  }
  lines.push(...endLines(home, view, {look, found: items.length}));
  return {lines, ...place};
};

const section = (title: string): Line => say(title, 'quiet');

const withCursor = (line: Line, isChosen: boolean, {glyphs}: Look): Line => [
  {text: isChosen ? `${glyphs.cursor} ` : '  ', tone: 'active'},
  ...line,
];

const firstLines = ({width}: Look): readonly Line[] =>
  firstTimeLines.flatMap((line, index) => paragraph(line, {width, tone: index === 0 ? 'strong' : 'plain'}));

const modeSpan = (mode: keyof typeof modeWords): Span => ({
  text: ` ${modeWords[mode]} `,
  tone: mode === 'incident' ? 'bad' : 'active',
  inverse: true,
});

const runLines = ({open}: Extract<HomeItem, {is: 'run'}>, {nowMs}: Home, look: Look): readonly Line[] => {
  if (open.stands === 'never-began') {
    return [[...say(shortRun(open.run), 'strong'), {text: '  '}, ...say(standsWords(open))]];
  }
  const {mode, title, variant} = open.brief;
  const tone: Tone = open.stands === 'free' ? 'warn' : 'plain';
  return [
    [
      modeSpan(mode),
      {text: ' '},
      ...say(titleWords(title, variant), 'strong'),
      {text: `  ${shortRun(open.run)}`, tone: 'quiet'},
    ],
    ...detail(standsWords(open), look, tone),
    ...waitingWords(open, nowMs).flatMap(words => detail(words, look)),
  ];
};

const detailIndent = '  ';

/** Over as many lines as it takes: whom to call must not be cut off. */
const detail = (words: string, {width}: Look, tone: Tone = 'plain'): readonly Line[] =>
  paragraph(words, {width: width - 2, indent: detailIndent, tone});

/** More than so many are counted. */
const owedMax = 5;

const owedLines = ({owed, nowMs}: Home, look: Look): readonly Line[] =>
  owed.length === 0
    ? []
    : [
        section('OWED'),
        ...owed
          .slice(0, owedMax)
          .flatMap(one => detail(owedWords(one, nowMs), look, one.untilMs < nowMs ? 'bad' : 'warn')),
        ...(owed.length > owedMax
          ? detail(`and ${owed.length - owedMax} more: lifeboat --plain lists all`, look, 'quiet')
          : []),
      ];

const runbookLines = (
  {runbook, found}: Extract<HomeItem, {is: 'runbook'}>,
  {nowMs}: Home,
  look: Look,
): readonly Line[] => {
  const [owed, review, lint] = [owedPartsWords(runbook), reviewWords(runbook), lintWords(runbook)];
  const isNew = runbook.runs.every(({mode}) => mode !== 'drill');
  return [
    [...say(runbook.title, 'strong'), {text: '  '}, ...say(runbook.id, 'quiet')],
    ...(found === undefined ? [] : detail(found, look, 'active')),
    ...(runbook.errors.length > 0 && runbook.runs.length === 0
      ? []
      : detail(drilledWords(runbook, nowMs), look, isNew ? 'warn' : 'plain')),
    ...(owed === undefined ? [] : detail(owed, look, runbook.debt && isPaid(runbook.debt) ? 'plain' : 'warn')),
    ...(review === undefined ? [] : detail(review, look, 'warn')),
    ...(lint === undefined ? [] : detail(lint, look, runbook.errors.length > 0 ? 'bad' : 'quiet')),
  ];
};

const endLines = (
  {troubles, runbooks, reading}: Home,
  {search}: HomeView,
  {look, found}: {readonly look: Look; readonly found: number},
): readonly Line[] => [
  ...(troubles.length === 0 || search !== ''
    ? []
    : [section('COULD NOT BE READ'), ...troubles.flatMap(trouble => detail(trouble, look, 'bad'))]),
  ...(search !== '' && found === 0 ? [say(`Nothing has "${search}" in an id, a title, a symptom or a summary.`)] : []),
  ...(runbooks.length === 0 && reading === null ? [say('There are no runbooks here. lifeboat new writes one.')] : []),
];

/** The sum of it, at the top. */
/** The title of the terminal: what waits, where nobody looks at the screen itself. */
export const homeTitle = ({open}: Pick<Home, 'open'>): string => `Lifeboat: ${waiting(open.length)}`;

const waiting = (count: number): string =>
  count === 0 ? 'no run waits' : `${numbered(count, 'run')} ${count === 1 ? 'waits' : 'wait'}`;

export const sumWords = ({open, owed, runbooks, nowMs, reading, runs}: Home): string => {
  const late = owed.filter(({untilMs}) => untilMs < nowMs).length;
  const fresh = runbooks.filter(({runs: own}) => own.every(({mode}) => mode !== 'drill')).length;
  const isReading = reading !== null;
  return [
    waiting(open.length),
    ...(owed.length === 0 ? [] : [`${owed.length} owed${late === 0 ? '' : ` (${late} OVERDUE)`}`]),
    `${numbered(runbooks.length, 'runbook')}${fresh === 0 || isReading ? '' : ` (${fresh} never drilled)`}`,
    isReading ? `reading run ${reading.done} of ${reading.of}` : `${numbered(runs, 'run')} in all`,
  ].join(', ');
};
