/** A throwaway PostgreSQL of the lab's own, filled with a dataset, archiving its WAL, ready to be broken. */
import {randomBytes} from 'node:crypto';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import {connect} from '../postgres/connect.ts';
import {identify, type ProcessIdentity} from '../postgres/process-identity.ts';
import {runStatements} from '../postgres/query.ts';
import {quoteIdentifier} from '../postgres/quote.ts';
import {initCluster, type ServerTools, startServer} from '../postgres/server.ts';
import {findServerBinaries} from '../postgres/server-binaries.ts';
import {findServerUser, giveTo} from '../postgres/server-user.ts';
import {commandWord} from '../postgres/shell-word.ts';
import {formatConnection} from '../postgres/uri.ts';
import type {Dataset} from './dataset.ts';
import {type DatasetName, datasets} from './datasets.ts';
import {withWayOut} from './disk-trouble.ts';
import {type Dismantled, dismantle} from './dismantle.ts';
import {createLabDirectory, labDirectory} from './lab-directory.ts';
import {type LabRecord, writeLabRecord} from './lab-record.ts';
import {inPhase, type OnPhase} from './phases.ts';

export type EstateRequest = {
  /** The run's name; the tail of it names the directory. */
  readonly run: string;
  readonly stateDir: string;
  readonly dataset?: DatasetName;
  /** How many orders; 10,000 by default. */
  readonly scale?: number;
  /** Leave the lab standing when the drill has ended. */
  readonly keepAtEnd?: boolean;
  readonly environment?: NodeJS.ProcessEnv;
  readonly onPhase?: OnPhase;
};

export type Estate = {
  readonly run: string;
  readonly directory: string;
  readonly token: string;
  readonly tools: ServerTools;
  readonly dataset: Dataset;
  readonly scale: number;
  /** Connection strings, by unix socket: of the superuser and of the application's role. */
  readonly primary: string;
  readonly application: string;
  readonly dataDirectory: string;
  /** Where archived WAL goes, where the base backup goes, and a free place for a side instance. */
  readonly archive: string;
  readonly backup: string;
  readonly side: string;
  /** Asked for when the drill began. */
  readonly keepAtEnd: boolean;
  /** Leaves the lab standing when the drill ends, until someone takes it down. Throws what the file system throws. */
  readonly keep: () => void;
  /** Takes everything down and proves it. */
  readonly dismantle: () => Promise<Result<Dismantled>>;
};

const defaultScale = 10_000;
/** The socket's name only; nothing listens on the network, and the directory is this lab's alone. */
const port = 5432;

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
  const dataset = request.dataset ?? 'ticketing';
  const record = newRecord({run, directory: directory.value, dataset, scale, keepAtEnd: request.keepAtEnd === true});
  const estate = describeEstate({record, tools, dataset: datasets[dataset], scale, stateDir});
  // The first record is enough to take down all of it: what works in the directory is found by looking.
  const built = await build(estate, record, {stateDir, onPhase}).catch(thrown => fail(cannotBeBuilt(thrown)));
  if (!built.ok) {
    const gone = await dismantle(stateDir, record);
    const left = gone.ok ? '' : `. What was made could not be taken down: ${gone.reason}`;
    return fail(`${withWayOut(built.reason)}${left}`);
  }
  return succeed(built.value);
};

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
  const {run, directory, token} = record;
  const uri = (user: string) =>
    formatConnection({host: directory, port, user, database: dataset.database, options: {}});
  return {
    run,
    directory,
    token,
    tools,
    dataset,
    scale,
    primary: uri('postgres'),
    application: uri(dataset.applicationRole),
    dataDirectory: join(directory, 'primary'),
    archive: join(directory, 'archive'),
    backup: join(directory, 'backup'),
    side: join(directory, 'side'),
    keepAtEnd: record.keepAtEnd === true,
    keep: () => writeLabRecord(stateDir, {...record, isKept: true}),
    dismantle: () => dismantle(stateDir, record),
  };
};

