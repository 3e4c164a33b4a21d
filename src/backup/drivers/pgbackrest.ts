/** The driver of pgBackRest: it does the work, and what it says is looked at instead of how it ends. */
import {chmodSync, existsSync, mkdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {findTool} from '../../postgres/find-tool.ts';
import {findServerUser, giveTo, runAs, type ServerUser} from '../../postgres/server-user.ts';
import {commandWord} from '../../postgres/shell-word.ts';
import {bytesIn} from '../in-place/room.ts';
import type {BackupSource, Laid, Laying} from '../in-place/source.ts';
import {chosen, toVerify} from './backup-notes.ts';
import {
  type BackupDriver,
  type OpenRequest,
  type Repository,
  secondsSince,
  type TakeRequest,
  type VerifyRequest,
  verdictOn,
} from './driver.ts';
import {parseInfo, parseVerify, type StanzaBackup} from './pgbackrest-info.ts';
import {stanzaWal} from './pgbackrest-wal.ts';

type Stanza = {readonly program: string; readonly user: ServerUser; readonly config: string; readonly stanza: string};

/** A full backup of a large cluster takes hours. */
const timeoutMs = 24 * 60 * 60_000;

const findStanza = async ({config, stanza}: Repository): Promise<Result<Stanza>> => {
  if (config === undefined || stanza === undefined) {
    return fail('pgBackRest needs its configuration and the name of the cluster in it: --config FILE --stanza NAME');
  }
  const user = findServerUser();
  const tool = await findTool('pgbackrest');
  if (!tool.ok) {
    return fail(`${tool.reason.sentence}; ${tool.reason.install}`);
  }
  return user.ok ? succeed({program: tool.value.path, user: user.value, config, stanza}) : user;
};

/** Its words at the level info, whatever the configuration says, and both streams together. */
const call = async ({program, user, config, stanza}: Stanza, words: readonly string[]): Promise<Result<string>> => {
  const command = [program, `--config=${config}`, `--stanza=${stanza}`, ...words];
  const done = await runAs(user, command, {timeoutMs});
  return done.ok
    ? succeed(`${done.value.stdout}\n${done.value.stderr}`)
    : fail(`pgbackrest failed: ${lastWords(done.reason.output)}`);
};

const atInfo = '--log-level-console=info';

/** An error and its hints are the last lines, each with a time before it. */
const lastWords = (output: string): string => {
  const lines = output.trim().split('\n');
  const at = lines.findIndex(line => /ERROR:/.test(line));
  return lines
    .slice(at === -1 ? -1 : at, at === -1 ? undefined : at + 3)
    .map(line => line.replace(/^.*?ERROR: */, '').trim())
    .join('; ');
};

const backupsOf = async (stanza: Stanza): Promise<Result<readonly StanzaBackup[]>> => {
  const info = await runAs(
    stanza.user,
    [
      stanza.program,
      `--config=${stanza.config}`,
      `--stanza=${stanza.stanza}`,
      '--output=json',
      '--log-level-console=off',
      'info',
    ],
    {timeoutMs: 5 * 60_000},
  );
  return info.ok
    ? parseInfo(info.value.stdout, stanza.stanza)
    : fail(`pgbackrest failed: ${lastWords(info.reason.output)}`);
};

const list = async (repository: Repository): Promise<Result<readonly StanzaBackup[]>> => {
  const stanza = await findStanza(repository);
  return stanza.ok ? backupsOf(stanza.value) : stanza;
};

const take = async ({repository, type = 'full', onProgress}: TakeRequest) => {
  const startedMs = performance.now();
  const stanza = await findStanza(repository);
  if (!stanza.ok) {
    return stanza;
  }
  const before = await backupsOf(stanza.value);
  const known = new Set(before.ok ? before.value.map(({label}) => label) : []);
  onProgress(`pgBackRest takes a ${type} backup of ${stanza.value.stanza}`);
  const done = await call(stanza.value, [`--type=${type}`, atInfo, 'backup']);
  if (!done.ok) {
    return done;
  }
  const after = await backupsOf(stanza.value);
  const taken = after.ok ? after.value.findLast(({label}) => !known.has(label)) : undefined;
  if (taken === undefined) {
    return fail(
      `pgBackRest ended well and has no new backup of "${stanza.value.stanza}"${after.ok ? '' : `: ${after.reason}`}`,
    );
  }
  return succeed({...described(taken), seconds: secondsSince(startedMs)});
};

const described = ({startSegment: _startSegment, ...backup}: StanzaBackup) => backup;

/** Of the whole repository: this version knows no narrower way. */
const verify = async ({repository, label, onProgress}: VerifyRequest) => {
  const startedMs = performance.now();
  const stanza = await findStanza(repository);
  if (!stanza.ok) {
    return stanza;
  }
  const all = await backupsOf(stanza.value);
  const found = all.ok ? toVerify(all.value, label) : all;
  if (!found.ok) {
    return found;
  }
  onProgress(`pgBackRest verifies the repository of ${stanza.value.stanza}`);
  const said = await call(stanza.value, [atInfo, 'verify']);
  if (!said.ok) {
    return said;
  }
  const {isWhole, problems} = parseVerify(said.value);
  const looked = isWhole ? ['pgBackRest compared every file and all WAL of the repository with its checksums.'] : [];
  return succeed(
    verdictOn(
      {driver: 'pgbackrest', label: found.value.label, looked, unseen: []},
      [...found.value.problems, ...problems],
      startedMs,
    ),
  );
};

const open = async ({repository, label, target}: OpenRequest): Promise<Result<BackupSource>> => {
  const stanza = await findStanza(repository);
  if (!stanza.ok) {
    return stanza;
  }
  const all = await backupsOf(stanza.value);
  const found = all.ok ? chosen(all.value, label, target) : all;
  if (!found.ok) {
    return found;
  }
  const backup = all.ok ? all.value.find(one => one.label === found.value.label) : undefined;
  const words = [stanza.value.program, stanza.value.config].map(commandWord);
  const [program, config] = words.map(word => (word.ok ? word.value : ''));
  if (backup === undefined || backup.identifier === null || backup.major === null || words.some(word => !word.ok)) {
    return fail(`pgBackRest does not say enough of the backup ${found.value.label} to restore it safely`);
  }
  return succeed({
    driver: 'pgbackrest',
    name: `the backup ${backup.label} of ${stanza.value.stanza}`,
    identifier: backup.identifier,
    major: backup.major,
    startedAt: backup.startedAt,
    startSegment: backup.startSegment,
    bytes: backup.bytes ?? 0,
    restoreCommand: `${program} --config=${config} --stanza=${stanza.value.stanza} archive-get %f "%p"`,
    // It refuses to fetch for a server that works elsewhere than its configuration says.
    restoreCommandIn: directory => {
      const place = commandWord(directory);
      return place.ok
        ? succeed(
            `${program} --config=${config} --stanza=${stanza.value.stanza} --pg1-path=${place.value} archive-get %f "%p"`,
          )
        : place;
    },
    archiveDir: null,
    walDirectory: null,
    places: [],
    lay: laying => restore(stanza.value, {label: backup.label, isDelta: false}, laying),
    change: laying => restore(stanza.value, {label: backup.label, isDelta: true}, laying),
  });
};

type Wanted = {readonly label: string; readonly isDelta: boolean};

const controlFile = 'global/pg_control';

/** Recovery is ours to set up, so it writes none (--type=none). pg_control comes last, as it does it too. */
const restore = async (
  stanza: Stanza,
  {label, isDelta}: Wanted,
  {into, user, tablespaces}: Laying,
): Promise<Result<Laid>> => {
  try {
    if (!isDelta) {
      rmSync(into, {recursive: true, force: true});
      mkdirSync(into, {mode: 0o700});
      chmodSync(into, 0o700);
      giveTo(user, into);
    }
    const mapped = tablespaces === undefined ? [] : [`--tablespace-map-all=${tablespaces}`];
    const words = [
      `--set=${label}`,
      `--pg1-path=${into}`,
      '--type=none',
      ...mapped,
      ...(isDelta ? ['--delta'] : []),
      'restore',
    ];
    const done = await call({...stanza, user}, words);
    if (!done.ok) {
      return done;
    }
    return existsSync(join(into, controlFile))
      ? succeed({files: null, bytes: await bytesIn(into)})
      : fail(`pgBackRest ended well and left no ${controlFile} in ${into}`);
  } catch (thrown) {
    return fail(`the backup cannot be laid: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
};

export const pgbackrest: BackupDriver = {
  name: 'pgbackrest',
  take,
  list: async repository => {
    const all = await list(repository);
    return all.ok ? succeed(all.value.map(described)) : all;
  },
  verify,
  open,
  wal: async repository => {
    const stanza = await findStanza(repository);
    return stanza.ok ? succeed(() => stanzaWal(stanza.value)) : stanza;
  },
};
