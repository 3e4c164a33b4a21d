/** The history of a runbook for programs; times as RFC 3339, lengths in milliseconds. */
import type {Json} from '../../base/canonical-json.ts';
import type {Debt, ExercisedPart, OwedPart, OwedVariant} from '../../report/history/debt.ts';
import type {History, StepTimes} from '../../report/history/history.ts';
import type {RunBrief} from '../../run/brief.ts';
import type {Measured} from '../../run/learnt.ts';

type Fields = {readonly [key: string]: Json};

export const historyJson = ({runbook, title, runs, trends, steps, debt}: History): Fields => ({
  runbook,
  title,
  drills: runs.filter(({mode}) => mode === 'drill').length,
  incidents: runs.filter(({mode}) => mode === 'incident').length,
  trends: trends.map(({variant, rta, rpa}) => ({variant, rta: {...rta}, rpa: {...rpa}})),
  runs: runs.map(runJson),
  steps: steps.map(stepJson),
  debt: debt === null ? null : debtJson(debt),
});

const runJson = (run: RunBrief): Fields => ({
  run: run.run,
  mode: run.mode,
  variant: run.variant,
  outcome: run.outcome,
  startedAt: isoOf(run.startedAtMs),
  finishedAt: isoOf(run.endedAtMs),
  rtaMs: run.rtaMs,
  rtoMs: run.rtoMs,
  rtoMet: run.rtoMet,
  rpaMs: run.rpaMs,
  rpoMs: run.rpoMs,
  rpoMet: run.rpoMet,
  passed: run.drill?.passed ?? null,
  partial: run.drill?.partial ?? null,
  deviations: run.deviations,
  executor: run.exercise?.executor ?? null,
});

const stepJson = ({path, title, targetMs, estimate, drill, incident}: StepTimes): Fields => ({
  path,
  title,
  targetMs,
  estimateMs: estimate && {p50: estimate.p50Ms, p90: estimate.p90Ms},
  drill: drill && measuredJson(drill),
  incident: incident && measuredJson(incident),
});

const measuredJson = ({runs, p50Ms, p90Ms, lastMs}: Measured): Fields => ({runs, p50Ms, p90Ms, lastMs});

const debtJson = ({parts, never, changed, unknown, exercised, variants}: Debt): Fields => ({
  parts,
  never: never.map(neverJson),
  changed: changed.map(exercisedJson),
  unknown: unknown.map(exercisedJson),
  exercised: exercised.map(exercisedJson),
  drills: variants.map(variantJson),
});

const neverJson = ({kind, path, title, drill, wasSimulated}: OwedPart): Fields => ({
  kind,
  path,
  title,
  drill,
  wasSimulated,
});

const exercisedJson = ({kind, path, title, last, runs}: ExercisedPart): Fields => ({
  kind,
  path,
  title,
  runs,
  last: {run: last.run, mode: last.mode, variant: last.variant, at: isoOf(last.atMs), by: last.by, tookMs: last.tookMs},
});

const variantJson = ({variant, last, runs}: OwedVariant): Fields => ({
  variant,
  runs,
  last: last && {run: last.run, finishedAt: isoOf(last.endedAtMs), passed: last.drill?.passed ?? null},
});

const isoOf = (atMs: number | null): string | null => (atMs === null ? null : new Date(atMs).toISOString());
