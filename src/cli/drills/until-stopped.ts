/** Several drills and a signal, or nobody who reads what they print: the one that goes on is ended, and no other begins. */

export type UntilStopped = {
  /** How the program then exits; nothing as long as none has come. */
  readonly code: () => number | undefined;
  readonly release: () => void;
};

/** A drill has handlers of its own while it goes on; these are there between two of them, too. */
export const untilStopped = (): UntilStopped => {
  let code: number | undefined;
  const handlers = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map(signal => {
    const handler = (): void => {
      code ??= signal === 'SIGTERM' ? 143 : 130;
    };
    process.on(signal, handler);
    return {signal, handler};
  });
  const onLostOutput = (): void => {
    code ??= 130;
  };
  process.stdout.once('error', onLostOutput);
  return {
    code: () => code,
    release: () => {
      process.stdout.off('error', onLostOutput);
      for (const {signal, handler} of handlers) {
        process.off(signal, handler);
      }
    },
  };
};
