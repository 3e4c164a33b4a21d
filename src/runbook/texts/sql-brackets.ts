/** Whether a statement ends where its author meant it to: not within brackets, a quoted text or a comment. */
import {sqlPieces} from '../../base/sql-pieces.ts';

/**
 * False where a bracket or a quote is left open, or a bracket is closed that was never opened. In a YAML list in `[ ]` a
 * comma ends the item, also the comma in `f(a, b)`: what is left then is no statement.
 */
export const isWholeStatement = (text: string): boolean => {
  let plain = '';
  for (const piece of sqlPieces(text)) {
    if ((piece.is === 'quoted' || piece.is === 'comment') && !piece.isClosed) {
      return false;
    }
    plain += piece.is === 'other' ? text.slice(piece.from, piece.to) : '';
  }
  return isBalanced(plain);
};

const isBalanced = (text: string): boolean => {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[()]/g)) {
    depth += bracket === '(' ? 1 : -1;
    if (depth < 0) {
      return false;
    }
  }
  return depth === 0;
};
