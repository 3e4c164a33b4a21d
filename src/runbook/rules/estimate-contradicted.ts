/** An estimate that the last runs did not keep. */
import {formatDurationMs} from '../../base/duration.ts';
import type {RunbookHistory} from '../history.ts';
import type {Finding, Rule} from '../rule.ts';
import {allSteps} from '../walk.ts';
import type {EstimateMs} from '../words.ts';

/** From this many runs on, history counts for more than an estimate (language.md, Steps). */
const runsMin = 3;

/** Much shorter is wrong as well: the worst path then looks worse than it is. Below a minute nobody minds. */
const shortBy = 3;
const shortMinMs = 60_000;

export const estimateContradicted: Rule = {
  code: 'estimate/contradicted',
  severity: 'warning',
  why: 'The projected finish and the worst path are made of estimates; wrong ones promise what will not be kept.',
  waivable: true,
  check: ({runbook, document, pathOf, history}) =>
    [...allSteps(runbook.steps)].flatMap(({id, estimate}): readonly Finding[] => {
      const against = estimate && history && contradicting(history, id, estimate);
      return against === undefined
        ? []
        : [
            {
              message: `"${id}" took ${formatDurationMs(against.middleMs)}, the middle of ${against.runs}; the estimate is ${said(against.estimate)}`,
              span: document.valueSpan([...pathOf(id), 'estimate']),
              hint: 'write what the runs say, or find out what has changed',
            },
          ];
    }),
};

type Against = {readonly middleMs: number; readonly runs: string; readonly estimate: EstimateMs};

/** Longer is longer wherever it was; that something is faster than anybody thought only incidents can show. */
const contradicting = (history: RunbookHistory, id: string, estimate: EstimateMs): Against | undefined => {
  const all = history.tookMs.get(id) ?? [];
  if (all.length >= runsMin && medianOf(all) > estimate.p90Ms) {
    return {middleMs: medianOf(all), runs: `${all.length} runs`, estimate};
  }
  const real = history.tookInIncidentsMs.get(id) ?? [];
  return real.length >= runsMin && estimate.p50Ms >= shortMinMs && medianOf(real) < estimate.p50Ms / shortBy
    ? {middleMs: medianOf(real), runs: `${real.length} incidents`, estimate}
    : undefined;
};

const said = ({p50Ms, p90Ms}: EstimateMs): string =>
  p50Ms === p90Ms ? formatDurationMs(p50Ms) : `${formatDurationMs(p50Ms)} to ${formatDurationMs(p90Ms)}`;

const medianOf = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor((values.length - 1) / 2)] ?? 0;
