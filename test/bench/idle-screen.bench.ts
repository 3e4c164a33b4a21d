/** A run screen on which nothing happens but the clock: the processor time that it takes, and what it writes over the line. */
import {readFileSync} from 'node:fs';
import {setTimeout as pause} from 'node:timers/promises';
import {openLongScreen} from '../support/long-run-screen.ts';

const percentMax = 3;
/** A tick changes a few clocks; a line of 9,600 baud carries this many bytes a second. */
const bytesPerSecondMax = 960;
const watchedMs = 20_000;
/** What the kernel counts processor time in (getconf CLK_TCK). */
const tickMs = 10;

/** Processor time of a process so far, user and system, milliseconds (proc(5), fields 14 and 15). */
const processorMs = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
};

let exitCode = 0;
for (const steps of [10, 1_000]) {
  const {terminal, close} = await openLongScreen(steps);
  try {
    // What was loaded is compiled and collected first.
    await pause(3_000);
    const [spentMs, bytes, startMs] = [processorMs(terminal.pid), terminal.bytesRead(), performance.now()];
    await pause(watchedMs);
    const elapsedMs = performance.now() - startMs;
    const percent = ((processorMs(terminal.pid) - spentMs) / elapsedMs) * 100;
    const perSecond = ((terminal.bytesRead() - bytes) / elapsedMs) * 1_000;
    const isWithin = percent <= percentMax && perSecond <= bytesPerSecondMax;
    process.stdout.write(
      `an idle run screen of ${steps} steps: ${percent.toFixed(1)} % of one core, ${perSecond.toFixed(0)} bytes a second, ${isWithin ? 'within' : 'MISSED'} ${percentMax} % and ${bytesPerSecondMax}\n`,
    );
    exitCode ||= isWithin ? 0 : 1;
  } finally {
    await close();
  }
}
process.exitCode = exitCode;
