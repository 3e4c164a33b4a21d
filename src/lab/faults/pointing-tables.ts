/** Which tables hang on others by foreign keys. */
import type {ForeignKey} from '../../postgres/foreign-keys.ts';

/** These tables, and all that point at them, at those that point at them, and so on. */
export const withDescendants = (roots: readonly string[], keys: readonly ForeignKey[]): readonly string[] => {
  const tables = new Set(roots);
  // A set that grows while it is walked is walked to its end.
  for (const parent of tables) {
    for (const {child} of keys.filter(key => key.parent === parent)) {
      tables.add(child);
    }
  }
  return [...tables];
};
