/** What stands where an author believes that a literal text takes values. */

/** What an author writes who expects a value there; `$${` and the shell's own `${HOME}` are none. */
export const insertion = /(?<!\$)\$\{\s*(?:inputs|steps|item|run|events|values|lab)\b[^}]*\}?/g;
