/** A throwaway PostgreSQL of the lab's own, filled with a dataset, archiving its WAL, with or without standbys, ready to be broken. */
import {join} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import type {ProcessIdentity} from '../postgres/process-identity.ts';
import type {ServerTools} from '../postgres/server.ts';
import {findServerBinaries} from '../postgres/server-binaries.ts';
import {findServerUser} from '../postgres/server-user.ts';
import {type Accounts, accountsOf} from './accounts/accounts.ts';
import {buildEstate} from './build-estate.ts';
import type {Dataset} from './dataset.ts';
import {ticketing} from './datasets/ticketing.ts';
import {withWayOut} from './disk-trouble.ts';
import {type Dismantled, dismantle} from './dismantle.ts';
import {dumpPaths, type OtherDump} from './dump-formats.ts';
import {type EstateRequest, type KeepAtEnd, newRecord, wantsDump} from './estate-request.ts';
import {knownLabs} from './known-labs.ts';
import {labDirectory} from './lab-directory.ts';
import {type LabRecord, writeLabRecord} from './lab-record.ts';
import {type LabStanza, stanzaOf} from './lab-stanza.ts';
import {planNetwork} from './network/addresses.ts';
import {type LabNetwork, networkOf} from './network/network.ts';
import {type ObjectStore, objectStoreOf, planObjectStore} from './object-store/object-store.ts';
import {findPgDump} from './pg-dump.ts';
import {currentSite, lookAtSites, type SiteSeen} from './sites/current.ts';
import {type FollowerName, type Site, sitesOf} from './sites/site.ts';

export type Estate = {
  readonly run: string;
  readonly directory: string;
  readonly token: string;
  readonly tools: ServerTools;
  readonly dataset: Dataset;
  readonly scale: number;
  /** Connection strings, by unix socket: of the superuser and of the application's role, of the server that is built as primary. */
  readonly primary: string;
  readonly application: string;
  readonly dataDirectory: string;
  /** All of its servers, the primary first. */
  readonly sites: readonly Site[];
  /** Which of them were built behind the primary. */
  readonly followers: readonly FollowerName[];
  /** Null where everything goes by socket. */
  readonly network: LabNetwork | null;
  /** What each of them is now. */
  readonly look: () => Promise<readonly SiteSeen[]>;
  /** The one that takes writes now; no such server is a reason, and so are two of them. */
  readonly current: () => Promise<Result<Site>>;
  /** Where archived WAL goes, where the base backup and the dump go, and a free place for a side instance. */
  readonly archive: string;
  readonly backup: string;
  /** A repository of several backups, and a directory of a tablespace, where a drill names them. */
  readonly backups: string;
  readonly tablespace: string;
  /** Null where none is taken. */
  readonly dump: string | null;
  /** Those that were asked for, by their format. */
  readonly otherDumps: {readonly [Format in OtherDump]?: string};
  /** Null where pgBackRest keeps nothing. */
  readonly pgbackrest: LabStanza | null;
  readonly side: string;
  /** Null where whoever reaches the socket comes in. */
  readonly accounts: Accounts | null;
  /** A copy of the backup and of the archive from before the fault, which the servers can read and not remove; null where none is made. */
  readonly secondCopy: string | null;
  /** Null where there is none. A copy of the backup and of the archive from before the fault is in it. */
  readonly objectStore: ObjectStore | null;
  /** Asked for when the drill began. */
  readonly keepAtEnd: KeepAtEnd;
  /** Leaves the lab standing, with or without an application of its own, until someone takes it down. Throws what the file system throws. */
  readonly keep: (application?: ProcessIdentity) => void;
  /** Takes everything down and proves it. */
  readonly dismantle: () => Promise<Result<Dismantled>>;
};

const defaultScale = 10_000;

