/** The runbooks that are shipped, and two of the tests that hold one of everything, as models with their plans. */
import {globSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {besideOf, idOf, planFor} from '../../src/cli/runbook-files.ts';
import {parsePlan} from '../../src/plan/parse-plan.ts';
import type {Plan} from '../../src/plan/plan.ts';
import {loadRunbook} from '../../src/runbook/load-runbook.ts';
import type {Runbook} from '../../src/runbook/runbook.ts';

const root = join(import.meta.dirname, '..', '..');

export type Shipped = {
  readonly id: string;
  readonly text: string;
  readonly planText: string;
  readonly runbook: Runbook;
  readonly plan: Plan;
  /** The files that it brings along, by their paths as a run pins them. */
  readonly beside: ReadonlyMap<string, string>;
};

/** The day on which they are read. */
const today = '2026-11-24';

const read = (file: string): Shipped => {
  const [text, planText] = [readFileSync(file, 'utf8'), readFileSync(planFor(file), 'utf8')];
  const {plan} = parsePlan(planText);
  if (plan === undefined) {
    throw new Error(`the plan of ${file} is not sound`);
  }
  const beside = new Map<string, string>();
  const {runbook, diagnostics} = loadRunbook(text, {
    plan,
    today,
    beside: path => {
      const found = besideOf(file)(path);
      if (found.ok) {
        beside.set(path, found.value);
      }
      return found;
    },
  });
  if (runbook === undefined) {
    throw new Error(`${file} is not sound: ${diagnostics[0]?.message}`);
  }
  return {id: idOf(file), text, planText, runbook, plan, beside};
};

/** Everything in `runbooks/` and `test/fixtures/runbooks/` but the plans. */
export const shipped: readonly Shipped[] = globSync(['runbooks/**/*.yaml', 'test/fixtures/runbooks/**/*.yaml'], {
  cwd: root,
})
  .toSorted()
  .filter(file => !file.endsWith('plan.yaml'))
  .map(file => read(join(root, file)));
