/** Two runs side by side in sentences: for pipes, screen readers, and whoever prints it. */
import {formatDurationMs, shownMs} from '../base/duration.ts';
import {showForeignLine} from '../base/foreign-text.ts';
import type {Comparison} from '../run/compare/compare.ts';
import {byDifference, type ComparedStep, costMs, noticeableMs} from '../run/compare/compared-step.ts';
import type {RunMeasure, StepMeasure} from '../run/compare/measure.ts';
import {compareNotes, partingSentence, recordedWord} from './compare-notes.ts';
import {
  deviationWords,
  eventName,
  modeWords,
  outcomeWords,
  roundDuration,
  shortRun,
  timeOfDay,
  titleWords,
} from './words.ts';

/** Everything that the screen shows, a sentence a line; A is the run that was named first. */
export const compareLines = (comparison: Comparison): readonly string[] => {
  const {a, b} = comparison;
  return [
    `A is ${runSentence(a)}`,
    `B is ${runSentence(b)}`,
    ...compareNotes(comparison),
    recoverySentence(a, b),
    lossSentence(a, b),
    splitSentence('A', a),
    splitSentence('B', b),
    ...milestoneSentences(a, b),
    ...deviationSentences('A', a),
    ...deviationSentences('B', b),
    partingSentence(comparison),
    '',
    ...differenceSentences(comparison),
    '',
    'Step by step:',
    ...comparison.steps.map(stepSentence),
  ].map(showForeignLine);
};

const runSentence = ({run, mode, variant, runbook, startedAtMs, outcome}: RunMeasure): string => {
  const day =
    startedAtMs === null
      ? 'not begun'
      : `begun on ${new Date(startedAtMs).toISOString().slice(0, 10)} at ${timeOfDay(startedAtMs)} UTC`;
  const end = outcome === null ? 'still open' : outcomeWords[outcome];
  return `run ${shortRun(run)}: ${modeWords[mode]} ${titleWords(runbook.title, variant)}, version ${runbook.version}, ${day}, ${end}.`;
};

const recoverySentence = (a: RunMeasure, b: RunMeasure): string => {
  const [rtaA, rtaB] = [a.timing.rtaMs, b.timing.rtaMs];
  const both = rtaA === null || rtaB === null ? '' : ` A took ${comparedWords(shownMs(rtaA) - shownMs(rtaB))}.`;
  return `Recovery time: A ${recoveryWords(a)}; B ${recoveryWords(b)}.${both}`;
};

const recoveryWords = ({timing: {rtaMs, rtoMs, rtoUsedMs, rtoMet}, isTimeUncertain}: RunMeasure): string => {
  const objective = rtoMs === null ? 'no RTO' : `RTO ${roundDuration(rtoMs)}${metWords(rtoMet)}`;
  const uncertain = isTimeUncertain ? ' (uncertain)' : '';
  if (rtaMs !== null) {
    return `RTA ${formatDurationMs(rtaMs)}${uncertain}, ${objective}`;
  }
  return rtoUsedMs === null
    ? `not measured, ${objective}`
    : `not recovered after ${formatDurationMs(rtoUsedMs)}${uncertain}, ${objective}`;
};

const lossSentence = (a: RunMeasure, b: RunMeasure): string => `Data loss: A ${lossWords(a)}; B ${lossWords(b)}.`;

const lossWords = ({timing: {rpaMs, rpoMs, rpoMet}}: RunMeasure): string => {
  const objective = rpoMs === null ? 'no RPO' : `RPO ${roundDuration(rpoMs)}${metWords(rpoMet)}`;
  return `${rpaMs === null ? 'not measured' : `RPA ${formatDurationMs(rpaMs)}`}, ${objective}`;
};

const metWords = (met: boolean | null): string => (met === null ? '' : met ? ' met' : ' MISSED');

const splitSentence = (name: string, {timing: {elapsedMs, split}}: RunMeasure): string => {
  const waitedMs = split.approval + split.information + split.held;
  const share = elapsedMs === null || elapsedMs <= 0 ? 0 : Math.round((100 * waitedMs) / elapsedMs);
  return `${name} spent ${formatDurationMs(split.machine)} with machines, ${formatDurationMs(split.handsOn)} with hands, and waited ${formatDurationMs(waitedMs)}, ${share} % of the run.`;
};

