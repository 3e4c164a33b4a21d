/** A repository of pgBackRest for a lab: a stanza of its own, WAL from then on, and a full backup. */
import {mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {archiveInto} from '../backup/begin-archive.ts';
import {drivers} from '../backup/drivers/drivers.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import {findTool} from '../postgres/find-tool.ts';
import {giveTo, runAs} from '../postgres/server-user.ts';
import {commandWord} from '../postgres/shell-word.ts';
import type {Estate} from './estate.ts';
import type {LabStanza} from './lab-stanza.ts';
import {inPhase, type OnPhase} from './phases.ts';
import {connectToLab} from './proof.ts';
import {archiveBegins} from './sites/archive.ts';
import {setInFile} from './sites/start-site.ts';

/** Nothing where the lab has none. WAL then goes into both archives, so that every other way stays open. */
export const takePgbackrestBackup = async (estate: Estate, onPhase?: OnPhase): Promise<Result<void>> => {
  const {pgbackrest: stanza} = estate;
  if (stanza === null) {
    return succeed(undefined);
  }
  return inPhase(onPhase, {phase: 'pgbackrest', title: 'Take a backup with pgBackRest'}, async () => {
    const tool = await findTool('pgbackrest');
    if (!tool.ok) {
      return fail(`${tool.reason.sentence}; ${tool.reason.install}`);
    }
    const made = await makeStanza(estate, stanza, tool.value.path);
    if (!made.ok) {
      return made;
    }
    const {config} = stanza;
    const repository = {config, stanza: stanza.stanza};
    const taken = await drivers.pgbackrest.take({repository, live: estate.primary, onProgress: () => undefined});
    return taken.ok ? succeed(undefined) : taken;
  });
};

/** Another one behind it, of what has changed since; nothing where the lab has none. */
export const takeNewerPgbackrestBackup = async ({pgbackrest: stanza, primary}: Estate): Promise<Result<void>> => {
  if (stanza === null) {
    return succeed(undefined);
  }
  const repository = {config: stanza.config, stanza: stanza.stanza};
  const taken = await drivers.pgbackrest.take({repository, live: primary, type: 'incr', onProgress: () => undefined});
  return taken.ok ? succeed(undefined) : taken;
};

const makeStanza = async (estate: Estate, stanza: LabStanza, program: string): Promise<Result<void>> => {
  writeConfiguration(estate, stanza);
  const created = await runAs(estate.tools.user, [
    program,
    `--config=${stanza.config}`,
    `--stanza=${stanza.stanza}`,
    'stanza-create',
  ]);
  if (!created.ok) {
    return fail(`pgBackRest cannot make its stanza: ${created.reason.output}`);
  }
  const [config, own] = [commandWord(stanza.config), archiveInto(estate.archive)];
  const [primary] = estate.sites;
  if (!config.ok || !own.ok || primary === undefined) {
    return config.ok ? (own.ok ? fail('a lab has a primary') : own) : config;
  }
  const push = `${program} --config=${config.value} --stanza=${stanza.stanza} archive-push "%p"`;
  setInFile(primary, estate.tools.user, {archive_command: `${push} && ${own.value}`});
  const connection = await connectToLab(estate.primary, estate.token);
  if (!connection.ok) {
    return connection;
  }
  const told = await connection.value.run('select pg_reload_conf()');
  const begun = told.ok
    ? await archiveBegins(connection.value, stanza.directory, isIn(stanza))
    : fail(told.reason.message);
  await connection.value.close();
  return begun;
};

/** It keeps each under a name with the segment's digest behind it. */
const isIn =
  ({directory}: LabStanza) =>
  (segment: string): boolean =>
    readdirSync(join(directory, 'repo', 'archive'), {recursive: true}).some(path =>
      String(path).includes(`/${segment}-`),
    );

/** Everything in the lab's own directory, so that it goes with the lab. */
const writeConfiguration = ({tools, sites: [primary], dataDirectory, directory}: Estate, stanza: LabStanza): void => {
  const places = ['repo', 'lock', 'log', 'spool'].map(name => join(stanza.directory, name));
  for (const place of [stanza.directory, ...places]) {
    mkdirSync(place, {mode: 0o700});
    giveTo(tools.user, place);
  }
  const [repo, lock, log, spool] = places;
  const lines = [
    '[global]',
    `repo1-path=${repo}`,
    'repo1-retention-full=2',
    `lock-path=${lock}`,
    `log-path=${log}`,
    `spool-path=${spool}`,
    'log-level-file=off',
    'compress-type=lz4',
    'start-fast=y',
    `[${stanza.stanza}]`,
    `pg1-path=${dataDirectory}`,
    `pg1-port=${primary?.port}`,
    `pg1-socket-path=${directory}`,
    '',
  ];
  writeFileSync(stanza.config, lines.join('\n'), {mode: 0o600});
  giveTo(tools.user, stanza.config);
};
