/** The expressions of a place: the whole of it, or what stands between `${` and `}`. */
import type {Use} from './reading.ts';
import type {Expression} from './runbook.ts';
import {parseText} from './text.ts';

export type PlacedExpression = {
  readonly expression: Expression;
  /** Where the expression begins within the value that stands in the document. */
  readonly offset: number;
};

/** None for literal texts, and none for a text that cannot be cut into parts. */
export const expressionsIn = ({form, source}: Use): readonly PlacedExpression[] => {
  switch (form) {
    case 'literal':
      return [];
    case 'expression':
      return [{expression: source, offset: 0}];
    case 'text': {
      const parts = parseText(source);
      return (parts.ok ? parts.value : []).flatMap(part =>
        'expression' in part ? [{expression: part.expression, offset: part.from}] : [],
      );
    }
  }
};
