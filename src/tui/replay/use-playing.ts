/** Lets the time of a replay pass while it plays; what it leads to is drawn by the session's one subscription. */
import {useEffect} from 'react';
import type {PlaybackControls} from '../../run/session.ts';

/** Ten frames a second: a slow line takes twenty at the most, and clocks show seconds. */
const everyMs = 100;

export const usePlaying = (playback: PlaybackControls | undefined): void => {
  const isPlaying = playback?.now().player.isPlaying === true;
  useEffect(() => {
    if (!playback || !isPlaying) {
      return;
    }
    let beforeMs = performance.now();
    const timer = setInterval(() => {
      const nowMs = performance.now();
      playback.pass(nowMs - beforeMs);
      beforeMs = nowMs;
    }, everyMs);
    return () => clearInterval(timer);
  }, [playback, isPlaying]);
};
