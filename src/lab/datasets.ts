/** The datasets that a lab can be filled with. */
import {statSync} from 'node:fs';
import {resolve} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Dataset} from './dataset.ts';
import {sqlFile} from './datasets/sql-file.ts';
import {ticketing} from './datasets/ticketing.ts';

/** What a drill block or a command line names. */
export type DatasetWanted = {
  readonly name: string;
  /** Of `sql`: the file, from `folder` where it is no absolute path. */
  readonly file?: string | undefined;
  readonly folder?: string;
};

/** A new dataset is a file in datasets/ and a line here. */
const datasets: Readonly<Record<string, Dataset>> = {ticketing, sql: sqlFile()};

/** Finds it, with the file that it is to be filled from. */
export const findDataset = ({name, file, folder = '.'}: DatasetWanted): Result<Dataset> => {
  const known = Object.hasOwn(datasets, name) ? datasets[name] : undefined;
  if (known === undefined) {
    return fail(`There is no dataset "${name}"; there is ${Object.keys(datasets).join(' and ')}.`);
  }
  if (name !== 'sql') {
    return file === undefined ? succeed(known) : fail(`The dataset ${name} takes no file; the one that does is sql.`);
  }
  if (file === undefined) {
    return fail('The dataset sql needs a file of SQL: {name: sql, file: PATH}.');
  }
  const path = resolve(folder, file);
  return isFile(path) ? succeed(sqlFile(path)) : fail(`There is no file ${path} to fill the lab from.`);
};

/** The dataset of a lab that was filled before. */
export const datasetNamed = (name: string): Dataset => (Object.hasOwn(datasets, name) && datasets[name]) || ticketing;

const isFile = (path: string): boolean => {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
};
