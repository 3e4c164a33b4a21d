/** Something wrong in a text, where, and the way out. */
import type {Span} from './span.ts';

export type Severity = 'error' | 'warning';

export type Diagnostic = {
  /** Stable for ever, like `step/unknown-field`; explained in codes.ts. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  /** The way out, in words; there always is one. */
  readonly hint: string;
};
