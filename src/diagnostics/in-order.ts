/** Diagnostics as people and editors are given them: by place, each once, and no more than anybody reads. */
import type {Diagnostic} from './diagnostic.ts';

/** Nobody reads more of one file, and to draw and to print thirty thousand took 300 MB. */
const listedMax = 1_000;

/** Sorts by place and leaves out what is said twice: a named probe is read for every step that uses it. */
export const inOrder = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] => {
  const seen = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const {code, message, span} = diagnostic;
    seen.set(`${span.from}:${span.to}:${code}:${message}`, diagnostic);
  }
  const sorted = [...seen.values()].sort((a, b) => a.span.from - b.span.from || a.code.localeCompare(b.code));
  const [next, ...further] = sorted.slice(listedMax);
  return next === undefined ? sorted : [...sorted.slice(0, listedMax), moreAt(next, further)];
};

/** It is as severe as what it stands for, so that a text with an error never passes. */
const moreAt = (next: Diagnostic, further: readonly Diagnostic[]): Diagnostic => ({
  code: 'runbook/too-many',
  severity: [next, ...further].some(({severity}) => severity === 'error') ? 'error' : 'warning',
  message: `${further.length + 1} more are found from here on and are not listed`,
  span: next.span,
  hint: 'mend those above first; often one mistake is the cause of many',
});
