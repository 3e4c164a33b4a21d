/** Several new files, made durable together and beside what goes on: one after the other they are a third of a run's beginning. */
import {closeSync, constants, fsync, openSync} from 'node:fs';
import {dirname} from 'node:path';
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import {diskFailure} from './disk-failure.ts';
import {createWritten, type NewFile} from './safe-file.ts';

/**
 * Writes new files before it returns; they and their names are durable when it resolves. Fails, and never rejects, when a
 * name is taken or the disk does not take all of it.
 */
export const writeTogether = async (files: readonly NewFile[]): Promise<Result<void>> => {
  const open: number[] = [];
  let path = '';
  try {
    for (const file of files) {
      ({path} = file);
      open.push(createWritten(file));
    }
    await Promise.all(open.map(syncBeside));
    for (const directory of new Set(files.map(file => dirname(file.path)))) {
      path = directory;
      const names = openSync(directory, constants.O_RDONLY | constants.O_DIRECTORY);
      open.push(names);
      await syncBeside(names);
    }
    return succeed(undefined);
  } catch (error) {
    return fail(diskFailure(error, {path, then: 'try again'}));
  } finally {
    open.forEach(closeSync);
  }
};

const syncBeside = (file: number): Promise<void> =>
  new Promise((resolve, reject) => {
    fsync(file, error => (error ? reject(error) : resolve()));
  });
