/** What runs of a runbook were over time: the runs themselves, how long each step takes, and what is owed. */
import type {RunBrief} from '../../run/brief.ts';
import {learntFrom, type Measured} from '../../run/learnt.ts';
import type {EstimateMs} from '../../run/outline.ts';
import {type Debt, debtOf} from './debt.ts';
import {type Trend, trendOf} from './trend.ts';
import {type PartNow, type TextDigests, usesOf} from './used-parts.ts';

/** A step as the runbook has it now. */
export type StepNow = {
  readonly targetMs: number | null;
  readonly estimate: EstimateMs | null;
};

export type RunbookNow = {
  readonly id: string;
  readonly title: string;
  readonly parts: readonly PartNow[];
  readonly steps: ReadonlyMap<string, StepNow>;
  readonly variants: readonly (string | null)[];
};

export type StepTimes = {
  readonly path: string;
  readonly title: string;
  readonly targetMs: number | null;
  readonly estimate: EstimateMs | null;
  /** Of runs in which it did what it does now; null where nobody measured. */
  readonly drill: Measured | null;
  readonly incident: Measured | null;
};

/** Of one drill of the runbook: a variant breaks something else, and recovers in another time. */
export type DrillTrend = {
  /** Null is the drill block itself. */
  readonly variant: string | null;
  readonly rta: Trend;
  readonly rpa: Trend;
};

export type History = {
  readonly runbook: string;
  readonly title: string;
  /** The latest first; those that are over. */
  readonly runs: readonly RunBrief[];
  readonly trends: readonly DrillTrend[];
  readonly steps: readonly StepTimes[];
  /** Null where the runbook is not here any more, or has errors. */
  readonly debt: Debt | null;
};

export const historyOf = (
  {id, title}: Pick<RunbookNow, 'id' | 'title'>,
  runs: readonly RunBrief[],
  now: {readonly runbook: RunbookNow; readonly digests: TextDigests} | null,
): History => ({
  runbook: id,
  title,
  runs,
  trends: trendsOf(runs.filter(({mode}) => mode === 'drill').toReversed()),
  steps: now === null ? [] : stepTimes(now.runbook, runs, now.digests),
  debt: now === null ? null : debtOf(now.runbook.parts, {runs, digests: now.digests, variants: now.runbook.variants}),
});

/** Incidents have none: no two of them are alike. */
const trendsOf = (drills: readonly RunBrief[]): readonly DrillTrend[] =>
  [...Map.groupBy(drills, ({variant}) => variant)].map(([variant, own]) => ({
    variant,
    rta: trendOf(own.flatMap(({rtaMs}) => rtaMs ?? [])),
    rpa: trendOf(own.flatMap(({rpaMs}) => rpaMs ?? [])),
  }));

const stepTimes = (runbook: RunbookNow, runs: readonly RunBrief[], digests: TextDigests): readonly StepTimes[] =>
  runbook.parts
    .filter(({kind}) => kind === 'step')
    .map(part => {
      const uses = usesOf(part, runs, digests).filter(({isSame}) => isSame === true);
      const of = (mode: RunBrief['mode']): Measured | null =>
        learntFrom(uses.flatMap(use => (use.mode === mode && use.tookMs !== null ? [use.tookMs] : [])));
      const {targetMs = null, estimate = null} = runbook.steps.get(part.path) ?? {};
      return {path: part.path, title: part.title, targetMs, estimate, drill: of('drill'), incident: of('incident')};
    });