/** Builds the estate; whatever was made is taken down again when a step of it fails. */
export const openEstate = async (request: EstateRequest): Promise<Result<Estate>> => {
  const {run, stateDir, scale = defaultScale, environment = process.env, onPhase} = request;
  const user = findServerUser();
  if (!user.ok) {
    return user;
  }
  const binaries = await findServerBinaries(user.value, {choice: environment.LIFEBOAT_POSTGRES});
  if (!binaries.ok) {
    return binaries;
  }
  const directory = labDirectory(run, environment);
  if (!directory.ok) {
    return directory;
  }

  const tools = {binaries: binaries.value, user: user.value};
  const dumper = wantsDump(request) ? await findPgDump(tools) : succeed('');
  if (!dumper.ok) {
    return dumper;
  }
  // Passwords are for whoever comes over a network.
  const services = request.network ?? (request.withAccounts === true ? [] : undefined);
  const plan = services === undefined ? succeed(undefined) : await planNetwork(services);
  if (!plan.ok) {
    return plan;
  }
  const storePlan = request.withObjectStore === true ? await planObjectStore() : succeed(undefined);
  if (!storePlan.ok) {
    return storePlan;
  }
  const dataset = request.dataset ?? ticketing;
  const record = newRecord(request, {
    directory: directory.value,
    dataset: dataset.name,
    scale,
    network: plan.value,
    objectStore: storePlan.value,
  });
  const describe = (known: LabRecord): Estate => describeEstate({record: known, tools, dataset, scale, stateDir});
  const built = await buildEstate(describe(record), record, {stateDir, onPhase}).catch(thrown =>
    fail(cannotBeBuilt(thrown)),
  );
  if (!built.ok) {
    const gone = await dismantle(stateDir, newest(stateDir, record));
    const left = gone.ok ? '' : `. What was made could not be taken down: ${gone.reason}`;
    return fail(`${withWayOut(built.reason)}${left}`);
  }
  return succeed(describe(built.value));
};

/** It tells of every process that was started meanwhile. */
const newest = (stateDir: string, record: LabRecord): LabRecord =>
  knownLabs(stateDir).find(({run}) => run === record.run) ?? record;

const cannotBeBuilt = (thrown: unknown): string =>
  `the lab cannot be built: ${thrown instanceof Error ? thrown.message : String(thrown)}`;

type Description = {
  readonly record: LabRecord;
  readonly tools: ServerTools;
  readonly dataset: Dataset;
  readonly scale: number;
  readonly stateDir: string;
};

/** The estate that a record tells of. */
export const describeEstate = ({record, tools, dataset, scale, stateDir}: Description): Estate => {
  const {run, directory, token, followers = [], network} = record;
  const {database, applicationRole} = dataset;
  const sites = sitesOf({directory, database, applicationRole, network}, followers);
  const [primary] = sites;
  const look = () => lookAtSites(sites, token);
  return {
    run,
    directory,
    token,
    tools,
    dataset,
    scale,
    primary: primary.connection,
    application: primary.application,
    dataDirectory: primary.dataDirectory,
    sites,
    followers,
    network: network === undefined ? null : networkOf(directory, network),
    look,
    current: async () => currentSite(await look()),
    archive: join(directory, 'archive'),
    backup: join(directory, 'backup'),
    backups: join(directory, 'backups'),
    tablespace: join(directory, 'space'),
    dump: record.hasDump === true ? join(directory, 'dump') : null,
    otherDumps: dumpPaths(directory, record.otherDumps ?? []),
    pgbackrest: record.hasPgbackrest === true ? stanzaOf(directory) : null,
    side: join(directory, 'side'),
    secondCopy: record.hasSecondCopy === true ? join(directory, 'second-copy') : null,
    objectStore: record.objectStore === undefined ? null : objectStoreOf(directory, record.objectStore),
    accounts: accountsIn(record, primary, dataset.database),
    keepAtEnd: record.keepAtEnd ?? false,
    keep: application => writeLabRecord(stateDir, {...record, ...(application && {application}), isKept: true}),
    dismantle: () => dismantle(stateDir, record),
  };
};

const accountsIn = (
  {directory, hasAccounts, hasAudit}: LabRecord,
  {tcp, port}: Site,
  database: string,
): Accounts | null =>
  hasAccounts === true && tcp !== null
    ? accountsOf({
        directory,
        host: tcp.host,
        port,
        database,
        hasAudit: hasAudit === true,
      })
    : null;
