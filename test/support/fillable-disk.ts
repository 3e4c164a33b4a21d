/** The disk of this machine, which takes no writes while there is no room: as one that is full for a while. */
import {type Disk, nodeDisk} from '../../src/journal/disk.ts';

export type Room = {isThere: boolean};

export const fillableDisk = (): {readonly disk: Disk; readonly room: Room} => {
  const room: Room = {isThere: true};
  const disk: Disk = {
    ...nodeDisk,
    write: (file, bytes) => {
      if (!room.isThere) {
        throw Object.assign(new Error('no room'), {code: 'ENOSPC'});
      }
      return nodeDisk.write(file, bytes);
    },
  };
  return {disk, room};
};
