/** Ctrl-Z and `fg`: the terminal is given back, the program stands still, and afterwards the screen is there again as it is by then. */
import {useApp} from 'ink';
import {useCallback, useEffect, useRef} from 'react';
import type {Caller} from '../attention.ts';

/** Until the kernel has delivered a signal to ourselves; while the program stands still no time passes for it. */
const deliveredMs = 50;

/**
 * Stops the program as the shell expects it, with all that belongs to its job: whoever started it, as npm does, stops too.
 * A signal from outside does the same; without a shell that would say `fg` the kernel leaves it out, and nothing happens.
 */
export const useSuspend = (repaint: () => void, caller: Caller): (() => void) => {
  const {suspendTerminal} = useApp();
  const isStopping = useRef(false);
  const suspend = useCallback(() => {
    if (isStopping.current) {
      return;
    }
    isStopping.current = true;
    const stop = async (): Promise<void> => {
      process.off('SIGTSTP', suspend);
      caller.giveBack();
      process.kill(0, 'SIGTSTP');
      await new Promise(resolve => setTimeout(resolve, deliveredMs));
      process.on('SIGTSTP', suspend);
    };
    void suspendTerminal(stop)
      .catch(() => {})
      .finally(() => {
        isStopping.current = false;
        caller.again();
      });
  }, [suspendTerminal, caller]);
  useEffect(() => {
    // Stopped by SIGSTOP nobody could give the terminal back; whoever goes on finds it as the shell left it.
    const goOn = (): void => {
      if (!isStopping.current) {
        repaint();
      }
    };
    process.on('SIGTSTP', suspend);
    process.on('SIGCONT', goOn);
    return () => {
      process.off('SIGTSTP', suspend);
      process.off('SIGCONT', goOn);
    };
  }, [suspend, repaint]);
  return suspend;
};
