/** Everything that a restore on a second site needs, looked at before anything is touched there. */
import {existsSync, readdirSync, statSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {type LaidConfiguration, layConfiguration, type SiteSettings} from '../configuration/lay-configuration.ts';
import {type Configuration, configurationInBackup} from '../configuration/saved-configuration.ts';
import {fetchCommand} from '../fetch-command.ts';
import {type Hindrance, impossible, unsafe} from '../in-place/hindrance.ts';
import type {Surroundings} from '../in-place/place.ts';
import type {InPlaceRequest} from '../in-place/plan.ts';
import {readRecord} from '../in-place/record.ts';
import type {BackupSource, Laid, Laying} from '../in-place/source.ts';
import {lookAtWal, type ReceivedWal, type WalThere} from './received-wal.ts';
import {claimTablespacePlace} from './tablespace-mark.ts';
import {checkTablespacePlace} from './tablespace-place.ts';

export type SecondSiteRequest = {
  readonly dataDirectory: string;
  /** Where postgresql.conf and the access rules go; the data directory by default. */
  readonly configDirectory?: string | undefined;
  readonly source: BackupSource;
  /** Where tablespaces go, a directory for each. */
  readonly tablespaces?: string | undefined;
  readonly received: ReceivedWal | null;
  /** Undefined for the one that stands in the backup. */
  readonly configuration?: Configuration | undefined;
  readonly settings: SiteSettings;
  /** Settings for the command line of the server, `name=value`. */
  readonly options: readonly string[];
  readonly surroundings: Surroundings;
  readonly once?: string | undefined;
  readonly allowGap: boolean;
  /** How far sequences are advanced before clients may write; 0 for not at all. */
  readonly advanceBy: number;
};

/** A restore in place of a cluster that never stood there, and what is put beside its files. */
export type PreparedSite = {
  readonly wal: WalThere;
  readonly inner: InPlaceRequest;
  /** Null where an earlier try laid it. */
  readonly laid: () => LaidConfiguration | null;
};

/** Changes nothing. */
export const prepareSecondSite = async (request: SecondSiteRequest): Promise<Result<PreparedSite, Hindrance>> => {
  const {source, received, allowGap} = request;
  const free = checkEmpty(request);
  const kept = checkKept(request);
  if (!free.ok) {
    return free;
  }
  if (!kept.ok) {
    return kept;
  }
  const spaces = await checkTablespacePlace({
    ...request,
    receivedDirectory: received?.directory ?? null,
    hasReplayed: hasReplayed(request),
  });
  if (!spaces.ok) {
    return spaces;
  }
  const {startSegment, archiveDir, walDirectory} = source;
  const wal = lookAtWal({startSegment, archiveDir, backupWal: walDirectory, received});
  if (archiveDir !== null && wal.missing !== null && !allowGap) {
    return impossible(
      `The WAL segment ${wal.missing} is neither in the archive nor among what was received, though later ones are: recovery would stop before it.`,
      'Bring it there, take a later backup, or go only as far as the WAL goes with --allow-gap.',
    );
  }
  const command = commandFor(source, received, wal);
  if (!command.ok) {
    return impossible(`${command.reason}.`, 'Bring the WAL to another directory.');
  }
  let laid: LaidConfiguration | null = null;
  const withOwn = async (laying: Laying, layFiles: BackupSource['lay']): Promise<Result<Laid>> => {
    const placed = withPlace(request, laying);
    const done = placed.ok ? await layFiles(placed.value) : placed;
    const put = done.ok ? layOwn(request, laying) : done;
    laid = put.ok && 'written' in put.value ? put.value : null;
    return put.ok ? done : put;
  };
  return succeed({
    wal,
    laid: () => laid,
    inner: innerOf(request, {
      ...source,
      restoreCommand: command.value,
      // SIGHUP is enough to lift it; clients that look for a server that takes writes pass this one over until then.
      ...(request.advanceBy > 0 && {meanwhile: {default_transaction_read_only: 'on'}}),
      lay: laying => withOwn(laying, source.lay),
      change: laying => withOwn(laying, source.change),
    }),
  });
};

const withPlace = ({tablespaces, dataDirectory}: SecondSiteRequest, laying: Laying): Result<Laying> => {
  if (tablespaces === undefined) {
    return succeed(laying);
  }
  try {
    const claimed = claimTablespacePlace(tablespaces, dataDirectory, laying.user);
    return claimed.ok ? succeed({...laying, tablespaces}) : claimed;
  } catch (thrown) {
    return fail(
      `${tablespaces} cannot be taken for the tablespaces: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  }
};

const commandFor = (source: BackupSource, received: ReceivedWal | null, {segmentBytes}: WalThere): Result<string> =>
  segmentBytes === null || (received === null && source.archiveDir === null)
    ? succeed(source.restoreCommand)
    : fetchCommand({
        archiveCommand: source.restoreCommand,
        archiveDir: source.archiveDir,
        receivedDir: received?.directory ?? null,
        segmentBytes,
      });

/** Gaps were looked for here, where what was received counts too. */
const innerOf = (request: SecondSiteRequest, source: BackupSource): InPlaceRequest => {
  const {dataDirectory, configDirectory, received, surroundings, options, once} = request;
  const outside = configDirectory !== undefined && configDirectory !== dataDirectory;
  const all = [...(outside ? [`config_file=${join(configDirectory, 'postgresql.conf')}`] : []), ...options];
  return {
    dataDirectory,
    source: {
      ...source,
      places: [...source.places, ...(received === null ? [] : [{what: 'The received WAL', path: received.directory}])],
    },
    target: 'end',
    confirmed: {identifier: source.identifier},
    surroundings,
    once,
    isDelta: isMountOfItsOwn(dataDirectory),
    allowGap: true,
    firstOptions: all.flatMap(option => ['-c', option]),
  };
};

/** What stands there already is somebody's; only an own restore that was begun may be gone on with. */
const checkEmpty = ({dataDirectory, once}: SecondSiteRequest): Result<void, Hindrance> => {
  const isEmpty =
    !existsSync(dataDirectory) ||
    (statSync(dataDirectory).isDirectory() && readdirSync(dataDirectory).every(name => name === 'lost+found'));
  const record = readRecord(resolve(dataDirectory));
  const isOwn =
    record !== null &&
    (record.phase === 'finished' ? record.once === once && once !== undefined : record.phase !== 'undone');
  return isEmpty || isOwn
    ? succeed(undefined)
    : unsafe(
        `${dataDirectory} is not empty.`,
        'Name a new or an empty directory; a cluster that stands in its own place is restored with lifeboat backup restore-in-place.',
      );
};

/** Only ours: a record that is over tells of what stood here once, and its tablespaces are those of whoever has its files now. */
const hasReplayed = ({dataDirectory, once}: SecondSiteRequest): boolean => {
  const record = readRecord(resolve(dataDirectory));
  return record?.phase === 'recovering' || (record?.phase === 'finished' && record.once === once && once !== undefined);
};

/** Found out before anything is copied for an hour. */
const checkKept = ({configuration, source}: SecondSiteRequest): Result<void, Hindrance> => {
  const backup = source.driver === 'builtin' ? source.places.find(({what}) => what === 'The backup') : undefined;
  const own = configuration === undefined && backup !== undefined ? configurationInBackup(backup.path) : undefined;
  if (own?.ok === false) {
    return impossible(`${own.reason}.`, 'Give the place of saved configurations with --configuration.');
  }
  return configuration === undefined || configuration.identifier === source.identifier
    ? succeed(undefined)
    : unsafe(
        `${configuration.title} is of the cluster ${configuration.identifier}, and the backup of ${source.identifier}.`,
        'Name the configuration of this cluster.',
      );
};

const layOwn = (request: SecondSiteRequest, {into, user}: Laying): Result<LaidConfiguration> => {
  const {dataDirectory, configDirectory = dataDirectory, settings} = request;
  const configuration =
    request.configuration === undefined ? configurationInBackup(into) : succeed(request.configuration);
  if (!configuration.ok) {
    return configuration;
  }
  try {
    return succeed(
      layConfiguration({
        configuration: configuration.value,
        dataDirectory,
        configDirectory,
        standsAt: into,
        settings,
        user,
      }),
    );
  } catch (thrown) {
    return fail(`the configuration cannot be laid: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};

/** A volume cannot be moved into place by a rename, so the files are laid right into it. */
const isMountOfItsOwn = (directory: string): boolean =>
  existsSync(directory) && statSync(directory).dev !== statSync(dirname(resolve(directory))).dev;
