/** A signal leaves the run as it stands, and says how the program then exits. */
import type {OpenRun} from './join-run.ts';

export type Signals = {
  /** How the program exits, once one has come. */
  code: number | undefined;
  readonly came: Promise<void>;
  readonly release: () => void;
};

/** The first signal leaves the run as it is said, the next one as it stands; what runs then goes on under its keeper. */
export const leaveOnSignals = (run: OpenRun, leave: (reason: string) => void = run.engine.leave): Signals => {
  let arrive: (() => void) | undefined;
  const came = new Promise<void>(resolve => {
    arrive = resolve;
  });
  const handlers = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map(signal => {
    const handler = (): void => {
      // Typed in the moment before the program reads keys itself: it is meant for the program, which hears it too.
      if (signal === 'SIGINT' && run.runners.terminal.isLent()) {
        return;
      }
      const isFirst = signals.code === undefined;
      signals.code = signal === 'SIGTERM' ? 143 : 130;
      (isFirst ? leave : run.engine.leave)(`the program got ${signal}`);
      arrive?.();
    };
    process.on(signal, handler);
    return {signal, handler};
  });
  const signals: Signals = {
    code: undefined,
    came,
    release: () => {
      for (const {signal, handler} of handlers) {
        process.off(signal, handler);
      }
    },
  };
  return signals;
};
