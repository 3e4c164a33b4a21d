/** Asks for a new frame: at once where the last one was some time ago, else as soon as one may follow, and never two for one change. */
import {useCallback, useEffect, useState} from 'react';

/** Twenty a second at the most: a line with 300 ms of delay keeps up with them, and nobody sees more. */
const frameMs = 50;

// There is one terminal, so there is one clock for its frames. Ink's own counts from the last wish for a frame, not from the
// last frame (measured): a key a moment after the second had changed was shown 50 ms later, whatever was left of the pause.
const waiting = new Set<() => void>();
let drawnMs = Number.NEGATIVE_INFINITY;
let timer: NodeJS.Timeout | undefined;

const drawAll = (): void => {
  timer = undefined;
  drawnMs = performance.now();
  const due = [...waiting];
  waiting.clear();
  for (const draw of due) {
    draw();
  }
};

const drawSoon = (draw: () => void): void => {
  waiting.add(draw);
  const leftMs = drawnMs + frameMs - performance.now();
  if (timer === undefined && leftMs <= 0) {
    drawAll();
  } else {
    timer ??= setTimeout(drawAll, Math.ceil(leftMs));
  }
};

/** The function that draws the component anew; the same one for as long as it stands there. */
export const useRedraw = (): (() => void) => {
  const [, setCount] = useState(0);
  const [draw] = useState(() => () => setCount(count => count + 1));
  useEffect(() => () => void waiting.delete(draw), [draw]);
  return useCallback(() => drawSoon(draw), [draw]);
};
