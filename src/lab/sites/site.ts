/** Where a server of a lab stands: its own directory for the data and one for the socket, as if it were another machine. */
import {createHash} from 'node:crypto';
import {join} from 'node:path';
import {formatConnection} from '../../postgres/uri.ts';

/** The primary, a standby at a second site, and one that replays an hour behind. */
export type SiteName = 'primary' | 'standby' | 'delayed';

/** What a lab has besides its primary. */
export type FollowerName = Exclude<SiteName, 'primary'>;

export type Site = {
  readonly name: SiteName;
  /** The directory of its socket, and the host in connection strings. */
  readonly host: string;
  readonly dataDirectory: string;
  readonly logFile: string;
  /** Connection strings to the database of the lab: of the superuser and of the application's role. */
  readonly connection: string;
  readonly application: string;
  /** Where it listens on the network; null where nothing does. */
  readonly address: string | null;
};

/** The socket's name only; nothing listens on the network. The same everywhere, so that only the host tells sites apart. */
export const sitePort = 5432;

/** A site is one directory; `site2` and not a longer name, because a socket's path has about a hundred bytes. */
const directories = {
  primary: {host: '', data: 'primary'},
  standby: {host: 'site2', data: 'site2/data'},
  delayed: {host: 'site3', data: 'site3/data'},
} as const;

export type Place = {
  readonly directory: string;
  readonly database: string;
  readonly applicationRole: string;
  readonly isOnNetwork?: boolean;
};

/** The site of that name in the lab's directory, whether a server stands there or not. */
export const siteOf = ({directory, database, applicationRole, isOnNetwork}: Place, name: SiteName): Site => {
  const {host, data} = directories[name];
  const socketDirectory = join(directory, host);
  const uri = (user: string): string =>
    formatConnection({host: socketDirectory, port: sitePort, user, database, options: {}});
  return {
    name,
    host: socketDirectory,
    dataDirectory: join(directory, data),
    logFile: join(directory, 'log', `${name}.log`),
    connection: uri('postgres'),
    application: uri(applicationRole),
    address: isOnNetwork === true ? addressOf(directory) : null,
  };
};

const addressOf = (directory: string): string => {
  const [a = 0, b = 0, c = 0] = createHash('sha256').update(directory).digest();
  return `127.${10 + (a % 200)}.${b}.${1 + (c % 250)}`;
};
