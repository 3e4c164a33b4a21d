/** The directories that must have room and belong to nobody else: that of the records, and that of the labs. Nothing is made. */
import {accessSync, constants, lstatSync, realpathSync, statSync} from 'node:fs';
import {dirname} from 'node:path';
import {getuid} from 'node:process';
import {formatBytes} from '../../base/size.ts';
import {type FileSystem, measure, roomOf} from '../../journal/segments/file-system.ts';
import {labDirectory} from '../../lab/lab-directory.ts';
import type {HostCheck} from '../../report/doctor/doctor.ts';
import {counted} from '../../report/spoken-duration.ts';

export const checkStateDirectory = (path: string, runs: number): HostCheck => {
  const name = 'state directory';
  const place = nearest(path);
  const wrong = place === path ? whyUnsafe(path) : whyNotWritable(place);
  if (wrong !== undefined) {
    return {name, health: 'bad', ...wrong};
  }
  const found = measure(place);
  if (found?.network !== undefined) {
    return {
      name,
      health: 'bad',
      says: `${path} is on a network file system (${found.network}), whose locks and syncs may promise what they do not keep`,
      hint: 'Give a directory on a disk of this host with --state DIR, or --allow-network-fs with each run.',
    };
  }
  const state = place === path ? `${path}, ${counted(runs, 'run')}` : `${path}, which the first run makes`;
  const says = `${state}, ${freeWords(found)}`;
  return roomOf(found) === 'enough'
    ? {name, health: 'good', says}
    : {
        name,
        health: 'bad',
        says,
        hint: 'That is too little for a drill. Free space, or give a directory on another disk.',
      };
};

/** A lab of the usual scale has a few hundred megabytes: data, base backup, archive and side instance. */
const labBytes = 1024 ** 3;

export const checkLabDirectory = (environment: NodeJS.ProcessEnv): HostCheck => {
  const name = 'directory of labs';
  const lab = labDirectory('doctor', environment);
  if (!lab.ok) {
    return {name, health: 'bad', says: lab.reason};
  }
  const parent = dirname(lab.value);
  const wrong = whyNotWritable(parent);
  if (wrong !== undefined) {
    return {name, health: 'bad', says: wrong.says, hint: 'Set LIFEBOAT_LAB to a directory that you may write.'};
  }
  const found = measure(parent);
  const says = `${parent}, ${freeWords(found)}`;
  return found !== undefined && found.freeBytes < labBytes
    ? {
        name,
        health: 'note',
        says,
        hint: 'A drill may find too little room there. Set LIFEBOAT_LAB to a directory on another disk.',
      }
    : {name, health: 'good', says};
};

type Wrong = {readonly says: string; readonly hint: string};

/** As a run would refuse it. */
const whyUnsafe = (path: string): Wrong | undefined => {
  const real = realpathSync(path);
  const {uid, mode} = lstatSync(real);
  if (!statSync(real).isDirectory()) {
    return {says: `${path} is no directory`, hint: 'Give another with --state DIR.'};
  }
  if (uid !== getuid?.()) {
    return {says: `${path} belongs to another user (uid ${uid})`, hint: 'Give one of your own with --state DIR.'};
  }
  return (mode & 0o022) === 0
    ? whyNotWritable(path)
    : {says: `other users may write to ${path}`, hint: `chmod go-w ${path}, or give another with --state DIR.`};
};

const whyNotWritable = (path: string): Wrong | undefined => {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return undefined;
  } catch {
    return {says: `this user may not write to ${path}`, hint: 'Give a directory of your own with --state DIR.'};
  }
};

/** The path itself, or the directory above it that is there. */
const nearest = (path: string): string => {
  for (let at = path; ; at = dirname(at)) {
    if (lstatSync(at, {throwIfNoEntry: false}) !== undefined || at === dirname(at)) {
      return at;
    }
  }
};

const freeWords = (found: FileSystem | undefined): string =>
  found === undefined ? 'how much is free is not known' : `${formatBytes(found.freeBytes)} free`;
