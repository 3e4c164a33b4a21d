/** Where runbooks, their plans, and what lies beside them are on disk. */
import {type Dirent, existsSync, lstatSync, readdirSync, realpathSync, statSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import {fail, type Result} from '../base/result.ts';
import type {Beside} from '../runbook/reading.ts';
import {readTextFile} from './text-file.ts';
import {packageRoot} from './version.ts';

/** Reads what lies beside a runbook on disk; runbooks that it includes are found by their ids. */
export const besideOf =
  (runbookFile: string): Beside =>
  path => {
    const place = placeOf(runbookFile, path);
    return place === undefined ? fail('there is no runbook of that id') : readBeside(place);
  };

/** Where that lies; nothing where a runbook of that id is nowhere. */
export const fileBeside = (runbookFile: string, path: string): string | undefined => {
  const place = placeOf(runbookFile, path);
  return place && join(place.folder, place.path);
};

type Place = {readonly folder: string; readonly path: string};

/** What an included runbook brings along lies beside that one. */
const placeOf = (runbookFile: string, path: string): Place | undefined => {
  const [, id, rest] = /^included\/([a-z0-9-]+)(?:\.yaml|\/(.+))$/.exec(path) ?? [];
  if (id === undefined) {
    return {folder: dirname(runbookFile), path};
  }
  const included = includedFile(runbookFile, id);
  return included === undefined ? undefined : placeOf(included, rest ?? basename(included));
};

/** What is reviewed in the folder of a runbook is all that counts. */
const readBeside = ({folder, path}: Place): Result<string> =>
  readWithin(folder, join(folder, path), 'the folder of the runbook');

/**
 * Reads a file that nobody named but a folder holds. A link may lead on within it, but not out of it: whoever looks
 * through a folder of others must not print what only they themselves may read.
 */
export const readWithin = (folder: string, file: string, called = 'its folder'): Result<string> => {
  try {
    const root = realpathSync(folder);
    if (!realpathSync(file).startsWith(root === '/' ? root : `${root}/`)) {
      return fail(`it is a link that leads out of ${called}`);
    }
  } catch {
    // What is not there, or cannot be followed, is told by reading it.
  }
  return readTextFile(file);
};

/** Whether a path, with its links followed, ends in a name of that form. */
export const leadsTo = (path: string, name: RegExp): boolean => {
  try {
    return name.test(realpathSync(path));
  } catch {
    return false;
  }
};

/** A runbook that another one includes: beside it or around it up to its plan, then among those that are shipped. */
const includedFile = (runbookFile: string, id: string): string | undefined => {
  const plan = dirname(planFor(runbookFile));
  const own = resolve(dirname(runbookFile)).startsWith(resolve(plan)) ? plan : dirname(runbookFile);
  const roots = [...new Set([dirname(runbookFile), own, resolve('runbooks'), join(packageRoot(), 'runbooks')])];
  return roots
    .filter(root => existsSync(root))
    .flatMap(runbooksBelow)
    .find(file => idOf(file) === id);
};

/** Every runbook below a directory, by path; the plan is none. What cannot be looked into holds none for this user. */
export const runbooksBelow = (directory: string): readonly string[] =>
  entriesOf(directory).flatMap(entry => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      return entry.name === 'node_modules' || entry.name.startsWith('.') ? [] : runbooksBelow(path);
    }
    return isRunbookName(entry.name) ? [path] : [];
  });

/** Those that lie in a directory itself. */
export const runbooksIn = (directory: string): readonly string[] =>
  entriesOf(directory)
    .filter(entry => !entry.isDirectory() && isRunbookName(entry.name))
    .map(entry => join(directory, entry.name));

const isRunbookName = (name: string): boolean => /\.ya?ml$/.test(name) && !isPlanFile(name) && !isInjectsFile(name);

/** A plan is told by its name alone. */
export const isPlanFile = (path: string): boolean => /(?:^|\/)plan\.ya?ml$/.test(path);

/** So is a file of injects that lies beside runbooks: `injects.yaml`, `friday.injects.yaml`. */
const isInjectsFile = (path: string): boolean => /(?:^|[/.])injects\.ya?ml$/.test(path);

const entriesOf = (directory: string): readonly Dirent[] => {
  try {
    return readdirSync(directory, {withFileTypes: true}).sort((a, b) => a.name.localeCompare(b.name));
  } catch {
    return [];
  }
};

/** Also a link that leads nowhere or round in a circle: passed over, it would be missing without a word. */
export const isThere = (path: string): boolean => {
  try {
    return lstatSync(path, {throwIfNoEntry: false}) !== undefined;
  } catch {
    return false;
  }
};

/** What a link leads to counts; one that cannot be followed leads to none. */
export const isDirectory = (path: string): boolean => {
  try {
    return statSync(path, {throwIfNoEntry: false})?.isDirectory() === true;
  } catch {
    return false;
  }
};

/** The nearest plan above a runbook counts, else the shipped one. */
export const planFor = (runbookFile: string): string => {
  for (let directory = dirname(resolve(runbookFile)); ; directory = dirname(directory)) {
    const plan = join(directory, 'plan.yaml');
    if (isThere(plan)) {
      return plan;
    }
    if (directory === dirname(directory)) {
      return join(packageRoot(), 'runbooks', 'plan.yaml');
    }
  }
};

/** What a runbook is called: its file without the folder and the ending. */
export const idOf = (file: string): string => file.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
