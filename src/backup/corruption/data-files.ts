/** The files of a data directory that hold pages, and which relation each belongs to by its name. */
import {readdir} from 'node:fs/promises';
import {join} from 'node:path';

export type Fork = 'main' | 'fsm' | 'vm' | 'init';

export type DataFile = {
  /** Within the data directory. */
  readonly path: string;
  /** Of the tablespace and of the database (0: shared by all), as pg_class and pg_database have them. */
  readonly tablespace: number;
  readonly database: number;
  readonly filenode: number;
  readonly fork: Fork;
  /** A relation over 1 GiB goes on in files `.1`, `.2` … */
  readonly segment: number;
};

/** pg_default and pg_global (PostgreSQL, pg_tablespace.dat): the same in every cluster. */
const defaultTablespace = 1663;
const globalTablespace = 1664;

/** Lists them all, temporary files left out. Throws what the file system throws. */
export const listDataFiles = async (dataDirectory: string): Promise<readonly DataFile[]> => {
  const found: DataFile[] = [];
  const add = async (directory: string, tablespace: number, database: number) => {
    for (const name of await namesIn(join(dataDirectory, directory))) {
      const file = readFileName(name);
      if (file !== null) {
        found.push({...file, path: `${directory}/${name}`, tablespace, database});
      }
    }
  };

  await add('global', globalTablespace, 0);
  for (const database of await databasesIn(join(dataDirectory, 'base'))) {
    await add(`base/${database}`, defaultTablespace, Number(database));
  }
  for (const tablespace of await databasesIn(join(dataDirectory, 'pg_tblspc'))) {
    const place = `pg_tblspc/${tablespace}`;
    for (const version of (await namesIn(join(dataDirectory, place))).filter(name => name.startsWith('PG_'))) {
      for (const database of await databasesIn(join(dataDirectory, place, version))) {
        await add(`${place}/${version}/${database}`, Number(tablespace), Number(database));
      }
    }
  }
  return found;
};

/** `16384`, `16384_vm`, `16384.1` (PostgreSQL manual, 73.1); null for anything else, also for temporary relations (`t3_16390`). */
export const readFileName = (name: string): Pick<DataFile, 'filenode' | 'fork' | 'segment'> | null => {
  const parts = /^(\d+)(?:_(fsm|vm|init))?(?:\.(\d+))?$/.exec(name);
  return parts === null
    ? null
    : {filenode: Number(parts[1]), fork: forkOf(parts[2]), segment: parts[3] === undefined ? 0 : Number(parts[3])};
};

const forkOf = (suffix: string | undefined): Fork =>
  suffix === 'fsm' || suffix === 'vm' || suffix === 'init' ? suffix : 'main';

const databasesIn = async (directory: string): Promise<readonly string[]> =>
  (await namesIn(directory)).filter(name => /^\d+$/.test(name));

// A database may be dropped while it is looked at.
const namesIn = async (directory: string): Promise<readonly string[]> => {
  try {
    return (await readdir(directory)).sort();
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') {
      return [];
    }
    throw thrown;
  }
};
