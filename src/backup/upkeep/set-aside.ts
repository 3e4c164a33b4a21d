/** Takes a backup that is not right out of its repository and keeps it as evidence: no restore finds it, and it can be put back. */
import {existsSync, mkdirSync, realpathSync, renameSync, statSync} from 'node:fs';
import {basename, dirname, isAbsolute, join, resolve} from 'node:path';
import {type Result, succeed} from '../../base/result.ts';
import {findOwner, giveTo} from '../../postgres/server-user.ts';
import {readNote} from '../drivers/backup-notes.ts';
import {drivers} from '../drivers/drivers.ts';
import {isBeingTaken} from '../drivers/taking-mark.ts';
import {type Hindrance, impossible, unsafe} from '../in-place/hindrance.ts';
import {syncDirectory} from '../in-place/record.ts';

export type SetAside = {readonly label: string; readonly from: string; readonly to: string};

export type AsideRequest = {
  readonly repository: string;
  readonly label: string;
  /** On the same disk as the repository, so that nothing is copied. */
  readonly into: string;
};

/** By renaming: the directory first and then its note, so that a kill between them leaves a note without a backup, which is none. */
export const setAside = async ({repository, label, into}: AsideRequest): Promise<Result<SetAside, Hindrance>> => {
  const to = join(into, label);
  const checked = check({repository, label, into});
  if (!checked.ok) {
    return checked;
  }
  const listed = existsSync(repository) ? await drivers.builtin.list({directory: repository}) : succeed([]);
  const found = listed.ok ? listed.value.find(one => one.label === label) : undefined;
  const from = found?.path ?? join(repository, label);
  if (existsSync(to)) {
    return existsSync(from) ? isThere(to) : afterwards(() => noteAfter(repository, label, into), {label, from, to});
  }
  if (found?.path === undefined || found.path === null) {
    return impossible(
      listed.ok ? `${repository} has no backup ${label}.` : `${listed.reason}.`,
      'lifeboat backup list says what it has.',
    );
  }
  return afterwards(
    () => {
      makeFor(dirname(from), into);
      renameSync(from, to);
      syncDirectory(into);
      syncDirectory(dirname(from));
      noteAfter(dirname(from), label, into);
    },
    {label, from, to},
  );
};

/** The other way round; `repository` is again what it was, a directory of backups or the backup itself. */
export const putBackAside = async ({repository, label, into}: AsideRequest): Promise<Result<SetAside, Hindrance>> => {
  const checked = check({repository, label, into});
  if (!checked.ok) {
    return checked;
  }
  const from = join(into, label);
  const isAlone = resolve(repository).endsWith(`/${label}`);
  const to = isAlone ? resolve(repository) : join(repository, label);
  if (!existsSync(from)) {
    return existsSync(to)
      ? afterwards(() => noteAfter(into, label, dirname(to)), {label, from, to})
      : impossible(`${into} has no backup ${label}.`, 'Name the directory that it was set aside into.');
  }
  if (existsSync(to)) {
    return isThere(to);
  }
  return afterwards(
    () => {
      renameSync(from, to);
      syncDirectory(dirname(to));
      noteAfter(into, label, dirname(to));
    },
    {label, from, to},
  );
};

const check = ({repository, label, into}: AsideRequest): Result<void, Hindrance> => {
  if (!isAbsolute(repository) || !isAbsolute(into)) {
    return unsafe('The repository and the directory are named from the root on.', 'Give absolute paths.');
  }
  if (label === '' || label.includes('/') || label === '.' || label === '..') {
    return unsafe(`"${label}" is no label of a backup.`, 'lifeboat backup list says what there is.');
  }
  if ([repository, dirname(resolve(repository))].some(place => isBeingTaken(place, label))) {
    return unsafe(
      `${join(repository, label)} is being taken right now.`,
      'Wait until that backup is there or has failed.',
    );
  }
  return `${realOf(into)}/`.startsWith(`${realOf(repository)}/`)
    ? unsafe(`${into} lies in the repository, where a restore would find it again.`, 'Name a directory beside it.')
    : succeed(undefined);
};

/** Where it really is, links and all; of what is not there yet, where it would be made. */
const realOf = (path: string): string => {
  const named = resolve(path);
  if (existsSync(named)) {
    return realpathSync(named);
  }
  return named === '/' ? named : join(realOf(dirname(named)), basename(named));
};

const isThere = (path: string): Result<never, Hindrance> =>
  unsafe(`${path} is there already.`, 'Nothing is put over anything else; look at both, and name another directory.');

const afterwards = (work: () => void, done: SetAside): Result<SetAside, Hindrance> => {
  try {
    work();
    return succeed(done);
  } catch (thrown) {
    const isOther = thrown instanceof Error && 'code' in thrown && thrown.code === 'EXDEV';
    return impossible(
      isOther
        ? `${dirname(done.to)} is on another disk than ${done.from}.`
        : `The backup cannot be moved: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
      'Name a directory on the disk of the repository: the backup is renamed and not copied.',
    );
  }
};

const makeFor = (repository: string, into: string): void => {
  if (existsSync(into)) {
    return;
  }
  mkdirSync(into, {recursive: true, mode: 0o700});
  const owner = findOwner(repository);
  if (owner.ok && statSync(repository).uid !== process.getuid?.()) {
    giveTo(owner.value, into);
  }
};

const noteAfter = (from: string, label: string, to: string): void => {
  if (readNote(from, label) !== null && existsSync(join(from, `${label}.json`))) {
    renameSync(join(from, `${label}.json`), join(to, `${label}.json`));
    syncDirectory(to);
  }
};
