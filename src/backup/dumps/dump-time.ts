/** When a dump was begun: as it says itself, else as its name says. What was written from then on is not in it. */
import {basename} from 'node:path';

export type DumpTime = {
  /** RFC 3339, to the second; null where nothing says it. The time of the file is that of the end, or of a copy. */
  readonly takenAt: string | null;
  readonly saidBy: 'dump' | 'name' | 'person' | null;
};

export type TimeTold = {
  readonly path: string;
  /** As the dump says itself. */
  readonly ofDump: string | null;
  /** As somebody says who knows; it counts over all others. */
  readonly ofPerson?: string | undefined;
};

/** Without a zone in the name it is the time of this host, as `$(date +%Y%m%d_%H%M%S)` makes it. */
export const timeOfDump = ({path, ofDump, ofPerson}: TimeTold): DumpTime => {
  if (ofPerson !== undefined) {
    return {takenAt: new Date(ofPerson).toISOString(), saidBy: 'person'};
  }
  if (ofDump !== null) {
    return {takenAt: ofDump, saidBy: 'dump'};
  }
  const ofName = timeInName(basename(path));
  return ofName === null ? {takenAt: null, saidBy: null} : {takenAt: ofName, saidBy: 'name'};
};

const inName = /(?<!\d)(\d{4})-?(\d\d)-?(\d\d)[-_T.](\d\d)[-:]?(\d\d)[-:]?(\d\d)(Z)?(?!\d)/;

const timeInName = (name: string): string | null => {
  const [, year, month, day, hour, minute, second, zone = ''] = inName.exec(name) ?? [];
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
  return Number.isNaN(at.getTime()) ? null : `${at.toISOString().slice(0, 19)}Z`;
};
