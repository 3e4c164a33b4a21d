/** Where a server of a lab stands: its own directory for the data and one for the socket, as if it were another machine. */
import {join} from 'node:path';
import {formatConnection} from '../../postgres/uri.ts';
import {listenAddress, type NetworkPlan, type WiredSite, wireAddress} from '../network/addresses.ts';

/** The primary, a standby at a second site, and one that replays an hour behind. */
export type SiteName = 'primary' | 'standby' | 'delayed';

/** What a lab has besides its primary. */
export type FollowerName = Exclude<SiteName, 'primary'>;

export type Site = {
  readonly name: SiteName;
  /** The directory of its socket, and the host in connection strings. */
  readonly host: string;
  readonly port: number;
  readonly dataDirectory: string;
  readonly logFile: string;
  /** Connection strings to the database of the lab: of the superuser and of the application's role. */
  readonly connection: string;
  readonly application: string;
  /** How clients reach it over the network of the lab; null where there is none, and for the delayed standby. */
  readonly tcp: SiteTcp | null;
};

export type SiteTcp = {
  /** The address of its wire, and the one behind it where its server listens. */
  readonly host: string;
  readonly listen: string;
  /** Connection strings through the wire, on the site's port. */
  readonly connection: string;
  readonly application: string;
};

/** Of a lab without a network the socket's name only. The same at every site, so that only the host tells them apart. */
const socketPort = 5432;

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
  readonly network: NetworkPlan | undefined;
};

/** The site of that name in the lab's directory, whether a server stands there or not. */
const siteOf = ({directory, database, applicationRole, network}: Place, name: SiteName): Site => {
  const {host, data} = directories[name];
  const socketDirectory = join(directory, host);
  const port = network?.port ?? socketPort;
  const uri = (user: string, at: string): string => formatConnection({host: at, port, user, database, options: {}});
  const wire = network !== undefined && isWired(name) ? wireAddress(network, name) : null;
  return {
    name,
    host: socketDirectory,
    port,
    dataDirectory: join(directory, data),
    logFile: join(directory, 'log', `${name}.log`),
    connection: uri('postgres', socketDirectory),
    application: uri(applicationRole, socketDirectory),
    tcp:
      network === undefined || wire === null || !isWired(name)
        ? null
        : {
            host: wire,
            listen: listenAddress(network, name),
            connection: uri('postgres', wire),
            application: uri(applicationRole, wire),
          },
  };
};

/**
 * The sites of a lab with those followers, the primary first. With a network there is a second site in any case: clients
 * look there, whether a server stands there already or is brought there later.
 */
export const sitesOf = (place: Place, followers: readonly FollowerName[]): readonly [Site, ...Site[]] => {
  const names = new Set<FollowerName>([...(place.network === undefined ? [] : (['standby'] as const)), ...followers]);
  return [siteOf(place, 'primary'), ...[...names].map(name => siteOf(place, name))];
};

const isWired = (name: SiteName): name is WiredSite => name !== 'delayed';
