/** `lifeboat backup …` for what DROP, TRUNCATE and UPDATE took: found, brought back, and the side instance moved. */
import type {Command} from 'commander';
import {type Exits, examples} from './options.ts';

/** These subcommands of `backup`. */
export const addUndelete = (backup: Command, exits: Exits): void => {
  addSearches(backup, exits);
  addReturns(backup, exits);
  addMoves(backup, exits);
  addOtherPlaces(backup, exits);
};

const commands = () => import('../commands/backup-undelete.ts');
const sources = () => import('../commands/backup-sources.ts');

/** What every search of WAL can be told. */
const searching = (command: Command): Command =>
  command
    .option('--around <time>', 'search before and after this time')
    .option('--within <duration>', 'how far before and after it; 30m by default')
    .option('--from <time>', 'begin of the window')
    .option('--to <time>', 'end of the window')
    .option('--xid <xid>', 'only this transaction')
    .option('--create-extension', 'install pg_walinspect where it is missing')
    .option('--archive <dir>', 'directory of archived WAL, for what is no longer on the server')
    .option('--switch-wal', 'archive the current segment first, where the server cannot search its own WAL');

const addSearches = (backup: Command, exits: Exits): void => {
  searching(
    backup
      .command('find-removal [name...]')
      .description('List the transactions that dropped or emptied tables, or dropped a database.'),
  )
    .option('--kind <kind>', 'only database, dropped or truncated')
    .option('--backup <dir>', 'plain base backup, whose catalog names what is gone')
    .addHelpText(
      'after',
      examples(
        'lifeboat backup find-removal orders --around 2026-11-23T02:47:00Z --backup /srv/base',
        'lifeboat backup find-removal --kind database --from 2026-11-23T02:00:00Z --backup /srv/base',
      ),
    )
    .action(async (names, options) => exits(await (await commands()).findRemovalCommand(names, options)));
  searching(
    backup
      .command('find-update [table...]')
      .description('List the transactions that changed rows of the tables, with all that they changed.'),
  )
    .addHelpText(
      'after',
      examples('lifeboat backup find-update prices --around 2026-11-23T02:47:00Z --archive /srv/wal'),
    )
    .action(async (tables, options) => exits(await (await commands()).findUpdateCommand(tables, options)));
};

const addReturns = (backup: Command, exits: Exits): void => {
  backup
    .command('undelete [table...]')
    .description('Bring tables back that one transaction dropped or emptied, with all that hung on them.')
    .requiredOption('--files <number...>', 'files that the transaction removed, as find-removal lists them')
    .requiredOption('--before-lsn <lsn>', 'where the side instance stands, as find-removal gives it')
    .option('--check', 'count only: what is gone, what is lacking, what conflicts')
    .option('--except <table...>', 'tables that stay as they are')
    .option('--skip-triggers', 'no trigger of tables that are there fires, except those enabled always')
    .addHelpText(
      'after',
      examples(
        'lifeboat backup undelete --files 16393 16397 --before-lsn 0/3000060 --check',
        'lifeboat backup undelete orders --files 16393 16397 --before-lsn 0/3000060',
      ),
    )
    .action(async (tables, options) => exits(await (await commands()).undeleteCommand(tables, options)));
  backup
    .command('undo-update [table...]')
    .description('Give rows the values back that one transaction changed, where nobody has changed them since.')
    .requiredOption('--xid <xid>', 'the transaction')
    .requiredOption('--first-lsn <lsn>', 'where it begins in the WAL')
    .requiredOption('--commit-lsn <lsn>', 'where it commits')
    .option('--savepoints <xid...>', 'numbers of its savepoints, as find-update lists them')
    .option('--check', 'count only: what is wrong, what was changed since, what is gone')
    .option('--except <table...>', 'tables whose rows stay as they are')
    .option('--skip-triggers', 'no trigger of the tables fires, except those enabled always (superusers only)')
    .option('--archive <dir>', 'directory of archived WAL, for what is no longer on the server')
    .option('--committed-at <time>', 'when the transaction committed, to find it in the archive')
    .addHelpText(
      'after',
      examples('lifeboat backup undo-update prices --xid 850 --first-lsn 0/3000060 --commit-lsn 0/3000148 --check'),
    )
    .action(async (tables, options) => exits(await (await commands()).undoUpdateCommand(tables, options)));
  backup
    .command('undelete-database <name>')
    .description('Bring a dropped database back from a side instance, compared before it gets its name.')
    .requiredOption('--before-lsn <lsn>', 'where the side instance stands, as find-removal gives it')
    .option('--check', 'say only whether it is there, and whether all that it had is in it')
    .addHelpText('after', examples('lifeboat backup undelete-database shop --before-lsn 0/3000060'))
    .action(async (name, options) => exits(await (await commands()).undeleteDatabaseCommand(name, options)));
};

const addMoves = (backup: Command, exits: Exits): void => {
  backup
    .command('move-side')
    .description('Move a side instance to another moment, forward or back.')
    .requiredOption('--into <dir>', 'its directory')
    .option('--before-xid <xid>', 'stop just before this transaction commits')
    .option('--before-lsn <lsn>', 'stop just before this place in the WAL')
    .option('--until <time>', 'stop at this time')
    .option('--user <name>', 'superuser of the cluster')
    .option('--database <name>', 'database to connect to')
    .addHelpText('after', examples('lifeboat backup move-side --into /srv/side --until 2026-11-23T02:46:30Z'))
    .action(async options => exits(await (await sources()).moveSideCommand(options)));
};

const addOtherPlaces = (backup: Command, exits: Exits): void => {
  backup
    .command('hold-delayed')
    .description('Hold a standby that replays late just before a transaction; LIFEBOAT_SIDE is its connection.')
    .requiredOption('--data <dir>', 'its data directory')
    .requiredOption('--before-xid <xid>', 'stop just before this transaction commits')
    .requiredOption('--commit-lsn <lsn>', 'where it commits')
    .addHelpText(
      'after',
      examples('lifeboat backup hold-delayed --data /srv/delayed --before-xid 850 --commit-lsn 0/3000148'),
    )
    .action(async options => exits(await (await sources()).holdDelayedCommand(options)));
  backup
    .command('release-delayed')
    .description('Let a standby follow its primary again that hold-delayed has held.')
    .requiredOption('--data <dir>', 'its data directory')
    .addHelpText('after', examples('lifeboat backup release-delayed --data /srv/delayed'))
    .action(async options => exits(await (await sources()).releaseDelayedCommand(options)));
  backup
    .command('restore-dump <table...>')
    .description('Make a server of a dump in directory format beside production, with the rows of these tables.')
    .requiredOption('--dump <dir>', 'directory that pg_dump --format=directory wrote')
    .requiredOption('--into <dir>', 'new directory for the server')
    .addHelpText('after', examples('lifeboat backup restore-dump orders payments --dump /srv/dump --into /srv/side'))
    .action(async (tables, options) => exits(await (await sources()).restoreDumpCommand(tables, options)));
  backup
    .command('look-at-dump')
    .description('Say when a dump in directory format was taken.')
    .requiredOption('--dump <dir>', 'directory that pg_dump --format=directory wrote')
    .addHelpText('after', examples('lifeboat backup look-at-dump --dump /srv/dump'))
    .action(async options => exits(await (await sources()).lookAtDumpCommand(options)));
};
