/** Runs as `--json` prints them: the agreed shapes of `runs` and `show`. */

import type {Json} from '../base/canonical-json.ts';
import {owedJson} from '../report/deadline-json.ts';
import {shownStatus} from '../report/words.ts';
import {stepsInOrder} from '../run/blocks.ts';
import type {RunState, StepState} from '../run/state.ts';
import {timing} from '../run/timing.ts';

/** One run in the list. `outcome` is null while it is open. */
export const runJson = (state: RunState, nowMs: number): {[key: string]: Json} => {
  const {rtaMs, rpaMs, rtoMs, rpoMs, rtoMet, rpoMet, tolerated} = timing(state, state.endedAtMs ?? nowMs);
  return {
    run: state.run,
    runbook: state.outline.id,
    mode: state.mode,
    ...(state.variant !== undefined && {variant: state.variant}),
    // Its times are those of what went wrong on purpose.
    ...(state.injects && {
      injects: {sha256: state.injects.sha256, known: state.injects.known?.map(inject => ({...inject})) ?? null},
    }),
    outcome: state.outcome,
    startedAt: isoOf(state.startedAtMs),
    finishedAt: isoOf(state.endedAtMs),
    rtaMs,
    rtoMs,
    rpaMs,
    rpoMs,
    ...(tolerated && {disruptionMs: tolerated.lastedMs, mtpdMs: tolerated.mtpdMs}),
    met: metOf([
      ...(rtoMs === null ? [] : [rtoMet]),
      ...(rpoMs === null ? [] : [rpoMet]),
      ...(tolerated === undefined ? [] : [tolerated.met]),
    ]),
    deviations: state.deviations.length,
    ...(state.isTimeUncertain && {uncertain: true}),
  };
};

/** One run in full. */
export const showJson = (state: RunState, nowMs: number): {[key: string]: Json} => ({
  ...runJson(state, nowMs),
  steps: stepsInOrder(state).map(stepJson),
  events: [...state.events].map(([event, {atMs, source}]) => ({event, at: isoOf(atMs), source})),
  deviations: state.deviations.map(({seq, atMs, kind, step, reason, actor}) => ({
    seq,
    at: isoOf(atMs),
    kind,
    step,
    reason,
    actor: actor.name,
  })),
  ...(state.clockJumps.length > 0 && {
    clockJumps: state.clockJumps.map(({seq, atMs, byMs}) => ({seq, at: isoOf(atMs), byMs})),
  }),
  escalations: [...state.steps.values()].flatMap(({path, escalations = []}) =>
    escalations.map(({attempt, to, reason, atMs, actor}) => ({
      step: path,
      attempt,
      to,
      reason,
      at: isoOf(atMs),
      actor: actor.name,
    })),
  ),
  ...owedJson(state),
  evidence: state.evidence.map(({atMs, file, name, step}) => ({at: isoOf(atMs), file, name, step: step ?? null})),
  ...(state.findings && {
    drill: {
      passed: state.findings.passed,
      partial: state.findings.partial,
      findings: state.findings.list.map(finding => ({...finding})),
    },
  }),
});

const stepJson = (step: StepState): {[key: string]: Json} => ({
  id: step.outline.id,
  path: step.path,
  title: step.outline.title,
  kind: step.outline.kind,
  status: shownStatus(step),
  attempts: step.attempt,
  startedAt: isoOf(step.startedAtMs),
  finishedAt: isoOf(step.finishedAtMs),
  elapsedMs:
    step.startedAtMs === undefined || step.finishedAtMs === undefined ? null : step.finishedAtMs - step.startedAtMs,
  waitingMs: step.waitingMs,
  targetMs: step.outline.targetMs ?? null,
  actor: step.actor?.name ?? null,
  reason: step.reason ?? null,
  // Only where it stood on paper first: the times above are then those of the paper.
  ...(step.paper && {enteredAt: isoOf(step.paper.enteredMs)}),
});

/** False as soon as one is missed; true only when every objective that there is was met; else unknown. */
const metOf = (objectives: readonly (boolean | null)[]): boolean | null => {
  if (objectives.includes(false)) {
    return false;
  }
  return objectives.length === 0 || objectives.includes(null) ? null : true;
};

const isoOf = (atMs: number | undefined): string | null => (atMs === undefined ? null : new Date(atMs).toISOString());
