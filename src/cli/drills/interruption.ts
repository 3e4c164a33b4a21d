/** A signal, or a person who leaves the screen, before a drill has begun. */
import type {Screen} from '../../tui/open.tsx';

export type Interruption = {
  /** How the program then exits; nothing as long as none has come. */
  readonly code: () => number | undefined;
  readonly release: () => void;
};

/** Ctrl-C or a signal while a lab is being built: heard at once, said, and what is under way is ended. The first one counts. */
export const interruption = (screen: Screen | undefined, onStop: () => void): Interruption => {
  let code: number | undefined;
  let isOver = false;
  const stop = (exit: number): void => {
    if (code === undefined && !isOver) {
      code = exit;
      if (screen === undefined) {
        process.stderr.write('lifeboat: stopping; what was built of the lab is taken down\n');
      }
      onStop();
    }
  };
  const onInterrupt = (): void => stop(130);
  const onTerminate = (): void => stop(143);
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);
  void screen?.untilExit.then(onInterrupt);
  return {
    code: () => code,
    release: () => {
      // Who leaves the screen later leaves a run, whose lab stays for when it goes on.
      isOver = true;
      process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate);
    },
  };
};
