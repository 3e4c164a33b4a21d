/** Painting the whole screen again: on a key, and once after the last of a series of resizes. */
import {useApp, useStdout} from 'ink';
import {useCallback, useEffect} from 'react';

/** Incremental drawing left stale cells after rapid resizes (ecosystem.md 2.2); a repaint this long after the last one left none. */
const settleMs = 100;

export const useRepaint = (): (() => void) => {
  const {suspendTerminal} = useApp();
  const {stdout} = useStdout();
  // Handing the terminal over and taking it back draws everything anew.
  const repaint = useCallback(() => {
    void suspendTerminal(() => {}).catch(() => {});
  }, [suspendTerminal]);
  useEffect(() => {
    let timer: NodeJS.Timeout | undefined;
    const onResize = (): void => {
      clearTimeout(timer);
      timer = setTimeout(repaint, settleMs);
    };
    stdout.on('resize', onResize);
    return () => {
      clearTimeout(timer);
      stdout.off('resize', onResize);
    };
  }, [stdout, repaint]);
  return repaint;
};
