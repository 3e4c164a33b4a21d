/** The log of a lab with accounts: who came and went, as JSON, and with pgAudit who read and changed what. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {findLibrary} from '../../postgres/find-library.ts';
import {howToInstall} from '../../postgres/find-tool.ts';
import type {ServerBinaries} from '../../postgres/server-binaries.ts';
import {tools} from '../../postgres/tools.ts';

/** Set before the start: a collector and a library are not taken up later. */
export const logSettings = (hasAudit: boolean): Readonly<Record<string, string>> => ({
  logging_collector: 'on',
  log_destination: 'jsonlog',
  log_filename: 'server.log',
  log_rotation_age: '0',
  log_rotation_size: '0',
  log_connections: 'on',
  log_disconnections: 'on',
  ...(hasAudit && {shared_preload_libraries: 'pgaudit'}),
});

/** Set when the data are loaded: nobody wants to know who loaded them. One line for each table of a statement, with its rows. */
export const auditSettings: Readonly<Record<string, string>> = {
  'pgaudit.log': 'read, write, ddl, role',
  'pgaudit.log_relation': 'on',
  'pgaudit.log_rows': 'on',
  'pgaudit.log_catalog': 'off',
};

/** The first version that writes its log as JSON. */
const oldestMajor = 15;

/** Whether such a log can be had here: a sentence with the way out where not. */
export const canLog = ({major, directory}: ServerBinaries, hasAudit: boolean): Result<void> => {
  if (major < oldestMajor) {
    return fail(
      `a log as JSON needs PostgreSQL ${oldestMajor} or newer, and this is ${major}; install a newer one, or set LIFEBOAT_POSTGRES to one`,
    );
  }
  const {name, library = ''} = tools.pgaudit;
  return hasAudit && findLibrary(directory, library) === null
    ? fail(`${name} of PostgreSQL ${major} is not here; ${howToInstall(name, {major})}`)
    : succeed(undefined);
};
