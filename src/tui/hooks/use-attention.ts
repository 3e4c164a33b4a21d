/** Rings once for every question, as soon as nobody seems to sit at the keyboard, and keeps the title of the terminal true. */
import {useEffect, useRef} from 'react';
import {type Caller, openQuestions, titleOf} from '../attention.ts';
import type {Moment} from '../moment.ts';
import {useTitle} from './use-title.ts';

/** Whoever has pressed a key this lately looks at the screen, and is not rung at for what came of it. */
const quietMs = 3_000;

export type Attention = {
  readonly caller: Caller;
  /** To be told of every key. */
  readonly onKey: () => void;
};

export const useAttention = (moment: Moment): Attention => {
  const caller = useTitle(titleOf(moment));
  const rung = useRef(new Set<string>());
  const keyMs = useRef(Number.NEGATIVE_INFINITY);
  const open = openQuestions(moment).join('\n');
  useEffect(() => {
    let timer: NodeJS.Timeout | undefined;
    const look = (): void => {
      const fresh = open.split('\n').filter(question => question !== '' && !rung.current.has(question));
      const leftMs = keyMs.current + quietMs - performance.now();
      if (fresh.length === 0) {
        return;
      }
      if (leftMs > 0) {
        timer = setTimeout(look, leftMs);
        return;
      }
      for (const question of fresh) {
        rung.current.add(question);
      }
      caller.ring();
    };
    look();
    return () => clearTimeout(timer);
  }, [open, caller]);
  return {
    caller,
    onKey: () => {
      keyMs.current = performance.now();
    },
  };
};
