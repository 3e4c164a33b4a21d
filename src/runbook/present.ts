/** Absent is written in one way: a member that is `undefined` is left out. */

type Optional<Value> = {[Key in keyof Value]: undefined extends Value[Key] ? Key : never}[keyof Value];

/** A value whose members that may be undefined have become optional. */
export type Present<Value> = Omit<Value, Optional<Value>> & {
  [Key in Optional<Value>]?: Exclude<Value[Key], undefined>;
};

/** Leaves out what is undefined. */
export const present = <Value extends object>(value: Value): Present<Value> => {
  const kept: {[key: string]: unknown} = {};
  // Every step is made by this, so it makes no lists on the way.
  for (const key in value) {
    if (value[key] !== undefined) {
      kept[key] = value[key];
    }
  }
  // The type says what the loop does; no narrower way to tell the compiler.
  return kept as Present<Value>;
};
