/** The mark in a directory of tablespaces that says which restore laid them: that very one may remove them and lay them anew, and no other. */
import {existsSync, mkdirSync, readdirSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {replaceByDraft} from '../../postgres/drafts.ts';
import {giveTo, type ServerUser} from '../../postgres/server-user.ts';
import {type RestoreRecord, readRecord} from '../in-place/record.ts';

const markName = 'lifeboat-tablespaces-of';
/** What a volume of its own has from the beginning, and what a claim left that was killed. */
const ofNobody = new Set(['lost+found', `${markName}.draft`]);

/** `free` has nothing in it; `earlier` has tablespaces of another restore, and a data directory may still lead there. */
export type PlaceState = 'free' | 'ours' | 'earlier' | 'taken';

/**
 * The path alone proves nothing: a data directory that was moved aside, or whose volume is not mounted, leaves it empty while its
 * links still lead to the tablespaces. So the mark counts only for the restore that the record beside the data directory tells of,
 * while that is not over, or when it is asked for again under its name, which lays nothing.
 */
export const stateOfPlace = (place: string, dataDirectory: string, once: string | undefined): PlaceState => {
  const record = readRecord(resolve(dataDirectory));
  const isEmpty = !existsSync(place) || readdirSync(place).every(name => ofNobody.has(name));
  if (isEmpty) {
    return 'free';
  }
  const mark = markOf(place);
  if (mark === null) {
    return 'taken';
  }
  const mayGoOn = record !== null && (isOpen(record) || (record.phase === 'finished' && record.once === once));
  return mayGoOn && mark === textOf(record) ? 'ours' : 'earlier';
};

/** What keeps a restore out of it, in a sentence; null where nothing does. */
export const whyNot = (place: string, state: PlaceState): string | null =>
  state === 'taken'
    ? `${place} is not empty.`
    : state === 'earlier'
      ? `${place} holds the tablespaces of an earlier restore, to which its data directory still leads, wherever that is now.`
      : null;

/**
 * Says whose it is before anything is laid there, so that another try may go on in it. Looks once more: what lies there is removed
 * next. Throws what the file system throws.
 */
export const claimTablespacePlace = (place: string, dataDirectory: string, user: ServerUser): Result<void> => {
  const record = readRecord(resolve(dataDirectory));
  if (record === null || !isOpen(record)) {
    return fail(`no restore of ${dataDirectory} is under way, so nothing is laid into ${place}`);
  }
  const state = stateOfPlace(place, dataDirectory, undefined);
  const reason = whyNot(place, state);
  if (reason !== null) {
    return fail(reason.replace(/\.$/, ''));
  }
  if (state === 'free') {
    mkdirSync(place, {recursive: true, mode: 0o700});
    giveTo(user, place);
    replaceByDraft(join(place, markName), textOf(record), {owner: user});
  }
  return succeed(undefined);
};

const isOpen = ({phase}: RestoreRecord): boolean => phase !== 'finished' && phase !== 'undone';

const textOf = ({directory, beganAt}: RestoreRecord): string => `${directory}\n${beganAt}\n`;

const markOf = (place: string): string | null => {
  try {
    return readFileSync(join(place, markName), 'utf8');
  } catch {
    return null;
  }
};
