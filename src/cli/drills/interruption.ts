/** A signal, or a person who leaves the screen, before a drill has begun. */
import type {Screen} from '../../tui/open.tsx';

export type Interruption = {
  /** How the program then exits; nothing as long as none has come. */
  readonly code: () => number | undefined;
  readonly release: () => void;
};

/** Ctrl-C or a signal while the lab is being built: it is finished first, because half a lab is harder to take down. */
export const interruption = (screen: Screen | undefined): Interruption => {
  let code: number | undefined;
  const onInterrupt = (): void => {
    code ??= 130;
  };
  const onTerminate = (): void => {
    code ??= 143;
  };
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);
  void screen?.untilExit.then(onInterrupt);
  return {
    code: () => code,
    release: () => {
      process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate);
    },
  };
};
