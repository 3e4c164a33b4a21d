/** Gives back the room of what was read of an attempt's spool, now and then and beside the reading. */
import {cutHalfBytes} from './cut-output.ts';
import type {Stream} from './follow-stream.ts';
import type {OutputLog} from './output-log.ts';
import {freeBefore, type SpoolPoint, writePoint} from './spool-hole.ts';

/** So much of a spool is kept at the most, beside what was not read yet. */
const freedEveryBytes = 67_108_864;

/** The same where only the end of it is going to be kept: the disk is nearly full. */
const freedWhenCutBytes = 4 * cutHalfBytes;

export type Followed = {readonly out: Stream; readonly err: Stream; readonly log: OutputLog};
export type Freeing = {readonly look: () => void; readonly over: () => Promise<void>};
type Spooled = {readonly out: string; readonly err: string};

/**
 * First the output file is on the disk, then how far that goes, then the room is given back. Where only the end of what is
 * printed is kept, that end is in memory: so much of the spool stays that whoever reads it after a crash has it again.
 */
export const freeing = (source: Spooled, {out, err, log}: Followed, from: SpoolPoint): Freeing => {
  let earlier = from;
  let freedBytes = bytesIn(from);
  let isBusy = false;
  let work: Promise<void> = Promise.resolve();
  const free = async (point: SpoolPoint) => {
    if (await log.sync()) {
      writePoint(source.out, point);
      await freeBefore(source.out, point.out.at);
      await freeBefore(source.err, point.err.at);
    }
    isBusy = false;
  };
  return {
    look: () => {
      const now = {out: out.point(), err: err.point(), log: log.point()};
      if (!isBusy && bytesIn(now) - freedBytes > (log.isCut() ? freedWhenCutBytes : freedEveryBytes)) {
        isBusy = true;
        freedBytes = bytesIn(now);
        work = free(log.isCut() ? earlier : now).catch(() => {
          // No room for the note of it, or the disk is going: nothing is freed from now on.
        });
        earlier = now;
      }
    },
    over: () => work,
  };
};

const bytesIn = ({out, err}: SpoolPoint): number => out.at + err.at;
