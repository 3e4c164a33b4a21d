/** Applies every rule to a runbook, and lets authors answer for findings. */
import type {Diagnostic} from '../diagnostics/diagnostic.ts';
import {didYouMean, listed} from '../diagnostics/nearest.ts';
import {flowOf} from './flow.ts';
import type {RunbookHistory} from './history.ts';
import type {PlanFacts} from './objectives.ts';
import type {Parsed, Waiver} from './parse-runbook.ts';
import {diagnosticOf, type Rule, type Subject} from './rule.ts';
import {rules} from './rules.ts';

type Surrounding = {
  readonly plan: PlanFacts | undefined;
  readonly today: string;
  readonly history?: ((runbook: string) => RunbookHistory | undefined) | undefined;
};

/** All findings. Where parts of the text could not be read, only the rules that make sense all the same are applied. */
export const lint = (
  {reading, runbook, waivers}: Parsed,
  {plan, today, history}: Surrounding,
): readonly Diagnostic[] => {
  if (runbook === undefined) {
    return [];
  }
  const paths = new Map(reading.places.map(({id, path}) => [id, path] as const).reverse());
  const subject: Subject = {
    runbook,
    document: reading.document,
    uses: reading.uses,
    flow: flowOf(runbook),
    places: reading.places,
    pathOf: step => paths.get(step) ?? ['steps'],
    plan,
    history: history?.(runbook.id),
    today,
  };
  const isWhole = reading.diagnostics.length === 0;
  const applied = rules.filter(rule => isWhole || rule.evenInPart === true);
  const findings = applied.flatMap(rule => (waivedBy(rule, waivers, today) ? [] : check(rule, subject)));
  return [...findings, ...waiverProblems(waivers, subject)];
};

const check = (rule: Rule, subject: Subject): readonly Diagnostic[] =>
  rule.check(subject).map(finding => diagnosticOf(rule, finding));

/** A waiver names the code, or what stands behind its stroke. */
const names = ({rule: name}: Waiver, {code}: Rule): boolean => name === code || name === code.split('/')[1];

const waivedBy = (rule: Rule, waivers: readonly Waiver[], today: string): boolean =>
  rule.waivable && waivers.some(waiver => names(waiver, rule) && today <= waiver.until);

/** The rules that an author may answer for. */
const waivable = rules.flatMap(({code, waivable: isWaivable}) => (isWaivable ? [code] : []));

const waiverProblems = (waivers: readonly Waiver[], {document, today}: Subject): readonly Diagnostic[] =>
  waivers.flatMap((waiver, index): readonly Diagnostic[] => {
    const rule = rules.find(candidate => names(waiver, candidate));
    const span = document.valueSpan(['waivers', index, 'rule']);
    if (rule === undefined) {
      const hint =
        didYouMean(waiver.rule, [...waivable, ...waivable.map(code => code.split('/')[1] ?? code)]) ??
        `there is ${listed(waivable)}`;
      return [
        {code: 'waiver/unknown-rule', severity: 'error', message: `there is no rule "${waiver.rule}"`, span, hint},
      ];
    }
    if (!rule.waivable) {
      const message = `nobody can answer for ${rule.code}: ${rule.why}`;
      return [
        {
          code: 'waiver/not-possible',
          severity: 'error',
          message,
          span,
          hint: 'remove the waiver, and mend what it should have silenced',
        },
      ];
    }
    const until = document.valueSpan(['waivers', index, 'until']);
    const message = `the waiver of ${rule.code} ended on ${waiver.until}`;
    const hint = 'mend the finding, or agree on another day';
    return today > waiver.until ? [{code: 'waiver/expired', severity: 'warning', message, span: until, hint}] : [];
  });
