/** All that a code says about itself, for the reference and for whoever asks on a terminal. */
import {type Code, codes} from '../diagnostics/codes.ts';
import type {Severity} from '../diagnostics/diagnostic.ts';
import {figures} from './figures.ts';
import {rules} from './rules.ts';

export type Explanation = {
  readonly code: Code;
  readonly severity: Severity;
  /** Whether an author may answer for it. */
  readonly waivable: boolean;
  readonly why: string;
  /** Where its figures come from; null where it has none. */
  readonly figure: string | null;
};

/** What is told without a rule and runs all the same. */
const warnings: ReadonlySet<Code> = new Set([
  'waiver/expired',
  'runbook/other-file',
  'runbook/duplicate-id',
  'plan/shared-key',
]);

/** Explains a code. What reading finds has no rule: it is an error that nobody can answer for. */
export const explanationOf = (code: Code): Explanation => {
  const rule = rules.find(candidate => candidate.code === code);
  return {
    code,
    severity: rule?.severity ?? (warnings.has(code) ? 'warning' : 'error'),
    waivable: rule?.waivable ?? false,
    why: rule?.why ?? codes[code],
    figure: figures[code] ?? null,
  };
};

/** The code that somebody means: as it is printed, as its page is called, or what stands behind its stroke; all where several have that. */
export const codesMeant = (word: string): readonly Code[] => {
  const known = Object.keys(codes).filter(isCode);
  const exact = known.filter(code => code === word || code.replace('/', '-') === word);
  return exact.length > 0 ? exact : known.filter(code => code.split('/')[1] === word);
};

const isCode = (code: string): code is Code => Object.hasOwn(codes, code);
