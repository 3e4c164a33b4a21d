/** Findings that authors answer for until a day, and waivers that answer for nothing. */
import {explain} from '../diagnostics/codes.ts';
import type {Diagnostic, Severity} from '../diagnostics/diagnostic.ts';
import {hintWords, listed, meantOr, nearest} from '../diagnostics/nearest.ts';
import type {Span} from '../diagnostics/span.ts';
import type {Waiver} from './parse-runbook.ts';
import type {Rule, Subject} from './rule.ts';
import {rules} from './rules.ts';

/**
 * What is left of a rule's findings once its waivers are heard. A waiver answers for one finding: for that at its step,
 * or for the only one. For several it answers not at all, lest one reason silence what nobody has thought of.
 */
export const unanswered = (
  {rule, findings}: {readonly rule: Rule; readonly findings: readonly Diagnostic[]},
  waivers: readonly Waiver[],
  subject: Subject,
): readonly Diagnostic[] => {
  const mine = waivers.flatMap((waiver, index) =>
    rule.waivable && names(waiver, rule) && subject.today <= waiver.until ? [{step: waiver.step, index}] : [],
  );
  if (mine.length === 0 || findings.length === 0) {
    return findings;
  }
  const stepAt = stepFinder(subject);
  const steps = new Set(mine.map(({step}) => step));
  const left = findings.filter(({span}) => !steps.has(stepAt(span) ?? ''));
  const general = mine.find(({step}) => step === undefined);
  if (general === undefined || left.length < 2) {
    return general === undefined ? left : [];
  }
  const step = left.map(({span}) => stepAt(span)).find(id => id !== undefined);
  return [
    ...left,
    {
      ...problem('several', subject.document.valueSpan(['waivers', general.index, 'rule']), [
        `a waiver answers for one finding, and ${rule.code} has ${left.length}`,
        step === undefined ? 'mend them' : `name the step of each in a waiver of its own, like step: ${step}`,
      ]),
      // Of warnings it is one: how many there are may depend on how often the runbook was drilled.
      severity: rule.severity,
    },
  ];
};

/** The innermost step that a finding stands in. */
const stepFinder = ({document, places}: Subject): ((span: Span) => string | undefined) => {
  const innermostFirst = places
    .toSorted((one, other) => other.path.length - one.path.length)
    .map(({id, path}) => ({id, span: document.wholeSpan(path)}));
  return ({from}) => innermostFirst.find(({span}) => span.from <= from && from < span.to)?.id;
};

/** What is wrong with the waivers themselves. */
export const waiverProblems = (waivers: readonly Waiver[], {document, places, today}: Subject): readonly Diagnostic[] =>
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
    if (waiver.step !== undefined && !places.some(({id}) => id === waiver.step)) {
      const stepSpan = document.valueSpan(['waivers', index, 'step']);
      const stepIds = () => places.map(({id}) => id);
      const hint = hintWords(meantOr(waiver.step, stepIds, 'name the step that the finding stands in'), index);
      return [problem('unknown-step', stepSpan, [`there is no step "${waiver.step}"`, hint])];
    }
    const until = document.valueSpan(['waivers', index, 'until']);
    const message = `the waiver of ${rule.code} ended on ${waiver.until}`;
    const hint = 'mend the finding, or agree on another day';
    return today > waiver.until ? [problem('expired', until, [message, hint])] : [];
  });

/** A waiver names the code, or what stands behind its stroke. */
const names = ({rule: name}: Waiver, {code}: Rule): boolean => name === code || name === nameOf(code);

const nameOf = (code: string): string => code.split('/')[1] ?? code;

const severities = {
  'unknown-rule': 'error',
  'unknown-step': 'error',
  'not-possible': 'error',
  several: 'error',
  expired: 'warning',
} as const satisfies {readonly [name: string]: Severity};

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
