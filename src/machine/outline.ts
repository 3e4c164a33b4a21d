/** Runbook → outline: what the first fact keeps, so that a run can be reviewed without its runbook. */
import type {EstimateMs, Outline, OutlineBranch, OutlineStep} from '../run/outline.ts';
import type {Action} from '../runbook/action.ts';
import {probeWords} from '../runbook/probe-words.ts';
import type {Branch, Runbook, Step, Wait} from '../runbook/runbook.ts';

/** A prompt without an estimate counts five minutes, a probe its own time or thirty seconds: the linter's rule. */
const promptDefaultMs = 300_000;
const probeDefaultMs = 30_000;

export const outlineOf = (runbook: Runbook): Outline => ({
  id: runbook.id,
  version: runbook.version,
  title: runbook.title,
  scenario: runbook.scenario,
  summary: runbook.summary,
  steps: runbook.steps.map(outlineStep),
  ...(runbook.deadlines.length > 0 && {deadlines: runbook.deadlines}),
  ...(runbook.reminders.length > 0 && {reminders: runbook.reminders}),
  ...(runbook.next !== undefined && {next: runbook.next}),
});

const outlineStep = (step: Step): OutlineStep => ({
  id: step.id,
  title: step.title,
  kind: step.kind,
  shape: step.shape,
  effects: step.effects,
  estimate: step.estimate ?? defaultEstimate(step),
  skippable: step.skippable && step.kind !== 'approval',
  pointOfNoReturn: step.pointOfNoReturn,
  hasUndo: step.undo !== undefined,
  requires: step.requires.map(probeWords),
  verify: step.verify.map(probeWords),
  ...looksFor(step),
  ...(step.undo?.kind === 'instruction' && {undoMs: promptDefaultMs}),
  ...(step.recoveryPoint !== undefined && {measuresPoint: true}),
  ...(isTransaction(step) && {isTransaction: true}),
  ...(step.heading !== undefined && {heading: step.heading}),
  ...(step.phase !== undefined && {phase: step.phase}),
  ...(step.role !== undefined && {role: step.role}),
  ...(step.why !== undefined && {why: step.why}),
  ...(step.targetMs !== undefined && {targetMs: step.targetMs}),
  ...(step.troubleshoot.length > 0 && {troubleshoot: step.troubleshoot}),
  ...(step.danger !== undefined && {danger: step.danger}),
  ...measuredBy(step),
  ...(step.kind === 'milestone' && {milestone: step.event}),
  ...(step.kind === 'end' && {outcome: step.outcome}),
  ...insideOf(step),
  ...(step.each && {opens: 'items' as const}),
  ...dutiesOf(step),
});

const looksFor = (step: Step): Pick<OutlineStep, 'looksFor'> => {
  if (step.kind === 'check') {
    return {looksFor: probeWords(step.probe)};
  }
  return step.kind === 'wait' && 'until' in step.wait ? {looksFor: probeWords(step.wait.until)} : {};
};

const dutiesOf = (step: Step): Pick<OutlineStep, 'temporary' | 'escalate' | 'evidence' | 'expiresMs' | 'from'> => ({
  ...(step.kind === 'approval' && step.expiresMs !== undefined && {expiresMs: step.expiresMs, from: step.from}),

  ...(step.temporary && {temporary: step.temporary}),
  ...(step.escalate && {escalate: step.escalate}),
  ...(step.evidence.length > 0 && {evidence: step.evidence}),
});

/** The blocks that a step opens, and how. */
const insideOf = (step: Step): Pick<OutlineStep, 'branches' | 'steps' | 'opens'> => {
  switch (step.kind) {
    case 'decision':
      return {branches: step.branches.map(outlineBranch)};
    case 'parallel':
      return {branches: step.branches.map(outlineBranch), opens: 'branches'};
    case 'group':
      return {steps: step.steps.map(outlineStep), opens: step.order === 'any' ? 'picks' : 'block'};
    case 'foreach':
      return {steps: step.steps.map(outlineStep), opens: 'items'};
    case 'include':
      return {steps: step.runbook.steps.map(outlineStep).map(outsideClock), opens: 'block'};
    case 'repeat':
      return {steps: step.steps.map(outlineStep), opens: 'rounds'};
    default:
      return {};
  }
};

/** The clock is the one of the runbook around it: what an included one reaches or measures moves no instant of the run. */
const outsideClock = ({milestone: _reached, measures: _measured, ...step}: OutlineStep): OutlineStep => ({
  ...step,
  ...(step.steps && {steps: step.steps.map(outsideClock)}),
  ...(step.branches && {
    branches: step.branches.map(branch => ({...branch, steps: branch.steps.map(outsideClock)})),
  }),
});

/** In a drill the runbook may do something else instead: it counts only where that is one too. */
const isTransaction = (step: Step): boolean =>
  step.kind === 'sql' && inOne(step.action) && (step.drill.do !== 'instead' || inOne(step.drill.action));

const inOne = (action: Action): boolean => action.kind === 'sql' && action.transaction;

const measuredBy = ({outputs}: Step): Pick<OutlineStep, 'measures'> => {
  const measures = Object.entries(outputs).flatMap(([name, {sets}]) => (sets === undefined ? [] : [[name, sets]]));
  return measures.length > 0 ? {measures: Object.fromEntries(measures)} : {};
};

const outlineBranch = (branch: Branch): OutlineBranch => ({
  name: branch.name,
  title: branch.title,
  steps: branch.steps.map(outlineStep),
  ...(branch.goto !== undefined && {goto: branch.goto}),
  ...(branch.end !== undefined && {end: branch.end}),
});

const defaultEstimate = (step: Step): EstimateMs => {
  const lengthMs = defaultLengthMs(step);
  return {p50Ms: lengthMs, p90Ms: lengthMs};
};

const defaultLengthMs = (step: Step): number => {
  switch (step.shape) {
    case 'action':
      return step.timeoutMs;
    case 'prompt':
      return promptDefaultMs;
    case 'probe':
      return step.kind === 'check' ? (step.probe.withinMs ?? probeDefaultMs) : waitMs(step.wait);
    case 'group':
      return step.kind === 'decision' && step.choose === undefined ? promptDefaultMs : 0;
    case 'instant':
      return 0;
  }
};

const waitMs = (wait: Wait): number => {
  if ('for' in wait) {
    return wait.for;
  }
  return 'until' in wait ? (wait.until.withinMs ?? probeDefaultMs) : 0;
};
