/** A runbook with other words in it: every text that a picture or a page shows, in the order of the page. */
import type {Branch, Runbook, Step} from '../../src/runbook/runbook.ts';

/** Gives each title, question and small print the next text; the structure stays as it is. */
export const rewritten = (runbook: Runbook, next: () => string): Runbook => ({
  ...runbook,
  title: next(),
  summary: next(),
  version: next(),
  steps: runbook.steps.map(step => rewrittenStep(step, next)),
});

const rewrittenStep = (step: Step, next: () => string): Step => {
  const named = {
    ...step,
    title: next(),
    // A group becomes one that may not apply.
    ...((step.when !== undefined || step.shape === 'group') && {when: next()}),
    ...(step.heading !== undefined && {heading: next()}),
    ...(step.why !== undefined && {why: next()}),
    danger: next(),
    touches: [next()],
    evidence: [next()],
    troubleshoot: [{symptom: next(), check: next(), then: next()}],
    undo: {kind: 'instruction' as const, do: next()},
    see: [{title: next(), url: next()}],
  };
  switch (named.kind) {
    case 'decision':
    case 'parallel':
      return {...named, branches: named.branches.map(branch => rewrittenBranch(branch, next))};
    case 'foreach':
      return {...named, in: next(), steps: named.steps.map(inner => rewrittenStep(inner, next))};
    case 'repeat':
      return {...named, until: next(), steps: named.steps.map(inner => rewrittenStep(inner, next))};
    case 'group':
      return {...named, steps: named.steps.map(inner => rewrittenStep(inner, next))};
    case 'include':
      return {...named, runbook: rewritten(named.runbook, next)};
    case 'instruction':
      return {...named, do: next(), checklist: named.checklist.map(next)};
    case 'approval':
    case 'input':
      return {...named, ask: next()};
    case 'assert':
      return {...named, condition: next()};
    case 'check':
      return {...named, probe: {...named.probe, name: next()}};
    case 'command':
      return {
        ...named,
        action: {kind: 'command', run: [next(), next()], env: {TARGET: next()}, on: next(), stdin: next()},
      };
    case 'let':
    case 'wait':
    case 'script':
    case 'sql':
    case 'http':
    case 'notify':
    case 'milestone':
    case 'end':
      return named;
  }
};

const rewrittenBranch = (branch: Branch, next: () => string): Branch => ({
  ...branch,
  title: next(),
  steps: branch.steps.map(step => rewrittenStep(step, next)),
});
