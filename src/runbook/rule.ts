/** What a lint rule is, and what it is given. */
import type {Diagnostic, Severity} from '../diagnostics/diagnostic.ts';
import {type Hint, hintWords} from '../diagnostics/nearest.ts';
import type {Span} from '../diagnostics/span.ts';
import type {Flow} from './flow/flow.ts';
import type {RunbookHistory} from './history.ts';
import type {PlanFacts} from './objectives.ts';
import type {SqlTexts, StepPlaceInDocument, Use} from './reading.ts';
import type {Runbook} from './runbook.ts';
import type {Document, DocumentPath} from './yaml/document.ts';

/** A runbook under examination. */
export type Subject = {
  readonly runbook: Runbook;
  readonly document: Document;
  /** Every text and expression, with its place. */
  readonly uses: readonly Use[];
  /** Every place that sends SQL. */
  readonly sqlTexts: readonly SqlTexts[];
  readonly flow: Flow;
  /** Every step with its place, those with the same id included. */
  readonly places: readonly StepPlaceInDocument[];
  /** Where a step stands in the document, by id. */
  readonly pathOf: (step: string) => DocumentPath;
  readonly plan: PlanFacts | undefined;
  /** Of earlier runs, where somebody looked for them. */
  readonly history: RunbookHistory | undefined;
  /** Whether there is a runbook of that id; nothing where only this text is known. */
  readonly isRunbook: ((id: string) => boolean) | undefined;
  /** `2026-11-24`; rules have no clock. */
  readonly today: string;
};

/** A finding; its code is that of the rule. A hint that has to be looked for is made when it is wanted. */
export type Finding = {
  readonly message: string;
  readonly span: Span;
  /** The way out. */
  readonly hint: Hint;
};

export type Rule = {
  /** Stable for ever. */
  readonly code: string;
  readonly severity: Severity;
  /** Why it is a mistake, in one sentence. */
  readonly why: string;
  /** Whether an author may answer for it. Never where the runbook could not run, or a secret would be seen. */
  readonly waivable: boolean;
  /** Whether it makes sense while other parts of the text could not be read. */
  readonly evenInPart?: boolean;
  readonly check: (subject: Subject) => readonly Finding[];
};

/** The findings of a rule as diagnostics. */
export const diagnosticsOf = ({code, severity}: Rule, findings: readonly Finding[]): readonly Diagnostic[] =>
  findings.map(({message, span, hint}, index) => ({code, severity, message, span, hint: hintWords(hint, index)}));
