/** The history of runbooks line by line: how the measures go, what is owed, then run by run and step by step. */
import {formatDurationMs} from '../../base/duration.ts';
import {showForeignLine} from '../../base/foreign-text.ts';
import type {RunBrief} from '../../run/brief.ts';
import {learningRunsMin, type Measured} from '../../run/learnt.ts';
import {againstRto, dayOf, numbered, variantWords, verdictWords} from '../home/home-words.ts';
import {minuteOfDay, modeWords, roundDuration, shortRun} from '../words.ts';
import {debtLines, debtWords} from './debt-words.ts';
import type {DrillTrend, History, StepTimes} from './history.ts';
import {trendRunsMin, trendWords} from './trend.ts';

/** Each runbook in a few lines. */
export const historiesLines = (histories: readonly History[]): readonly string[] =>
  histories
    .flatMap(history => [...headLines(history), ...(history.debt === null ? [] : [`  ${debtWords(history.debt)}`])])
    .map(showForeignLine);

/** One runbook, in full. */
export const historyLines = (history: History): readonly string[] =>
  [
    ...headLines(history),
    ...(history.debt === null
      ? ['The runbook is not here, or has errors, so what is owed is not known.']
      : debtLines(history.debt, history.runbook)),
    ...(history.runs.length === 0 ? [] : ['Runs, the latest first:', ...history.runs.map(run => `  ${runWords(run)}`)]),
    ...stepLines(history.steps),
  ].map(showForeignLine);

const headLines = ({runbook, title, runs, trends}: History): readonly string[] => {
  const drills = runs.filter(({mode}) => mode === 'drill');
  const incidents = runs.filter(({mode}) => mode === 'incident');
  const passed = drills.filter(({drill}) => drill?.passed === true).length;
  return [
    `${runbook}, ${title}: ${numbered(drills.length, 'drill')}, ${passed} passed; ${numbered(incidents.length, 'incident')}.`,
    ...trendLines(trends),
    ...objectiveLines('drill', drills),
    ...objectiveLines('incident', incidents),
  ];
};

/** Of each drill that was run often enough; where none was, that is said once. */
const trendLines = (trends: readonly DrillTrend[]): readonly string[] => {
  const told = trends.filter(({rta, rpa}) => rta.goes !== 'unknown' || rpa.goes !== 'unknown');
  if (told.length === 0) {
    return trends.length === 0
      ? []
      : [`  No drill was measured ${trendRunsMin} times yet, so it is not known which way they go.`];
  }
  return told.map(({variant, rta, rpa}) => {
    const name = variant === null ? 'In drills' : `In drills by variant ${variant}`;
    return `  ${name}: ${trendWords('RTA', rta)}. ${rpa.runs === 0 ? 'RPA was never measured' : trendWords('RPA', rpa)}.`;
  });
};

const objectiveLines = (mode: 'drill' | 'incident', runs: readonly RunBrief[]): readonly string[] => {
  const rto = decided(runs.map(({rtoMet}) => rtoMet));
  const rpo = decided(runs.map(({rpoMet}) => rpoMet));
  const clauses = [
    ...(rto.of === 0 ? [] : [`RTO met in ${rto.met} of ${rto.of}`]),
    ...(rpo.of === 0 ? [] : [`RPO met in ${rpo.met} of ${rpo.of}`]),
  ];
  return clauses.length === 0 ? [] : [`  Objectives of ${mode}s: ${clauses.join(', ')}.`];
};

const decided = (met: readonly (boolean | null)[]): {readonly met: number; readonly of: number} => ({
  met: met.filter(one => one === true).length,
  of: met.filter(one => one !== null).length,
});

const runWords = (run: RunBrief): string => {
  const at = run.startedAtMs === null ? '' : `${dayOf(run.startedAtMs)} ${minuteOfDay(run.startedAtMs)} UTC, `;
  const rpa = run.rpaMs === null ? 'RPA not measured' : `RPA ${formatDurationMs(run.rpaMs)}`;
  const rpo =
    run.rpoMs === null
      ? 'no RPO'
      : `RPO ${roundDuration(run.rpoMs)} ${run.rpoMet === null ? 'not decided' : run.rpoMet ? 'met' : 'MISSED'}`;
  const by = run.exercise === undefined ? '' : `; by ${run.exercise.executor}`;
  const deviations = run.deviations === 0 ? '' : `; ${numbered(run.deviations, 'deviation')}`;
  return `${at}${modeWords[run.mode]} ${shortRun(run.run)}${variantWords(run)}: ${verdictWords(run)}; ${againstRto(run)}; ${rpa}, ${rpo}${by}${deviations}.`;
};

const stepLines = (steps: readonly StepTimes[]): readonly string[] => {
  const measured = steps.filter(({drill, incident}) => drill !== null || incident !== null);
  return measured.length === 0
    ? []
    : [
        `Steps, as long as they did what they do now; from ${learningRunsMin} runs on they count as estimates:`,
        ...measured.map(step => `  ${stepWords(step)}`),
      ];
};

const stepWords = ({path, title, targetMs, estimate, drill, incident}: StepTimes): string =>
  [
    `${path}, ${title}`,
    ...(drill === null ? [] : [`in ${numbered(drill.runs, 'drill')} ${measuredWords(drill)}`]),
    ...(incident === null ? [] : [`in ${numbered(incident.runs, 'incident')} ${measuredWords(incident)}`]),
    ...(targetMs === null ? [] : [`target ${formatDurationMs(targetMs)}`]),
    ...(estimate === null ? [] : [`estimate ${estimateWords(estimate)}`]),
  ].join('; ');

const measuredWords = ({p50Ms, p90Ms, lastMs, runs}: Measured): string =>
  runs === 1
    ? formatDurationMs(lastMs)
    : `p50 ${formatDurationMs(p50Ms)}, p90 ${formatDurationMs(p90Ms)}, last ${formatDurationMs(lastMs)}`;

const estimateWords = ({p50Ms, p90Ms}: {readonly p50Ms: number; readonly p90Ms: number}): string =>
  p50Ms === p90Ms ? formatDurationMs(p50Ms) : `${formatDurationMs(p50Ms)} to ${formatDurationMs(p90Ms)}`;
