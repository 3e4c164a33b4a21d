/** The one clock of the screen: draws again every second, so that times move while nothing happens. */
import {useEffect} from 'react';
import {useRedraw} from './use-redraw.ts';

const tickMs = 1_000;

export const useTick = (isRunning: boolean): void => {
  const redraw = useRedraw();
  useEffect(() => {
    if (!isRunning) {
      return;
    }
    const timer = setInterval(redraw, tickMs);
    return () => clearInterval(timer);
  }, [isRunning, redraw]);
};