const milestoneSentences = (a: RunMeasure, b: RunMeasure): readonly string[] => {
  const names = [...new Set([...a.milestones, ...b.milestones].map(({event}) => event))];
  const at = (run: RunMeasure, name: string): string => {
    const sinceMs = run.milestones.find(({event}) => event === name)?.sinceMs;
    return sinceMs === undefined
      ? 'never'
      : sinceMs < 0
        ? `${formatDurationMs(-sinceMs)} before the clock began`
        : `after ${formatDurationMs(sinceMs)}`;
  };
  return names
    .filter(name => name !== 'run_start' && ![a, b].every(run => isZero(run, name)))
    .map(name => `${eventName(name)}: A ${at(a, name)}; B ${at(b, name)}.`);
};

/** That the clock begins at its beginning says nothing. */
const isZero = ({milestones}: RunMeasure, name: string): boolean =>
  milestones.every(({event, sinceMs}) => event !== name || sinceMs === 0);

const deviationSentences = (name: string, {deviations}: RunMeasure): readonly string[] => [
  `Deviations of ${name}: ${deviations.length === 0 ? 'none' : deviations.length}.`,
  ...deviations.map(
    ({kind, step, reason, actor}) =>
      `  ${step === '' ? 'the runbook' : step}: ${deviationWords[kind]} by ${actor.name}: ${reason}`,
  ),
];

const differenceSentences = ({steps}: Comparison): readonly string[] => {
  const sorted = byDifference(steps);
  return sorted.length === 0
    ? ['No step took another time.']
    : [
        'Where the time went, the largest difference first:',
        ...sorted.map((step, index) => `  ${index + 1}. ${nameOf(step)}: ${costWords(step)}.`),
      ];
};

const costWords = (step: ComparedStep): string => {
  const {a, b} = step;
  if (a?.ownMs != null && b?.ownMs != null) {
    return `A took ${comparedWords(shownMs(a.ownMs) - shownMs(b.ownMs))}`;
  }
  return `only ${a?.ownMs == null ? 'B' : 'A'} came to it, for ${formatDurationMs(Math.abs(costMs(step)))}`;
};

const stepSentence = (step: ComparedStep): string => {
  const {a, b, depth, differenceMs, matchedBy} = step;
  const renamed = matchedBy === null || matchedBy === 'path' || a === null || b === null ? '' : ` (in B ${b.path})`;
  const isTold = differenceMs !== null && Math.abs(differenceMs) >= noticeableMs;
  const difference = isTold ? ` A took ${comparedWords(differenceMs)}.` : '';
  return `${'  '.repeat(depth + 1)}${nameOf(step)}${renamed}: A ${sideWords(a)}; B ${sideWords(b)}.${difference}`;
};

const nameOf = ({a, b}: ComparedStep): string => {
  const step = a ?? b;
  return step === null ? '' : `${step.title} [${step.path}]`;
};

const sideWords = (step: StepMeasure | null): string => {
  if (step === null) {
    return 'does not have it';
  }
  const {status, elapsedMs, waitingMs, attempts, choice, deviations} = step;
  return [
    recordedWord(status),
    ...(choice === null ? [] : [`chose ${choice}`]),
    ...(elapsedMs === null || elapsedMs < noticeableMs ? [] : [formatDurationMs(elapsedMs)]),
    ...(waitingMs >= noticeableMs ? [`of it ${formatDurationMs(waitingMs)} waiting for a person`] : []),
    ...(attempts > 1 ? [`${attempts} attempts`] : []),
    ...deviations.map(kind => `deviation: ${deviationWords[kind]}`),
  ].join(', ');
};

/** How much longer or shorter, as people say it. */
export const comparedWords = (differenceMs: number): string =>
  Math.abs(differenceMs) < noticeableMs
    ? 'the same time'
    : `${formatDurationMs(Math.abs(differenceMs))} ${differenceMs > 0 ? 'longer' : 'shorter'}`;
