/** On top of the comparison: what is compared, how each of them ended against its objectives, and the sentence to know first. */
import {formatClockMs} from '../../base/duration.ts';
import {showForeignLine} from '../../base/foreign-text.ts';
import {modeWords, outcomeWords, roundDuration, shortRun, titleWords} from '../../report/words.ts';
import type {RunMeasure} from '../../run/compare/measure.ts';
import {apart, type Line, lineWidth, paragraph, say} from '../line.ts';
import type {Tone} from '../theme.ts';
import type {CompareSubject} from './compare-view.ts';

export const compareHeader = ({comparison, headlines, sources}: CompareSubject, width: number): readonly Line[] => {
  const {a, b} = comparison;
  const titles = [...new Set([a, b].map(({runbook, variant}) => titleWords(runbook.title, variant)))].join(' / ');
  const modes = [...new Set([a.mode, b.mode])].map(mode => modeWords[mode]).join(' / ');
  return [
    [
      {text: sources ? ' WHAT IF ' : ' COMPARE ', tone: 'warn', inverse: true},
      {text: ' '},
      {text: ` ${modes} `, tone: a.mode === 'incident' ? 'bad' : 'active', inverse: true},
      {text: ' '},
      ...say(titles, 'strong'),
    ],
    runLine('A', a, {width, version: a.runbook.version, name: shortRun(a.run)}),
    runLine('B', b, {width, version: b.runbook.version, name: sources ? 'what if' : shortRun(b.run)}),
    ...headlines.flatMap(text => paragraph(showForeignLine(text), {width, tone: 'warn'}).slice(0, headlineMax)),
  ];
};

/** The title of the terminal. */
export const titleOfComparison = ({comparison: {a, b}, sources}: CompareSubject): string =>
  showForeignLine(`Lifeboat: ${shortRun(a.run)} against ${sources ? 'what if' : shortRun(b.run)}`);

/** Longer ones are cut: all of it stands in the page of words. */
const headlineMax = 2;

type Named = {readonly width: number; readonly version: string; readonly name: string};

const runLine = (letter: string, run: RunMeasure, {width, version, name}: Named): Line => {
  const isWide = width >= 78;
  const day =
    run.startedAtMs === null ? '' : ` ${new Date(run.startedAtMs).toISOString().slice(5, 16).replace('T', ' ')}`;
  const outcome = run.outcome === null ? 'open' : outcomeWords[run.outcome];
  const left = (words: string): Line => [{text: `${letter} `, tone: 'strong'}, {text: showForeignLine(words)}];
  const right = (hasObjective: boolean): Line => [...recovery(run, hasObjective), {text: '  '}, ...loss(run)];
  const short = {left: left(`${name} ${outcome}`), right: right(false)};
  // How it ended is not cut: the day goes first, then the version, then the objective.
  const forms = [
    {left: left(`${name} v${version}${day}  ${outcome}`), right: right(true)},
    {left: left(`${name} v${version}  ${outcome}`), right: right(true)},
    {left: left(`${name}  ${outcome}`), right: right(true)},
  ];
  const fits = isWide ? forms.find(form => lineWidth(form.left) + 1 + lineWidth(form.right) <= width) : undefined;
  const form = fits ?? short;
  return apart(form.left, form.right, width);
};

const recovery = ({timing: {rtaMs, rtoMs, rtoUsedMs, rtoMet}}: RunMeasure, isWide: boolean): Line => {
  const objective = isWide ? ` of ${rtoMs === null ? 'no RTO' : roundDuration(rtoMs)}` : '';
  const used = rtaMs ?? rtoUsedMs;
  const name = rtaMs === null ? 'used' : 'RTA';
  const time = used === null ? 'RTA unknown' : `${name} ${formatClockMs(used)}`;
  return [{text: `${time}${objective}${metWord(rtoMet)}`, tone: toneOfMet(rtoMet)}];
};

const loss = ({timing: {rpaMs, rpoMet}}: RunMeasure): Line => [
  {text: rpaMs === null ? 'RPA unknown' : `RPA ${formatClockMs(rpaMs)}${metWord(rpoMet)}`, tone: toneOfMet(rpoMet)},
];

const metWord = (met: boolean | null): string => (met === null ? '' : met ? ' met' : ' MISSED');

const toneOfMet = (met: boolean | null): Tone => (met === null ? 'plain' : met ? 'good' : 'bad');
