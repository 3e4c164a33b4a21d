/** `lifeboat backup take`, `list` and `verify`: the backups of a repository, whatever driver keeps them. */
import {type DriverName, driverNames, type Repository} from '../../backup/drivers/driver.ts';
import {drivers} from '../../backup/drivers/drivers.ts';
import {showForeignText} from '../../base/foreign-text.ts';
import {printedJson} from '../../base/printed-json.ts';
import {type Result, succeed} from '../../base/result.ts';
import {exitCodes} from '../exit-code.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';

export type RepositoryOptions = {
  readonly driver?: string;
  readonly repository?: string;
  readonly archive?: string;
  readonly config?: string;
  readonly stanza?: string;
};
export type TakeOptions = RepositoryOptions & {readonly type?: string};

/** Takes one, and prints it as `list` would. */
export const takeCommand = async (options: TakeOptions): Promise<number> => {
  const driver = driverOf(options);
  const type = typeOf(options.type);
  const live = process.env.LIFEBOAT_DATABASE ?? '';
  if (!driver.ok) {
    return printRefusal(driver.reason);
  }
  if (!type.ok) {
    return printRefusal(type.reason);
  }
  if (live === '' && driver.value !== 'pgbackrest') {
    return printRefusal(
      refuse(
        'usage',
        'LIFEBOAT_DATABASE is not set.',
        'Give the connection as LIFEBOAT_DATABASE=postgres://user@host:5432/database in the environment.',
      ).reason,
    );
  }
  return print(
    await drivers[driver.value].take({repository: repositoryOf(options), live, type: type.value, onProgress}),
  );
};

export const listCommand = async (options: RepositoryOptions): Promise<number> => {
  const driver = driverOf(options);
  return driver.ok ? print(await drivers[driver.value].list(repositoryOf(options))) : printRefusal(driver.reason);
};

/** Prints what was found also where it is bad; then the exit code says so too. */
export const verifyBackupCommand = async (label: string | undefined, options: RepositoryOptions): Promise<number> => {
  const driver = driverOf(options);
  if (!driver.ok) {
    return printRefusal(driver.reason);
  }
  const verified = await drivers[driver.value].verify({repository: repositoryOf(options), label, onProgress});
  const code = print(verified);
  return verified.ok && !verified.value.ok ? exitCodes.failed.code : code;
};

/** The driver that was named; ours by default. */
export const driverOf = ({driver = 'builtin'}: RepositoryOptions): Result<DriverName, Refusal> => {
  const found = driverNames.find(name => name === driver);
  return found === undefined
    ? refuse('usage', `There is no driver "${driver}".`, `There are ${driverNames.join(', ')}.`)
    : succeed(found);
};

export const repositoryOf = ({repository, archive, config, stanza}: RepositoryOptions): Repository => ({
  directory: repository,
  archiveDir: archive,
  config,
  stanza,
});

const typeOf = (type: string | undefined): Result<'full' | 'diff' | 'incr' | undefined, Refusal> =>
  type === undefined || type === 'full' || type === 'diff' || type === 'incr'
    ? succeed(type)
    : refuse('usage', `--type takes full, diff or incr, not "${type}".`);

const onProgress = (sentence: string): void => void process.stderr.write(`${showForeignText(sentence)}\n`);

const print = (result: Result<object>): number => {
  if (result.ok) {
    process.stdout.write(`${printedJson(result.value)}\n`);
    return exitCodes.done.code;
  }
  return printRefusal(refuse('failed', asSentence(result.reason)).reason);
};

const asSentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`);
