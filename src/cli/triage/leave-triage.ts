/** A signal ends triage: what it started is ended first, and the signal says how the program exits. */

export type LeavingTriage = {
  /** Aborted when one has come. */
  readonly signal: AbortSignal;
  /** How the program exits, once one has come. */
  readonly code: () => number | undefined;
  /** From now on signals mean what they meant before. */
  readonly release: () => void;
};

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Listens for them; the exit codes are those of a run that is left. `then` hears of the first. */
export const leaveTriageOnSignals = (then: (code: number) => void = () => undefined): LeavingTriage => {
  const leaving = new AbortController();
  let code: number | undefined;
  const leave = (signal: NodeJS.Signals): void => {
    // Another one changes nothing: ending what runs takes a few seconds at the most.
    if (code === undefined) {
      code = signal === 'SIGTERM' ? 143 : 130;
      leaving.abort();
      then(code);
    }
  };
  for (const signal of signals) {
    process.on(signal, leave);
  }
  return {
    signal: leaving.signal,
    code: () => code,
    release: () => {
      for (const signal of signals) {
        process.off(signal, leave);
      }
    },
  };
};
