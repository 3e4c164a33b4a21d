/** Makes the servers of a lab, one after the other: an empty cluster, its data, its archive, and what follows it. */
import {appendFileSync, mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {archiveInto} from '../../backup/begin-archive.ts';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {initCluster} from '../../postgres/server.ts';
import {giveTo} from '../../postgres/server-user.ts';
import {openAccounts, prepareAccounts} from '../accounts/open-accounts.ts';
import type {LabRecord} from '../lab-record.ts';
import {inPhase, type OnPhase} from '../phases.ts';
import {connectToLab} from '../proof.ts';
import {archiveBegins, noArchive} from './archive.ts';
import {buildFollower} from './follower.ts';
import type {Grounds} from './grounds.ts';
import {loadDataset} from './load-dataset.ts';
import type {FollowerName, Site} from './site.ts';
import {setInFile, startSite} from './start-site.ts';

type Server = LabRecord['servers'][number];

export type Progress = {
  readonly onPhase: OnPhase | undefined;
  /** Called as soon as a server runs. */
  readonly onServer: (server: Server) => void;
};

/** Builds the primary and those that follow it. Throws what the file system throws. */
export const buildSites = async (grounds: Grounds, progress: Progress): Promise<Result<void>> => {
  const {onPhase, onServer} = progress;
  const [primary] = grounds.sites;
  if (primary === undefined) {
    return fail('a lab has a primary');
  }
  const made = await buildPrimary(grounds, primary, progress);
  if (!made.ok) {
    return made;
  }
  for (const site of grounds.sites.filter(isFollower).filter(({name}) => grounds.followers.includes(name))) {
    const built = await inPhase(onPhase, {phase: site.name, title: titles[site.name]}, () =>
      buildFollower(grounds, {primary, site}),
    );
    if (!built.ok) {
      return built;
    }
    onServer({name: site.name, port: site.port, ...built.value});
  }
  makePlaces(grounds);
  return succeed(undefined);
};

/** Where no server stands yet a step may bring one. */
const makePlaces = ({sites, followers, tools}: Grounds): void => {
  for (const {host} of sites.filter(isFollower).filter(({name}) => !followers.includes(name))) {
    mkdirSync(host, {mode: 0o700});
    giveTo(tools.user, host);
  }
};

const titles: Readonly<Record<FollowerName, string>> = {
  standby: 'Build a standby at a second site',
  delayed: 'Build a standby that stays an hour behind',
};

const isFollower = (site: Site): site is Site & {readonly name: FollowerName} => site.name !== 'primary';

const buildPrimary = async (grounds: Grounds, primary: Site, {onPhase, onServer}: Progress): Promise<Result<void>> => {
  const {tools, token, dataset} = grounds;
  const version = `PostgreSQL ${tools.binaries.version}`;
  const initialised = await inPhase(onPhase, {phase: 'init', title: `Make an empty ${version}`}, () =>
    initCluster(tools, primary.dataDirectory, ['--data-checksums', '--wal-segsize=1']),
  );
  if (!initialised.ok) {
    return initialised;
  }
  // 256 MB of WAL are kept to search in; in a file, where the cure of a disk that is too small for it can set it otherwise.
  setInFile(primary, tools.user, {archive_command: noArchive, wal_keep_size: '256MB'});
  if (primary.tcp !== null) {
    letNetworkIn(primary);
  }
  const prepared = prepareAccounts(grounds, primary);
  if (!prepared.ok) {
    return prepared;
  }

  const started = await inPhase(onPhase, {phase: 'start', title: 'Start it, with an archive for its WAL'}, () =>
    startSite({token, tools, site: primary}),
  );
  if (!started.ok) {
    return started;
  }
  onServer({name: 'primary', port: primary.port, ...started.value});

  return inPhase(onPhase, {phase: 'load', title: `Load the ${dataset.name} dataset`}, async () => {
    const loaded = await loadDataset(grounds, primary);
    const opened = loaded.ok ? await openAccounts(grounds, primary) : loaded;
    return opened.ok ? beginArchive(grounds, primary) : opened;
  });
};

/** As freely as its socket, for whoever comes from loopback: clients of a lab have addresses of their own there. */
const letNetworkIn = ({dataDirectory}: Site): void =>
  appendFileSync(
    join(dataDirectory, 'pg_hba.conf'),
    'host all all 127.0.0.0/8 trust\nhost replication all 127.0.0.0/8 trust\n',
  );

const beginArchive = async (grounds: Grounds, primary: Site): Promise<Result<void>> => {
  const command = archiveInto(grounds.archive);
  if (!command.ok) {
    return command;
  }
  setInFile(primary, grounds.tools.user, {archive_command: command.value});
  const connection = await connectToLab(primary.connection, grounds.token);
  if (!connection.ok) {
    return connection;
  }
  const begun = await reloaded(connection.value, grounds.archive);
  await connection.value.close();
  return begun;
};

const reloaded = async (connection: Connection, archive: string): Promise<Result<void>> => {
  const told = await connection.run('select pg_reload_conf()');
  return told.ok ? archiveBegins(connection, archive) : fail(told.reason.message);
};
