/** The pages behind the list: a runbook, triage, the question before something begins, the keys. */
import {formatDurationMs} from '../../base/duration.ts';
import {isPaid} from '../../report/history/debt.ts';
import {neverLines, owedPartsWords} from '../../report/history/debt-words.ts';
import type {Home, HomeRunbook} from '../../report/home/home.ts';
import {
  againstRto,
  dayOf,
  drilledWords,
  numbered,
  reviewWords,
  variantWords,
  verdictWords,
} from '../../report/home/home-words.ts';
import {fitWords, reasonWords, symptomWords, touchWords} from '../../report/triage/triage-words.ts';
import {modeWords, roundDuration, shortRun} from '../../report/words.ts';
import type {RunBrief} from '../../run/brief.ts';
import {fitOf, type Symptom} from '../../run/triage.ts';
import {keyName} from '../key-name.ts';
import {blank, type Line, paragraph, say} from '../line.ts';
import type {Look} from '../look.ts';
import type {Tone} from '../theme.ts';
import {isToBeOpened, triagedAt} from './home-items.ts';
import {homeBindings} from './home-keys.ts';
import type {HomeView} from './home-view.ts';
import type {Chosen} from './list-lines.ts';

/** Runs that are named on the page of a runbook. */
const runsMax = 5;

export const runbookPage = (runbook: HomeRunbook, {nowMs}: Home, look: Look): readonly Line[] => {
  const {title, id, version, summary, symptoms, errors, warnings, runs, owner, file} = runbook;
  const {width} = look;
  const text = (words: string, tone: Tone = 'plain', indent = ''): readonly Line[] =>
    paragraph(words, {width, tone, indent});
  return [
    [...say(title, 'strong'), {text: '  '}, ...say(`${id}${version === null ? '' : ` ${version}`}`, 'quiet')],
    ...text(`${file}${owner === null ? '' : `, owned by the ${owner}`}`, 'quiet'),
    ...(summary === '' ? [] : [blank, ...text(summary)]),
    ...(symptoms.length === 0 ? [] : [blank, say('SYMPTOMS', 'quiet')]),
    ...symptoms.flatMap(symptom => text(`- ${symptom}`)),
    blank,
    say('OBJECTIVES', 'quiet'),
    ...text(objectiveWords(runbook)),
    blank,
    say('RUNS', 'quiet'),
    ...text(drilledWords(runbook, nowMs), runs.length === 0 ? 'warn' : 'plain'),
    ...runs.slice(0, runsMax).flatMap(run => text(runWords(run))),
    ...(runs.length > runsMax ? [say(`and ${runs.length - runsMax} more: lifeboat runs`, 'quiet')] : []),
    ...text(reviewWords(runbook) ?? dueWords(runbook), reviewWords(runbook) === undefined ? 'plain' : 'warn'),
    ...owedLines(runbook, text),
    blank,
    say('LINTER', 'quiet'),
    ...errors.flatMap(error => text(`error, ${error}`, 'bad')),
    ...warnings.flatMap(warning => text(`warning, ${warning}`, 'warn')),
    ...(errors.length + warnings.length === 0 ? [say('Finds nothing.')] : []),
  ];
};

/** Parts that are named on the page of a runbook; the whole list is for paper. */
const neverMax = 6;

const owedLines = (runbook: HomeRunbook, text: (words: string, tone?: Tone) => readonly Line[]): readonly Line[] => {
  const words = owedPartsWords(runbook);
  return words === undefined || runbook.debt === null
    ? []
    : [
        blank,
        say('DRILL DEBT', 'quiet'),
        ...text(words.replace('Drill debt: ', ''), isPaid(runbook.debt) ? 'plain' : 'warn'),
        ...neverLines(runbook.debt, neverMax).flatMap(line => text(`- ${line}`)),
        ...(isPaid(runbook.debt) ? [] : [say(`all of it: lifeboat history ${runbook.id}`, 'quiet')]),
      ];
};

