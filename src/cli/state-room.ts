/** Whether the state directory has room for a run, and stands on a disk of this host: asked once, before anything is begun. */
import {type Result, succeed} from '../base/result.ts';
import {makeBallast, releaseBallast} from '../journal/segments/ballast.ts';
import {type FileSystem, type Measure, measure, type Room, roomOf, roomWords} from '../journal/segments/file-system.ts';
import {type Refusal, refuse} from './refusal.ts';

/** What is about to begin. A run that was begun, and an incident, are never refused for want of room. */
export type Beginning = 'incident' | 'drill' | 'resume';

export type StateRoom = {
  /** The network file system that was allowed, for the record. */
  readonly networkFs?: string;
  /** The disk has little room: a person is asked before an incident begins, or told where nobody can be. */
  readonly lowRoom?: {readonly clause: string; readonly room: Exclude<Room, 'enough'>};
};

export type RoomOptions = {readonly allowNetworkFs?: boolean; readonly measure?: Measure};

/** Below this not even the files that pin a runbook fit beside the ballast. */
const lastBytes = 512 * 1024;

/** Refuses what would not be safe, and sees to the ballast. */
export const checkStateRoom = (
  state: string,
  beginning: Beginning,
  {allowNetworkFs = false, measure: look = measure}: RoomOptions,
): Result<StateRoom, Refusal> => {
  const found = look(state);
  const room = roomOf(found);
  if (found?.network !== undefined && !allowNetworkFs) {
    return refuse(
      'unsafe',
      `The state directory ${state} is on a network file system (${found.network}): its locks and syncs may promise what they do not keep.`,
      'Give a directory on a disk of this host with --state DIR, or --allow-network-fs, which is recorded.',
    );
  }
  if (found && beginning === 'drill' && room !== 'enough') {
    return refuse(
      'unsafe',
      `${littleRoom(state, found)}; a drill is not begun.`,
      'Free space, or give a directory on another disk with --state DIR.',
    );
  }
  if ((found?.freeBytes ?? lastBytes) < lastBytes) {
    releaseBallast(state);
  } else {
    makeBallast(state);
  }
  return succeed({
    ...(found?.network !== undefined && {networkFs: found.network}),
    ...(found && beginning === 'incident' && room !== 'enough' && {lowRoom: {clause: littleRoom(state, found), room}}),
  });
};

const littleRoom = (state: string, found: FileSystem): string =>
  `The disk of ${state} is nearly full: ${roomWords(found)}`;
