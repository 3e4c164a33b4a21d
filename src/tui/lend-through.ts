/** Ink's terminal in other hands for a while: without its keys, its raw mode and the alternate screen. */
import {setTimeout as pause} from 'node:timers/promises';

/** As Ink has it. */
export type Suspend = (use: () => Promise<void>) => Promise<unknown>;

/** A repaint hands the terminal over as well, for a moment; Ink throws where it is in other hands already. */
const triesMax = 100;
const againAfterMs = 20;

/** Lends it once it is Ink's to give. */
export const lendThrough = async (suspend: Suspend, use: () => Promise<void>): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    let isLent = false;
    try {
      await suspend(async () => {
        isLent = true;
        await stopReading();
        await use();
      });
      return;
    } catch (error) {
      if (isLent || tries === triesMax) {
        throw error;
      }
      await pause(againAfterMs);
    }
  }
};

/** Ink only stops listening; what is typed next would still be read here, and lost to the program that it is meant for. */
const stopReading = async (): Promise<void> => {
  const {stdin} = process;
  const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
  await turn();
  stdin.pause();
  await turn();
};
