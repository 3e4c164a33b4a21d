/** `lifeboat backup check-target`, `restore-points`: what can be reached, asked before a restore begins. */
import type {Command} from 'commander';
import {ofRepository} from './backup-repository.ts';
import {type Exits, examples} from './options.ts';

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
};
