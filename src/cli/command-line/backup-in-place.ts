/** `lifeboat backup …`: the programs that touch a cluster's own data directory. */
import type {Command} from 'commander';
import {ofRepository} from './backup-repository.ts';
import {type Exits, examples} from './options.ts';

/** The subcommands that restore, stop and start in place. */
export const addInPlace = (backup: Command, exits: Exits): void => {
  addRestoreInPlace(backup, exits);
  addServer(backup, exits);
};

const commands = () => import('../commands/backup-in-place.ts');

const confirmable = (command: Command): Command =>
  command
    .requiredOption('--data <dir>', 'data directory of the cluster, as "show data_directory" says it')
    .option('--identifier <id>', 'the system identifier that was confirmed; another one is refused')
    .option('--started <time>', 'when the server was started that was confirmed; another one is not stopped')
    .option('--within <duration>', 'how long its stop may take; 5m by default');

const addRestoreInPlace = (backup: Command, exits: Exits): void => {
  ofRepository(confirmable(backup.command('restore-in-place')))
    .description(
      'Bring a cluster back in its own directory, from a backup and all WAL; the old data are kept beside it.',
    )
    .option('--backup <dir>', 'plain base backup; or, of a repository, the newest one or that of --set')
    .option('--restore-command <text>', 'restore_command, where WAL is not simply a directory')
    .option('--set <label>', 'of a repository, the backup of this label')
    .option('--check', 'say what would be done and what is in the way; change nothing')
    .option('--before-xid <xid>', 'stop just before this transaction commits; without a target all comes back')
    .option('--until <time>', 'stop at this time')
    .option('--until-lsn <lsn>', 'stop at this position of the WAL')
    .option('--once <name>', 'a restore that was finished under this name is not done again')
    .option('--delta', 'change only what differs, in place: less room, and no way back')
    .option('--allow-gap', 'go as far as the WAL goes, though some of it is missing')
    .option('--user <name>', 'superuser of the cluster')
    .option('--database <name>', 'database to connect to')
    .addHelpText(
      'after',
      examples(
        'lifeboat backup restore-in-place --data /srv/pg --backup /srv/base --archive /srv/wal --check',
        'lifeboat backup restore-in-place --data /srv/pg --backup /srv/base --archive /srv/wal --identifier 7711152328148641719 --started 2026-11-23T01:00:00Z',
      ),
    )
    .action(async options => exits(await (await commands()).restoreInPlaceCommand(options)));
  backup
    .command('undo-restore')
    .description('Put the old data back that a restore in place moved aside; what it restored is kept beside them.')
    .requiredOption('--data <dir>', 'data directory of the cluster')
    .option('--started <time>', 'when the server was started that was confirmed, where it was started again since')
    .option('--within <duration>', 'how long the stop of its server may take; 5m by default')
    .addHelpText('after', examples('lifeboat backup undo-restore --data /srv/pg'))
    .action(async options => exits(await (await commands()).undoRestoreCommand(options)));
};

const addServer = (backup: Command, exits: Exits): void => {
  confirmable(backup.command('stop-server'))
    .description('Stop the server of a data directory, so that its last WAL is archived; none there is fine.')
    .option('--immediate', 'as a crash, for one that does not stop otherwise')
    .option('--check', 'only look whether one runs')
    .addHelpText('after', examples('lifeboat backup stop-server --data /srv/pg --started 2026-11-23T01:00:00Z'))
    .action(async options => exits(await (await commands()).stopServerCommand(options)));
  backup
    .command('start-server')
    .description('Start the server of a data directory as it was started before; one that runs is fine.')
    .requiredOption('--data <dir>', 'data directory of the cluster')
    .option('--identifier <id>', 'the system identifier that was confirmed; another one is refused')
    .option('--log <file>', 'the file that it writes to; DIR.log by default')
    .addHelpText('after', examples('lifeboat backup start-server --data /srv/pg'))
    .action(async options => exits(await (await commands()).startServerCommand(options)));
};
