/** How driving a run comes to an end: once, and for one reason. */

/** The run is over, somebody left it, or the journal cannot be written. */
export type Ending =
  | {readonly why: 'ended'}
  | {readonly why: 'left'; readonly reason: string}
  | {readonly why: 'journal'; readonly reason: string};

export type Endings = {
  /** How it ended, if it did; `fault` is one of ours. */
  readonly how: () => Ending | 'fault' | undefined;
  readonly end: (how: Ending) => void;
  /** A fault of ours must not act on: what is recorded stands, and a resume finds out about the rest. */
  readonly fault: (fault: unknown) => void;
  /** Rejects for a fault of ours. */
  readonly ended: Promise<Ending>;
};

/** Only the first end counts; `halt` stops what goes on by itself. */
export const createEndings = (halt: () => void): Endings => {
  const {promise: ended, resolve, reject} = Promise.withResolvers<Ending>();
  let ending: Ending | 'fault' | undefined;
  const settle = (how: Ending | 'fault'): void => {
    ending ??= how;
    halt();
  };
  return {
    how: () => ending,
    end: how => {
      settle(how);
      resolve(how);
    },
    fault: fault => {
      settle('fault');
      reject(fault);
    },
    ended,
  };
};
