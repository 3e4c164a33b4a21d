/** `lifeboat backup check-target`, `restore-points`: what can be reached, asked before a restore begins. */
import type {Command} from 'commander';
import {ofRepository} from './backup-repository.ts';
import {type Exits, examples} from './options.ts';

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

const commands = () => import('../commands/backup-point-in-time.ts');

/** The options that say how far a side instance goes; exactly one is wanted. */
export const withTarget = (command: Command): Command =>
  command
    .option('--until <time>', 'stop at this time')
    .option('--before-lsn <lsn>', 'stop just before this place in the WAL')
    .option('--before-xid <xid>', 'stop just before this transaction commits')
    .option('--restore-point <name>', 'stop at the restore point of this name');

/** The subcommands that look at moments. */
export const addPointInTime = (backup: Command, exits: Exits): void => {
  withTarget(ofRepository(backup.command('check-target')))
    .description(
      'Say whether a moment can be reached and which backup leads there: every record of WAL up to it is read. Changes nothing.',
    )
    .option('--backup <dir>', 'one plain base backup, in place of a repository')
    .option('--latest', 'everything that there is; its place then stands in the result, for --before-lsn')
    .option('--set <label>', 'only the backup of this label; else the newest that was complete before the moment')
    .addHelpText(
      'after',
      examples(
        'lifeboat backup check-target --repository /srv/backups --archive /srv/wal --until 2026-11-23T02:47:00Z',
        'lifeboat backup check-target --repository /srv/backups --archive /srv/wal --restore-point before-migration',
      ),
    )
    .action(async options => exits(await (await commands()).checkTargetCommand(options)));
  ofRepository(backup.command('restore-points'))
    .description('List the restore points in archived WAL, and from when to when every moment can be reached.')
    .option('--backup <dir>', 'one plain base backup, in place of a repository')
    .addHelpText('after', examples('lifeboat backup restore-points --repository /srv/backups --archive /srv/wal'))
    .action(async options => exits(await (await commands()).restorePointsCommand(options)));
  backup
    .command('settle')
    .description(
      'Make a side instance a server of its own on this host: it takes writes, and gets the configuration that the backup lacks.',
    )
    .requiredOption('--into <dir>', 'directory of the side instance')
    .option('--port <port>', 'port of its socket and of the network; 5432 by default')
    .option('--socket <dir>', 'directory of its socket; that of the side instance by default')
    .option('--listen <addresses>', 'addresses that it listens on; none by default')
    .option(
      '--allow <network>',
      'network whose clients may come in with a password, as in 10.0.0.0/8; repeatable',
      collect,
      [],
    )
    .option('--user <name>', 'superuser of the cluster')
    .option('--database <name>', 'database to connect to')
    .addHelpText('after', examples('lifeboat backup settle --into /srv/pg --listen 10.2.0.11 --allow 10.0.0.0/8'))
    .action(async options => exits(await (await commands()).settleCommand(options)));
};