type Building = {readonly stateDir: string; readonly onPhase: OnPhase | undefined};

const build = async (estate: Estate, record: LabRecord, {stateDir, onPhase}: Building): Promise<Result<Estate>> => {
  const {tools, directory, dataset} = estate;

  // The record first: a drill that is killed from here on is cleaned up by the next start.
  writeLabRecord(stateDir, record);
  const made = await createLabDirectory(directory, estate.token, tools.user);
  if (!made.ok) {
    return made;
  }
  for (const place of [estate.archive, join(directory, 'log')]) {
    mkdirSync(place, {mode: 0o700});
    giveTo(tools.user, place);
  }

  const version = `PostgreSQL ${tools.binaries.version}`;
  const initialised = await inPhase(onPhase, {phase: 'init', title: `Make an empty ${version}`}, () =>
    initCluster(tools, estate.dataDirectory, ['--data-checksums', '--wal-segsize=1']),
  );
  if (!initialised.ok) {
    return initialised;
  }

  const started = await inPhase(onPhase, {phase: 'start', title: 'Start it, with an archive for its WAL'}, () =>
    startPrimary(estate),
  );
  if (!started.ok) {
    return started;
  }
  const running = {...record, servers: [{name: 'primary', port, ...started.value}]};
  writeLabRecord(stateDir, running);

  const loaded = await inPhase(onPhase, {phase: 'load', title: `Load the ${dataset.name} dataset`}, () => load(estate));
  return loaded.ok ? succeed(describeEstate({record: running, tools, dataset, scale: estate.scale, stateDir})) : loaded;
};

const newRecord = (known: Pick<LabRecord, 'run' | 'directory' | 'dataset' | 'scale' | 'keepAtEnd'>): LabRecord => ({
  format: 1,
  ...known,
  token: randomBytes(16).toString('hex'),
  keeper: identify(process.pid) ?? {pid: process.pid, startTicks: ''},
  servers: [],
  isKept: false,
});

const startPrimary = async (estate: Estate): Promise<Result<ProcessIdentity>> => {
  const archive = commandWord(estate.archive);
  if (!archive.ok) {
    return archive;
  }
  const at = `${archive.value}/%f`;
  const settings = {
    'lifeboat.lab': estate.token,
    listen_addresses: '',
    unix_socket_directories: estate.directory,
    unix_socket_permissions: '0700',
    port: String(port),
    wal_level: 'replica',
    archive_mode: 'on',
    // Moved into place, so that nobody ever reads half a segment.
    archive_command: `test ! -f ${at} && cp %p ${at}.part && mv ${at}.part ${at}`,
    // Small segments, switched often: the archive stays close behind and stays small. 256 MB of WAL are kept to search in.
    archive_timeout: '10s',
    wal_keep_size: '256MB',
    track_commit_timestamp: 'on',
    // The machine may fail, and then the lab is gone with it; only processes are killed here.
    fsync: 'off',
    log_line_prefix: '%m [%p] ',
    max_connections: '50',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const logFile = join(estate.directory, 'log', 'primary.log');
  return startServer(estate.tools, {dataDirectory: estate.dataDirectory, logFile, options});
};

const load = async ({primary, dataset, scale}: Estate): Promise<Result<void>> => {
  const {database, applicationRole} = dataset;
  const role = quoteIdentifier(applicationRole);
  const prepared = await runOn(primary.replace(`/${database}?`, '/postgres?'), [
    `create role ${role} login`,
    `create database ${quoteIdentifier(database)}`,
  ]);
  return prepared.ok ? runOn(primary, dataset.load(scale)) : prepared;
};

const runOn = async (uri: string, statements: readonly string[]): Promise<Result<void>> => {
  const connection = await connect(uri);
  if (!connection.ok) {
    return fail(connection.reason.message);
  }
  const done = await runStatements(connection.value, {statements});
  await connection.value.close();
  return done.ok ? succeed(undefined) : fail(`the dataset cannot be loaded: ${done.reason.message}`);
};
