/** What of a cluster's configuration is where its server looks for it, held against one that is kept, and whether the server can read it. */
import {realpathSync} from 'node:fs';
import {join} from 'node:path';
import {type Result, succeed} from '../../base/result.ts';
import {readControlFile} from '../../postgres/control-file.ts';
import {findServer} from '../../postgres/found-server.ts';
import {findServerBinaries} from '../../postgres/server-binaries.ts';
import {findOwner, runAs, type ServerUser} from '../../postgres/server-user.ts';
import {type Hindrance, impossible, unsafe} from '../in-place/hindrance.ts';
import {checkPlace, type Surroundings} from '../in-place/place.ts';
import {type LaidConfiguration, layConfiguration, planConfiguration, type SiteSettings} from './lay-configuration.ts';
import {type Configuration, readOrNull} from './saved-configuration.ts';

export type ConfigurationRequest = {
  readonly dataDirectory: string;
  /** Where it stood by default, if that was outside of the data directory; else the data directory. */
  readonly configDirectory?: string | undefined;
  readonly configuration: Configuration;
  readonly settings: SiteSettings;
  /** What is there stays, though it differs from what is kept: rules that were set since keep out whom they kept out. */
  readonly onlyMissing?: boolean;
  readonly surroundings: Surroundings;
};

export type CheckedConfiguration = {
  readonly directory: string;
  readonly configDirectory: string;
  readonly files: readonly {readonly path: string; readonly state: 'same' | 'different' | 'missing'}[];
  readonly missing: number;
  readonly different: number;
  readonly running: boolean;
  /** Whether `postgres` itself can read postgresql.conf; pg_hba.conf is read only when it starts. */
  readonly readable: boolean;
  /** What it says where it cannot. */
  readonly says: string | null;
};

type Place = {readonly directory: string; readonly configDirectory: string; readonly user: ServerUser};

/** Changes nothing. */
export const checkConfiguration = async (
  request: ConfigurationRequest,
): Promise<Result<CheckedConfiguration, Hindrance>> => {
  const place = whereItGoes(request);
  if (!place.ok) {
    return place;
  }
  const {directory, configDirectory, user} = place.value;
  const planned = planConfiguration({...request, dataDirectory: directory, configDirectory, user});
  const files = [...planned].map(([path, bytes]) => {
    const there = readOrNull(path);
    const state = there === null ? 'missing' : there.equals(bytes) ? 'same' : 'different';
    return {path, state} as const;
  });
  const read = await readByServer(place.value);
  return succeed({
    directory,
    configDirectory,
    files,
    missing: files.filter(({state}) => state === 'missing').length,
    different: files.filter(({state}) => state === 'different').length,
    running: findServer(directory).process !== null,
    readable: read.ok,
    says: read.ok ? null : read.reason,
  });
};

export type RestoredConfiguration = LaidConfiguration & {
  readonly directory: string;
  readonly configDirectory: string;
  readonly from: string;
};

/** Lays it, and lets `postgres` read it. A server that runs goes on with what it has read until it is told to read again. */
export const restoreConfiguration = async (
  request: ConfigurationRequest,
): Promise<Result<RestoredConfiguration, Hindrance>> => {
  const place = whereItGoes(request);
  if (!place.ok) {
    return place;
  }
  const {directory, configDirectory, user} = place.value;
  try {
    const laid = layConfiguration({...request, dataDirectory: directory, configDirectory, user});
    const read = await readByServer(place.value);
    return read.ok
      ? succeed({directory, configDirectory, from: request.configuration.title, ...laid})
      : impossible(
          `The files are in ${configDirectory}, and the server cannot read them: ${read.reason}.`,
          laid.keptAside.length === 0
            ? 'Put that right there, and run this again.'
            : `What stood there before is beside them: ${laid.keptAside.join(', ')}.`,
        );
  } catch (thrown) {
    return impossible(
      `The configuration cannot be laid: ${thrown instanceof Error ? thrown.message : String(thrown)}.`,
      'Run this as the account of the server or as root; it may be run again.',
    );
  }
};

/** Of another cluster it is nobody's cure. */
const whereItGoes = ({dataDirectory, configDirectory, ...request}: ConfigurationRequest): Result<Place, Hindrance> => {
  const {configuration, surroundings} = request;
  const directory = checkPlace(dataDirectory, surroundings);
  if (!directory.ok) {
    return directory;
  }
  const control = readControlFile(directory.value);
  if (control === null) {
    return unsafe(
      `${directory.value} holds no cluster, or this account may not look into it.`,
      'Name the data directory of the cluster, and run this as the account of its server or as root.',
    );
  }
  if (control.identifier !== configuration.identifier) {
    return unsafe(
      `${directory.value} holds the cluster ${control.identifier}, and ${configuration.title} is of ${configuration.identifier}.`,
      'Name the configuration of this cluster.',
    );
  }
  const stoodOutside = configuration.configDirectory !== configuration.dataDirectory;
  if (stoodOutside && configDirectory === undefined && !isSamePlace(configuration.dataDirectory, directory.value)) {
    return unsafe(
      `In ${configuration.configDirectory} stood ${configuration.title}, for the server in ${configuration.dataDirectory} and not for the one in ${directory.value}.`,
      'Name the directory of postgresql.conf that belongs to this one with --directory: another server may read the one where it stood.',
    );
  }
  const config = configDirectory ?? (stoodOutside ? configuration.configDirectory : directory.value);
  const place = config === directory.value ? directory : checkPlace(config, surroundings);
  const user = findOwner(directory.value);
  if (!place.ok) {
    return place;
  }
  return user.ok
    ? succeed({directory: directory.value, configDirectory: place.value, user: user.value})
    : impossible(`${user.reason}.`, 'The files belong to the account that runs the server.');
};

/** A data directory is often called by a link that leads to it. */
const isSamePlace = (saved: string, real: string): boolean => {
  try {
    return realpathSync(saved) === real;
  } catch {
    return saved === real;
  }
};

/** `postgres -C` reads everything as at a start, and starts nothing. */
const readByServer = async ({directory, configDirectory, user}: Place): Promise<Result<void, string>> => {
  const binaries = await findServerBinaries(user, {major: majorOf(directory)});
  if (!binaries.ok) {
    return binaries;
  }
  const file = ['-c', `config_file=${join(configDirectory, 'postgresql.conf')}`];
  const asked = [join(binaries.value.directory, 'postgres'), '-D', directory, ...file, '-C', 'data_directory'];
  const ran = await runAs(user, asked);
  if (!ran.ok) {
    return {ok: false, reason: complaintIn(ran.reason.output)};
  }
  const told = ran.value.stdout.trim();
  return told === directory
    ? succeed(undefined)
    : {ok: false, reason: `it names the data directory ${told}, and not ${directory}`};
};

const complaintIn = (output: string): string =>
  output
    .split('\n')
    .filter(line => /(LOG|FATAL|ERROR):|cannot|could not/.test(line))
    .map(line => line.replace(/^.*?(LOG|FATAL|ERROR):\s*/, '').replace(/\.$/, ''))
    .slice(0, 3)
    .join('; ') || output.trim();

const majorOf = (directory: string): number =>
  Number.parseInt(readOrNull(join(directory, 'PG_VERSION'))?.toString('utf8') ?? '', 10);
