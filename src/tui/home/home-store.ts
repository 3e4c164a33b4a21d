/** What the home screen shows, as it comes in: kept in one place, told to whoever draws it. */
import type {Home} from '../../report/home/home.ts';

export type HomeStore = {
  readonly get: () => Home;
  readonly set: (home: Home) => void;
  /** Calls back after each change; the returned function ends that. */
  readonly subscribe: (listener: () => void) => () => void;
};

export const homeStore = (first: Home): HomeStore => {
  let home = first;
  const listeners = new Set<() => void>();
  return {
    get: () => home,
    set: next => {
      home = next;
      for (const listener of listeners) {
        listener();
      }
    },
    subscribe: listener => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
