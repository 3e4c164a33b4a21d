/** `lifeboat backup second-site`, `save-configuration`, `check-configuration`, `restore-configuration`, `begin-archive`, `check-archive`. */
import {lookAtArchive} from '../../backup/archive-state.ts';
import {beginArchive} from '../../backup/begin-archive.ts';
import {
  type ConfigurationRequest,
  checkConfiguration,
  restoreConfiguration,
} from '../../backup/configuration/check-configuration.ts';
import {readSettings} from '../../backup/configuration/lay-configuration.ts';
import {saveConfiguration} from '../../backup/configuration/save-configuration.ts';
import {type Configuration, configurationInBackup, openSaved} from '../../backup/configuration/saved-configuration.ts';
import type {SecondSiteRequest} from '../../backup/second-site/prepare-second-site.ts';
import {openReceivedWal} from '../../backup/second-site/received-wal.ts';
import {lookAtSecondSite, restoreOnSecondSite} from '../../backup/second-site/restore-on-second-site.ts';
import {showForeignText} from '../../base/foreign-text.ts';
import {type Result, succeed} from '../../base/result.ts';
import {withDatabase} from '../recovery-step.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';
import type {StateOption} from '../state-place.ts';
import {sourceOf} from './backup-in-place.ts';
import type {RepositoryOptions} from './backup-repository.ts';
import {printOrHinder, surroundingsOf} from './backup-surroundings.ts';

export type ConfigurationOptions = StateOption & {
  readonly data: string;
  readonly from?: string;
  readonly label?: string;
  readonly backup?: string;
  readonly directory?: string;
  readonly setting?: readonly string[];
  readonly onlyMissing?: boolean;
};
export type SecondSiteOptions = StateOption &
  RepositoryOptions & {
    readonly data: string;
    readonly backup?: string;
    readonly set?: string;
    readonly restoreCommand?: string;
    readonly tablespaces?: string;
    readonly received?: string;
    readonly configuration?: string;
    readonly label?: string;
    readonly directory?: string;
    readonly setting?: readonly string[];
    readonly option?: readonly string[];
    readonly advanceSequences?: string;
    readonly lostAt?: string;
    readonly lastLsn?: string;
    readonly once?: string;
    readonly allowGap?: boolean;
    readonly check?: boolean;
    readonly user?: string;
    readonly database?: string;
  };

/** Replay takes as long as it takes; the step that waits for it has a limit of its own. */
const replayTimeoutMs = 24 * 60 * 60_000;

export const saveConfigurationCommand = async ({into}: {readonly into: string}): Promise<number> =>
  withDatabase(live => saveConfiguration(live, into));

export const checkConfigurationCommand = async (options: ConfigurationOptions): Promise<number> => {
  const request = configurationRequest(options);
  return request.ok ? printOrHinder(await checkConfiguration(request.value)) : printRefusal(request.reason);
};

export const restoreConfigurationCommand = async (options: ConfigurationOptions): Promise<number> => {
  const request = configurationRequest(options);
  return request.ok ? printOrHinder(await restoreConfiguration(request.value)) : printRefusal(request.reason);
};

export const beginArchiveCommand = async ({into}: {readonly into: string}): Promise<number> =>
  withDatabase(live => beginArchive({live, into}));

export const checkArchiveCommand = async (options: {readonly try?: boolean}): Promise<number> =>
  withDatabase(live => lookAtArchive(live, options.try === true));

/** Restores, or with --check only says from what and what is in the way. */
export const secondSiteCommand = async (options: SecondSiteOptions): Promise<number> => {
  const request = await secondSiteRequest(options);
  if (!request.ok) {
    return printRefusal(request.reason);
  }
  if (options.check) {
    return printOrHinder(await lookAtSecondSite(request.value));
  }
  const {lostAt, lastLsn, user, database} = options;
  return printOrHinder(
    await restoreOnSecondSite({
      ...request.value,
      lostAt,
      lastLsn,
      live: process.env.LIFEBOAT_DATABASE,
      login: {user: user ?? 'postgres', database: database ?? 'postgres'},
      timeoutMs: replayTimeoutMs,
      onProgress: sentence => void process.stderr.write(`${showForeignText(sentence)}\n`),
    }),
  );
};

