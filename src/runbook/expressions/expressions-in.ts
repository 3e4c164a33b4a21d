/** The expressions of a place: the whole of it, or what stands between `${` and `}`. */
import type {Use} from '../reading.ts';
import type {Expression} from '../runbook.ts';
import {parseText} from '../texts/text.ts';

export type PlacedExpression = {
  readonly expression: Expression;
  /** Where the expression begins within the value that stands in the document. */
  readonly offset: number;
};

const none: readonly PlacedExpression[] = [];

// A place never changes, and every rule asks for its expressions; to cut the text again for each took half of their time.
const known = new WeakMap<Use, readonly PlacedExpression[]>();

/** None for literal texts, and none for a text that cannot be cut into parts. */
export const expressionsIn = (use: Use): readonly PlacedExpression[] => {
  const found = known.get(use) ?? findExpressions(use);
  known.set(use, found);
  return found;
};

const findExpressions = ({form, source}: Use): readonly PlacedExpression[] => {
  switch (form) {
    case 'literal':
      return none;
    case 'expression':
      return [{expression: source, offset: 0}];
    case 'text': {
      if (!source.includes('${')) {
        return none;
      }
      const parts = parseText(source);
      return (parts.ok ? parts.value : []).flatMap(part =>
        'expression' in part ? [{expression: part.expression, offset: part.from}] : [],
      );
    }
  }
};