const objectiveWords = ({rtoMs, rpoMs, worstP90Ms}: HomeRunbook): string => {
  const rto = rtoMs === null ? 'No RTO' : `RTO ${roundDuration(rtoMs)}`;
  const rpo = rpoMs === null ? 'no RPO' : `RPO ${roundDuration(rpoMs)}`;
  if (worstP90Ms === null) {
    return `${rto}, ${rpo}.`;
  }
  const within = rtoMs === null ? '' : worstP90Ms <= rtoMs ? ', within the RTO' : ', LONGER THAN THE RTO';
  return `${rto}, ${rpo}. The longest way takes ${formatDurationMs(worstP90Ms)} nine times in ten${within}.`;
};

const runWords = (run: RunBrief): string => {
  const at = run.endedAtMs ?? run.startedAtMs;
  const deviations = run.deviations === 0 ? '' : `, ${numbered(run.deviations, 'deviation')}`;
  return `- ${at === null ? '' : `${dayOf(at)} `}${modeWords[run.mode]} ${shortRun(run.run)}${variantWords(run)}: ${verdictWords(run)}, ${againstRto(run)}${deviations}`;
};

const dueWords = ({review}: HomeRunbook): string =>
  review === null ? 'No review is agreed on.' : `Last reviewed ${review.last}, due again ${review.dueOn}.`;

export const triagePage = ({triage}: Home, {triaged}: HomeView, look: Look): Chosen => {
  if (triage === undefined) {
    return {lines: [say('Reading the runbooks.')], from: 0, to: 0};
  }
  const {width, glyphs} = look;
  const chosen = triagedAt(triage.runbooks, triaged);
  const lines: Line[] = [];
  if (triage.stage === 'planned') {
    lines.push(...touchWords(triage).flatMap(words => paragraph(words, {width})), blank);
  }
  if (triage.stage === 'looking') {
    lines.push(say(`Looking: ${triage.looked} of ${triage.touches.length} answered.`, 'active'), blank);
  }
  let place = {from: 0, to: 0};
  for (const runbook of triage.runbooks) {
    const from = lines.length;
    const isChosen = runbook === chosen && isToBeOpened(triage);
    lines.push(
      [
        {text: isChosen ? `${glyphs.cursor} ` : '  ', tone: 'active'},
        ...(triage.stage === 'done' ? [...say(fitWords(runbook), toneOfFit(fitOf(runbook))), {text: '  '}] : []),
        ...say(runbook.title, 'strong'),
        {text: '  '},
        ...say(runbook.id, 'quiet'),
      ],
      ...paragraph(`${reasonWords(runbook)}:`, {width, indent: '    ', tone: 'quiet'}),
      ...runbook.symptoms.flatMap(symptom =>
        paragraph(symptomWords(symptom), {width, indent: '    ', tone: toneOfSymptom(symptom)}),
      ),
    );
    place = runbook === chosen ? {from, to: lines.length} : place;
  }
  lines.push(...triage.troubles.flatMap(trouble => paragraph(trouble, {width, tone: 'bad'})));
  return {lines, ...place};
};

const toneOfFit = (fit: ReturnType<typeof fitOf>): Tone =>
  fit === 'fits' ? 'bad' : fit === 'unclear' ? 'warn' : 'quiet';

const toneOfSymptom = ({seen}: Symptom): Tone => {
  switch (seen) {
    case 'present':
      return 'bad';
    case 'absent':
      return 'quiet';
    case 'unseen':
    case 'by-eye':
      return 'warn';
    case 'not-yet':
      return 'plain';
  }
};

export const helpPage = (look: Look): readonly Line[] => [
  say('Keys of the home screen', 'strong'),
  ...homeBindings.flatMap(({keys, help}) =>
    paragraph(help, {width: look.width - keysWidth}).map(
      (line, index): Line => [
        {text: (index === 0 ? keys.map(keyName).join(' ') : '').padEnd(keysWidth), tone: 'active'},
        ...line,
      ],
    ),
  ),
];

/** The longest are those of Esc and PgDn. */
const keysWidth = 12;
