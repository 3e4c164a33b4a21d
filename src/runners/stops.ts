/** Attempts that are to end before their time: who runs one hears of it, also when that was said before it was taken up. */

export type Stops = {
  /** By the attempt's name in file names. */
  readonly request: (name: string) => void;
  /** Whether it was asked for. */
  readonly isRequested: (name: string) => boolean;
  /** Calls back when it is asked for, at once where it was. Returns how to hear no more of it. */
  readonly whenRequested: (name: string, then: () => void) => () => void;
};

/** Those of one session; a later one says again what is still to be stopped. */
export const createStops = (): Stops => {
  const requested = new Set<string>();
  const listeners = new Map<string, () => void>();
  return {
    request: name => {
      if (!requested.has(name)) {
        requested.add(name);
        listeners.get(name)?.();
      }
    },
    isRequested: name => requested.has(name),
    whenRequested: (name, then) => {
      listeners.set(name, then);
      if (requested.has(name)) {
        then();
      }
      return () => listeners.delete(name);
    },
  };
};
