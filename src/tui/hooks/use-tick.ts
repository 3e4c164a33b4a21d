/** The one clock of the screen: draws again every second, so that times move while nothing happens. */
import {useEffect, useState} from 'react';

const tickMs = 1_000;

export const useTick = (isRunning: boolean): void => {
  const [, setCount] = useState(0);
  useEffect(() => {
    if (!isRunning) {
      return;
    }
    const timer = setInterval(() => setCount(count => count + 1), tickMs);
    return () => clearInterval(timer);
  }, [isRunning]);
};
