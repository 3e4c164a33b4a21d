/** Attempts that are to end before their time: who runs one hears of it, also when that was said before it was taken up. */

export type Stops = {
  /** By the attempt's name in file names. */
  readonly request: (name: string) => void;
  /** All of them, also those that are taken up later. */
  readonly requestAll: () => void;
  /** Whether it was asked for. */
  readonly isRequested: (name: string) => boolean;
  /** Calls back when it is asked for, at once where it was. Returns how to hear no more of it. */
  readonly whenRequested: (name: string, then: () => void) => () => void;
};

/** Those of one session; a later one says again what is still to be stopped. */
export const createStops = (): Stops => {
  const requested = new Set<string>();
  const listeners = new Map<string, () => void>();
  let isAll = false;
  const request = (name: string): void => {
    if (!requested.has(name)) {
      requested.add(name);
      listeners.get(name)?.();
    }
  };
  return {
    request,
    requestAll: () => {
      isAll = true;
      for (const name of [...listeners.keys()]) {
        request(name);
      }
    },
    isRequested: name => isAll || requested.has(name),
    whenRequested: (name, then) => {
      listeners.set(name, then);
      if (isAll || requested.has(name)) {
        then();
      }
      return () => listeners.delete(name);
    },
  };
};
