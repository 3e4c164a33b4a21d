/** Whether keys may answer the question that is open: not in the first moment, when they were typed for what stood there before. */
import {useEffect, useRef} from 'react';
import {useRedraw} from './use-redraw.ts';

/** As long as a hand needs to notice that something else stands there. */
export const usualGuardMs = 300;

export const useArmed = (question: string | null, guardMs: number): boolean => {
  const armed = useRef<string | null>(null);
  const redraw = useRedraw();
  useEffect(() => {
    // One that goes away and comes back is a new one to whoever looks.
    armed.current = null;
    const timer = setTimeout(() => {
      armed.current = question;
      redraw();
    }, guardMs);
    return () => clearTimeout(timer);
  }, [question, guardMs, redraw]);
  return question === null || armed.current === question;
};
