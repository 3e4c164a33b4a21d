/** Remembers what was worked out for an object, from the second time on: what comes but once, as most steps of a run do, costs no memory. */

/** What `make` gave for an owner and a name, or what it gave before. It must give the same each time. */
export type Remembering<Owner extends object, Value> = (owner: Owner, name: string, make: () => Value) => Value;

/** Nothing at first; what is remembered goes with its owner. */
export const rememberAgain = <Owner extends object, Value>(): Remembering<Owner, Value> => {
  const met = new WeakSet<Owner>();
  const known = new WeakMap<Owner, Map<string, Value>>();
  return (owner, name, make) => {
    if (!met.has(owner)) {
      met.add(owner);
      return make();
    }
    const values = known.get(owner) ?? new Map<string, Value>();
    const value = values.get(name) ?? make();
    known.set(owner, values.set(name, value));
    return value;
  };
};
