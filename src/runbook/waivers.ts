/** Findings that authors answer for until a day, and waivers that answer for nothing. */
import {explain} from '../diagnostics/codes.ts';
import type {Diagnostic, Severity} from '../diagnostics/diagnostic.ts';
import {listed, nearest} from '../diagnostics/nearest.ts';
import type {Span} from '../diagnostics/span.ts';
import type {Waiver} from './parse-runbook.ts';
import type {Rule, Subject} from './rule.ts';
import {rules} from './rules.ts';

/** Whether somebody answers for what a rule finds; `today` as `2026-11-24`. */
export const isWaived = (rule: Rule, waivers: readonly Waiver[], today: string): boolean =>
  rule.waivable && waivers.some(waiver => names(waiver, rule) && today <= waiver.until);

/** What is wrong with the waivers themselves. */
export const waiverProblems = (waivers: readonly Waiver[], {document, today}: Subject): readonly Diagnostic[] =>
  waivers.flatMap((waiver, index): readonly Diagnostic[] => {
    const rule = rules.find(candidate => names(waiver, candidate));
    const span = document.valueSpan(['waivers', index, 'rule']);
    const why = rule?.why ?? explain(waiver.rule);
    if (why === undefined) {
      return [problem('unknown-rule', span, [`there is no rule "${waiver.rule}"`, meant(waiver.rule)])];
    }
    if (rule === undefined || !rule.waivable) {
      const hint = 'remove the waiver, and mend what it should have silenced';
      return [problem('not-possible', span, [`nobody can answer for ${rule?.code ?? waiver.rule}: ${why}`, hint])];
    }
    const until = document.valueSpan(['waivers', index, 'until']);
    const message = `the waiver of ${rule.code} ended on ${waiver.until}`;
    const hint = 'mend the finding, or agree on another day';
    return today > waiver.until ? [problem('expired', until, [message, hint])] : [];
  });

/** A waiver names the code, or what stands behind its stroke. */
const names = ({rule: name}: Waiver, {code}: Rule): boolean => name === code || name === nameOf(code);

const nameOf = (code: string): string => code.split('/')[1] ?? code;

const severities = {'unknown-rule': 'error', 'not-possible': 'error', expired: 'warning'} as const satisfies {
  readonly [name: string]: Severity;
};

const problem = (
  name: keyof typeof severities,
  span: Span,
  [message, hint]: readonly [message: string, hint: string],
): Diagnostic => ({code: `waiver/${name}`, severity: severities[name], message, span, hint});

const waivable = rules.flatMap(({code, waivable: isWaivable}) => (isWaivable ? [code] : []));

const meant = (word: string): string => {
  const near =
    nearest(word, waivable) ??
    waivable.find(code => nameOf(code) === nearest(word, waivable.map(nameOf))) ??
    waivable.find(code => nameOf(code).startsWith(word));
  return near === undefined ? `there is ${listed(waivable)}` : `did you mean "${near}"?`;
};
