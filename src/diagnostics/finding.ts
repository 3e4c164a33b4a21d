/** A diagnostic in its file, and the place of it as editors and other programs count. */
import type {Diagnostic} from './diagnostic.ts';
import type {Lines, Position} from './lines.ts';

export type Finding = {
  readonly diagnostic: Diagnostic;
  /** As it was called. */
  readonly file: string;
  readonly lines: Lines;
};

/** Where it begins and ends; the end is the place after its last character. */
export const rangeOf = ({diagnostic: {span}, lines}: Finding): {readonly from: Position; readonly to: Position} => ({
  from: lines.position(span.from),
  to: lines.position(Math.max(span.from, span.to)),
});

export const isError = ({diagnostic}: Finding): boolean => diagnostic.severity === 'error';

/** With its way out, for programs that show one text. */
export const wholeMessage = ({diagnostic: {message, hint}}: Finding): string => `${message} (${hint})`;
