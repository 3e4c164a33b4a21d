/** Lock files of a server that was killed: until somebody collects the dead, their number still counts as alive, and no server starts. */
import {readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import type {FoundServer} from './found-server.ts';
import {identify} from './process-identity.ts';

/** Removes those whose process has ended; PostgreSQL itself asks the system, which knows the number as long as it is uncollected. */
export const removeStaleLocks = (dataDirectory: string, socket: FoundServer['socket']): void => {
  removeIfDead(join(dataDirectory, 'postmaster.pid'), []);
  if (socket !== null) {
    const path = join(socket.directory, `.s.PGSQL.${socket.port}`);
    removeIfDead(`${path}.lock`, [path]);
  }
};

const removeIfDead = (lock: string, beside: readonly string[]): void => {
  const pid = ownerOf(lock);
  if (pid !== null && identify(pid) === null) {
    for (const path of [lock, ...beside]) {
      rmSync(path, {force: true});
    }
  }
};

/** Its first line; a minus stands before the number of a server without a postmaster. */
const ownerOf = (lock: string): number | null => {
  try {
    const pid = Math.abs(Number.parseInt(readFileSync(lock, 'utf8'), 10));
    return Number.isInteger(pid) && pid > 1 ? pid : null;
  } catch {
    return null;
  }
};
