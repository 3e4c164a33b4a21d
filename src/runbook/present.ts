/** Absent is written in one way: a member that is `undefined` is left out. */

type Optional<Value> = {[Key in keyof Value]: undefined extends Value[Key] ? Key : never}[keyof Value];

/** A value whose members that may be undefined have become optional. */
export type Present<Value> = Omit<Value, Optional<Value>> & {
  [Key in Optional<Value>]?: Exclude<Value[Key], undefined>;
};

/** Leaves out what is undefined. */
export const present = <Value extends object>(value: Value): Present<Value> =>
  // The type says what the filter does; no narrower way to tell the compiler.
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Present<Value>;