const secondSiteRequest = async (options: SecondSiteOptions): Promise<Result<SecondSiteRequest, Refusal>> => {
  const {data, directory, option = [], once, allowGap, advanceSequences = '0'} = options;
  if (!/^\d{1,9}$/.test(advanceSequences)) {
    return refuse('usage', `--advance-sequences takes a number like 10000, not "${advanceSequences}".`);
  }
  const own = ownOfSite(options);
  if (!own.ok) {
    return own;
  }
  const kept = keptOfSite(options);
  if (!kept.ok) {
    return kept;
  }
  const {tablespaces} = options;
  const source = await sourceOf(options, 'end', {takesTablespaces: tablespaces !== undefined});
  return source.ok
    ? succeed({
        ...own.value,
        ...kept.value,
        dataDirectory: data,
        configDirectory: directory,
        source: source.value,
        tablespaces,
        options: option,
        once,
        allowGap: allowGap === true,
        advanceBy: Number(advanceSequences),
      })
    : source;
};

const ownOfSite = (
  options: SecondSiteOptions,
): Result<Pick<SecondSiteRequest, 'settings' | 'surroundings'>, Refusal> => {
  const {lostAt, lastLsn, setting, option} = options;
  if (lostAt !== undefined && Number.isNaN(Date.parse(lostAt))) {
    return refuse('usage', `--lost-at takes a time like 2026-11-01T03:12:00Z, not "${lostAt}".`);
  }
  if (lastLsn !== undefined && !/^[0-9A-Fa-f]{1,8}\/[0-9A-Fa-f]{1,8}$/.test(lastLsn)) {
    return refuse('usage', `--last-lsn takes a WAL position such as 0/BAC8E5E0, not "${lastLsn}".`);
  }
  const words = settingsOf(option);
  const settings = words.ok ? settingsOf(setting) : words;
  if (!settings.ok) {
    return settings;
  }
  const surroundings = surroundingsOf(options);
  return surroundings.ok ? succeed({settings: settings.value, surroundings: surroundings.value}) : surroundings;
};

const keptOfSite = ({
  received,
  configuration,
  label,
}: SecondSiteOptions): Result<Pick<SecondSiteRequest, 'received' | 'configuration'>, Refusal> => {
  const wal = received === undefined ? succeed(null) : openReceivedWal(received);
  if (!wal.ok) {
    return refuse('failed', `${wal.reason}.`);
  }
  const kept = configuration === undefined ? succeed(undefined) : openSaved(configuration, label);
  return kept.ok ? succeed({received: wal.value, configuration: kept.value}) : refuse('failed', `${kept.reason}.`);
};

const settingsOf = (words: readonly string[] = []): Result<Readonly<Record<string, string>>, Refusal> => {
  const settings = readSettings(words);
  return typeof settings === 'string'
    ? refuse('usage', `${settings[0]?.toUpperCase()}${settings.slice(1)}.`, 'Write it like port=5433.')
    : succeed(settings);
};

const configurationRequest = (options: ConfigurationOptions): Result<ConfigurationRequest, Refusal> => {
  const settings = settingsOf(options.setting);
  const surroundings = surroundingsOf(options);
  if (!settings.ok) {
    return settings;
  }
  if (!surroundings.ok) {
    return surroundings;
  }
  const configuration = keptConfiguration(options);
  return configuration.ok
    ? succeed({
        dataDirectory: options.data,
        configDirectory: options.directory,
        configuration: configuration.value,
        settings: settings.value,
        onlyMissing: options.onlyMissing === true,
        surroundings: surroundings.value,
      })
    : configuration;
};

const keptConfiguration = ({from, label, backup}: ConfigurationOptions): Result<Configuration, Refusal> => {
  if ((from === undefined) === (backup === undefined)) {
    return refuse('usage', 'Say where the configuration comes from: either --from DIR or --backup DIR.');
  }
  const opened = from === undefined ? configurationInBackup(backup ?? '') : openSaved(from, label);
  return opened.ok ? opened : refuse('failed', `${opened.reason}.`);
};
