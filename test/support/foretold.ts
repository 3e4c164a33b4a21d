/** A runbook's text told as a dry run, and its steps found by their paths. */
import {type DryRunParts, dryRun} from '../../src/engine/dry-run/dry-run.ts';
import type {DryRun, ForetoldStep} from '../../src/run/dry-run.ts';
import {loadRunbook} from '../../src/runbook/load-runbook.ts';
import type {Beside} from '../../src/runbook/reading.ts';
import type {Runbook} from '../../src/runbook/runbook.ts';
import {recovered, runbookText} from './runbook-text.ts';

/** When every dry run of a test is told. */
export const toldAtMs = Date.parse('2026-11-23T03:07:00Z');

/** Of a runbook that lints without an error; the test fails with what is wrong. */
export const soundRunbook = (text: string, beside?: Beside): Runbook => {
  const {runbook, diagnostics} = loadRunbook(text, {
    today: '2026-11-24',
    plan: {contacts: {database_administrator: {}, technical_lead: {}}, objectives: {}},
    ...(beside && {beside}),
  });
  if (!runbook) {
    throw new Error(diagnostics.map(({code, message}) => `${code}: ${message}`).join('\n'));
  }
  return runbook;
};

export const foretell = (runbook: Runbook, parts: Partial<DryRunParts> = {}): DryRun =>
  dryRun({
    runbook,
    inputs: {},
    laterInputs: [],
    objectives: {rtoMs: 3_600_000, rpoMs: null},
    roles: {
      db_operator: {contact: 'database_administrator', name: 'Ada Lovelace'},
      approver: {contact: 'technical_lead', name: 'Dana Fox'},
    },
    events: new Map(),
    prepared: () => undefined,
    nowMs: toldAtMs,
    ...parts,
  });

export const everyStep = (steps: readonly ForetoldStep[]): readonly ForetoldStep[] =>
  steps.flatMap(step => [step, ...step.blocks.flatMap(block => everyStep(block.steps))]);

/** One step by its path. */
export const stepAt = (told: DryRun, path: string): ForetoldStep => {
  const every = everyStep(told.steps);
  const found = every.find(step => step.path === path);
  if (!found) {
    throw new Error(`there is no ${path} among ${every.map(step => step.path).join(', ')}`);
  }
  return found;
};

/** The lines of a step's action, or why there are none. */
export const linesOf = (told: DryRun, path: string): readonly string[] => {
  const {action} = stepAt(told, path);
  if (!action) {
    return [];
  }
  return action.ok ? action.value.lines : [`HELD: ${action.problem}`];
};

/** What the inputs of `runbookText` are given. */
export const givenInputs = {
  database: 'postgresql://app:hunter2-is-secret@db-1.example:5432/tickets?sslmode=require',
  table: 'payments',
  password: 'swordfish-is-secret',
};

type Pieces = NonNullable<Parameters<typeof runbookText>[1]> & {readonly parts?: Partial<DryRunParts>};

/** Steps before the usual end, told with those inputs. */
export const foretellSteps = (steps: string, {parts = {}, ...pieces}: Pieces = {}): DryRun =>
  foretell(soundRunbook(runbookText(`${steps}${recovered}`, pieces)), {inputs: givenInputs, ...parts});
