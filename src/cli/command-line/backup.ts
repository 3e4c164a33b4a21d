/** `lifeboat backup …`: the programs that recovery steps call. */
import type {Command} from 'commander';
import {addCorruption} from './backup-corruption.ts';
import {addDumps} from './backup-dumps.ts';
import {addFailover} from './backup-failover.ts';
import {addInPlace} from './backup-in-place.ts';
import {addPointInTime, withTarget} from './backup-point-in-time.ts';
import {addRepository, ofRepository} from './backup-repository.ts';
import {addSecondSite} from './backup-second-site.ts';
import {addStored} from './backup-stored.ts';
import {addUndelete} from './backup-undelete.ts';
import {addUpkeep} from './backup-upkeep.ts';
import {type Exits, examples} from './options.ts';

/** The subcommands of `backup`. */
export const addBackup = (root: Command, exits: Exits): void => {
  const backup = root
    .command('backup')
    .description('The programs that recovery steps call; connections come by environment, results are JSON.')
    .addHelpText(
      'after',
      `${examples('lifeboat backup restore --help')}\nEnvironment:\n  LIFEBOAT_DATABASE  the damaged database\n  LIFEBOAT_SIDE      the side instance, or a standby as a healthy copy\n  LIFEBOAT_GUARDED   yes where an intruder may have prepared these servers\n`,
    );
  addLooking(backup, exits);
  addActing(backup, exits);
  addCorruption(backup, exits);
  addFailover(backup, exits);
  addRepository(backup, exits);
  addUndelete(backup, exits);
  addInPlace(backup, exits);
  addPointInTime(backup, exits);
  addSecondSite(backup, exits);
  addDumps(backup, exits);
  addUpkeep(backup, exits);
  addStored(backup, exits);
};

/** Those that change nothing that matters. */
const addLooking = (backup: Command, exits: Exits): void => {
  backup
    .command('find-deletion [table...]')
    .description(
      'List the transactions that deleted rows of the tables, with all that they deleted, from the WAL of the live server.',
    )
    .option('--around <time>', 'search before and after this time')
    .option('--within <duration>', 'how far before and after it; 30m by default')
    .option('--from <time>', 'begin of the window')
    .option('--to <time>', 'end of the window')
    .option('--xid <xid>', 'only this transaction')
    .option('--create-extension', 'install pg_walinspect where it is missing')
    .option('--archive <dir>', 'directory of archived WAL, for what is no longer on the server')
    .option('--switch-wal', 'archive the current segment first, where the server cannot search its own WAL')
    .addHelpText(
      'after',
      examples(
        'lifeboat backup find-deletion orders --around 2026-11-23T02:47:00Z --archive /srv/wal',
        'lifeboat backup find-deletion --from 2026-11-23T02:00:00Z --to 2026-11-23T03:00:00Z',
      ),
    )
    .action(async (tables, options) =>
      exits(await (await import('../commands/backup.ts')).findDeletionCommand(tables, options)),
    );
  backup
    .command('check')
    .description('Say whether a base backup and a WAL archive lead to a moment of this cluster; changes nothing.')
    .requiredOption('--backup <dir>', 'plain base backup')
    .requiredOption('--archive <dir>', 'directory of archived WAL')
    .requiredOption('--before-lsn <lsn>', 'the moment: where the transaction commits that is to be gone')
    .addHelpText(
      'after',
      examples('lifeboat backup check --backup /srv/base --archive /srv/wal --before-lsn 0/3000148'),
    )
    .action(async options => exits(await (await import('../commands/backup.ts')).checkCommand(options)));
  backup
    .command('orphans [table...]')
    .description('Count rows whose foreign keys lead nowhere.')
    .addHelpText('after', examples('lifeboat backup orphans orders payments'))
    .action(async tables => exits(await (await import('../commands/backup.ts')).orphansCommand(tables)));
};

const addActing = (backup: Command, exits: Exits): void => {
  backup
    .command('archive-wal')
    .description('Switch to a new WAL segment and wait until the old one is archived.')
    .addHelpText('after', examples('lifeboat backup archive-wal'))
    .action(async () => exits(await (await import('../commands/backup.ts')).archiveWalCommand()));
  withTarget(ofRepository(backup.command('restore')))
    .description('Restore a base backup beside production, up to a target, paused there.')
    .option(
      '--backup <dir>',
      'plain base backup; or, of a repository, the newest one from before the target, or that of --set',
    )
    .option('--set <label>', 'of a repository, the backup of this label')
    .requiredOption('--into <dir>', 'new directory for the side instance, and for its tablespaces')
    .option('--restore-command <text>', 'restore_command, where WAL is not simply a directory')
    .option('--user <name>', 'superuser of the cluster')
    .option('--database <name>', 'database to connect to')
    .addHelpText(
      'after',
      examples(
        'lifeboat backup restore --backup /srv/base --archive /srv/wal --into /srv/side --before-xid 850',
        'lifeboat backup restore --repository /srv/backups --archive /srv/wal --into /srv/side --until 2026-11-23T02:47:00Z',
      ),
    )
    .action(async options => exits(await (await import('../commands/backup-restore.ts')).restoreCommand(options)));
  backup
    .command('put-back [table...]')
    .description('Put back exactly the rows that one transaction deleted: of the tables, or of all.')
    .requiredOption('--xid <xid>', 'the transaction')
    .requiredOption('--first-lsn <lsn>', 'where it begins in the WAL')
    .requiredOption('--commit-lsn <lsn>', 'where it commits')
    .option('--check', 'count only: what is lost, what is there, what conflicts, which triggers would fire')
    .option('--except <table...>', 'tables whose rows stay deleted')
    .option('--skip-triggers', 'no trigger of the tables fires, except those enabled always (superusers only)')
    .option('--by-key', 'LIFEBOAT_SIDE is a restored dump: lost is what it has and the database has not, by key')
    .option('--archive <dir>', 'directory of archived WAL, for what is no longer on the server')
    .option('--committed-at <time>', 'when the transaction committed, to find it in the archive')
    .addHelpText(
      'after',
      examples(
        'lifeboat backup put-back orders --xid 850 --first-lsn 0/3000060 --commit-lsn 0/3000148 --check',
        'lifeboat backup put-back orders --xid 850 --first-lsn 0/3000060 --commit-lsn 0/3000148',
      ),
    )
    .action(async (tables, options) =>
      exits(await (await import('../commands/backup.ts')).putBackCommand(tables, options)),
    );
  backup
    .command('discard')
    .description('Stop and remove a side instance; only one that `restore` made.')
    .requiredOption('--into <dir>', 'its directory')
    .addHelpText('after', examples('lifeboat backup discard --into /srv/side'))
    .action(async options => exits(await (await import('../commands/backup.ts')).discardCommand(options)));
};
