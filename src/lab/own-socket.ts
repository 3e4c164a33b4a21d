/** Whose server a socket is, told without a session: where nobody listens, where it is just starting, or where its database is gone. */
import {lstatSync, readFileSync} from 'node:fs';
import {createConnection} from 'node:net';
import {join} from 'node:path';
import {worksIn} from '../postgres/process-identity.ts';

export type Listener =
  | {readonly who: 'nobody'}
  /** The server's data directory, by its own lock beside the socket and by where its process works. */
  | {readonly who: 'server'; readonly dataDirectory: string}
  | {readonly who: 'unknown'};

/** Looks at the socket of that port in a directory; a link instead of a socket leads to anybody. */
export const listenerAt = async (directory: string, port: number): Promise<Listener> => {
  const socket = join(directory, `.s.PGSQL.${port}`);
  const found = lstatSync(socket, {throwIfNoEntry: false});
  if (found === undefined) {
    return {who: 'nobody'};
  }
  if (!found.isSocket()) {
    return {who: 'unknown'};
  }
  return (await isListenedTo(socket)) ? serverOf(`${socket}.lock`) : {who: 'nobody'};
};

const answersWithinMs = 5_000;

/** A socket that a killed server left refuses. Whatever else happens, somebody may be there. */
const isListenedTo = (socket: string): Promise<boolean> =>
  new Promise(resolve => {
    const connection = createConnection(socket);
    const end = (isThere: boolean): void => {
      connection.destroy();
      resolve(isThere);
    };
    connection.setTimeout(answersWithinMs, () => end(true));
    connection.once('connect', () => end(true));
    connection.once('error', (error: NodeJS.ErrnoException) =>
      end(!['ECONNREFUSED', 'ENOENT'].includes(error.code ?? '')),
    );
  });

/** The lock has the number of the process in its first line and the data directory in its second (PostgreSQL, miscinit.c). */
const serverOf = (lock: string): Listener => {
  const [pid = '', dataDirectory = ''] = linesOf(lock);
  return /^\d+$/.test(pid) && dataDirectory.startsWith('/') && worksIn(Number(pid), dataDirectory)
    ? {who: 'server', dataDirectory}
    : {who: 'unknown'};
};

const linesOf = (path: string): readonly string[] => {
  try {
    return lstatSync(path).isFile() ? readFileSync(path, 'utf8').split('\n') : [];
  } catch {
    return [];
  }
};
