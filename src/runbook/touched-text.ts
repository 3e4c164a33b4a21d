/** What a step touches, as a text with values: a reference that stands there bare is meant as one. */
import type {Text} from './action.ts';

/**
 * `inputs.shop` becomes `${inputs.shop}` and `'orders'` becomes `orders`; any other text is one already. The language writes
 * touches: [EXPR], so both are written. A person who confirms, and a drill that looks whether the target is its lab's, must
 * be given the target's own name and never the words for it.
 */
export const touchedText = (source: string): Text => {
  const [, quoted] = /^'([^'$]*)'$/.exec(source) ?? [];
  return quoted ?? (reference.test(source) ? `\${${source}}` : source);
};

const reference = /^(?:item|(?:inputs|steps|values|events|run|lab)\.[a-z_]\w*)(?:\.[a-z_]\w*|\[\d+\])*$/;
