/** An estimate that the last runs did not keep. */
import {formatDurationMs} from '../../base/duration.ts';
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
      const took = history?.tookMs.get(id) ?? [];
      const middleMs = medianOf(took);
      return estimate === undefined || took.length < runsMin || isKept(middleMs, estimate)
        ? []
        : [
            {
              message: `"${id}" took ${formatDurationMs(middleMs)}, the middle of ${took.length} runs; the estimate is ${said(estimate)}`,
              span: document.valueSpan([...pathOf(id), 'estimate']),
              hint: 'write what the runs say, or find out what has changed',
            },
          ];
    }),
};

const isKept = (tookMs: number, {p50Ms, p90Ms}: EstimateMs): boolean =>
  tookMs <= p90Ms && (p50Ms < shortMinMs || tookMs >= p50Ms / shortBy);

const said = ({p50Ms, p90Ms}: EstimateMs): string =>
  p50Ms === p90Ms ? formatDurationMs(p50Ms) : `${formatDurationMs(p50Ms)} to ${formatDurationMs(p90Ms)}`;

const medianOf = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor((values.length - 1) / 2)] ?? 0;
