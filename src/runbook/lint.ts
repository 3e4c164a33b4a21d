/** Applies every rule to a runbook, and lets authors answer for findings. */
import type {Diagnostic} from '../diagnostics/diagnostic.ts';
import {flowOf} from './flow/flow.ts';
import type {RunbookHistory} from './history.ts';
import type {Parsed} from './parse-runbook.ts';
import {diagnosticsOf, type Rule, type Subject} from './rule.ts';
import {rules} from './rules.ts';
import {unanswered, waiverProblems} from './waivers.ts';

type Surrounding = Pick<Subject, 'plan' | 'today' | 'isRunbook'> & {
  readonly history?: ((runbook: string) => RunbookHistory | undefined) | undefined;
};

/** All findings. Where parts of the text could not be read, only the rules that make sense all the same are applied. */
export const lint = (
  {reading, runbook, waivers}: Parsed,
  {plan, today, isRunbook, history}: Surrounding,
): readonly Diagnostic[] => {
  if (runbook === undefined) {
    return [];
  }
  const paths = new Map(reading.places.map(({id, path}) => [id, path] as const).reverse());
  const subject: Subject = {
    runbook,
    document: reading.document,
    uses: reading.uses,
    sqlTexts: reading.sqlTexts,
    flow: flowOf(runbook),
    places: reading.places,
    pathOf: step => paths.get(step) ?? ['steps'],
    plan,
    history: history?.(runbook.id),
    today,
    isRunbook,
  };
  // Of two steps with one name nothing can be said by that name.
  const isWhole = reading.diagnostics.length === 0 && paths.size === reading.places.length;
  const applied = rules.filter(rule => isWhole || rule.evenInPart === true);
  const findings = applied.flatMap(rule => unanswered({rule, findings: check(rule, subject)}, waivers, subject));
  return [...findings, ...waiverProblems(waivers, subject)];
};

const check = (rule: Rule, subject: Subject): readonly Diagnostic[] => diagnosticsOf(rule, rule.check(subject));
