/** `lifeboat backup …` for dumps: looked through, restored beside, and put in the place of what was there. */
import type {Command} from 'commander';
import {type Exits, examples} from './options.ts';

const commands = () => import('../commands/backup-dumps.ts');

const parts = () => import('../commands/backup-dump-parts.ts');

/** These subcommands of `backup`. */
export const addDumps = (backup: Command, exits: Exits): void => {
  addWhole(backup, exits);
  addParts(backup, exits);
  addServers(backup, exits);
};

const addWhole = (backup: Command, exits: Exits): void => {
  backup
    .command('check-dump')
    .description(
      'Read a dump to its end: what is in it, what the server lacks for it; one that is not whole is exit 4.',
    )
    .requiredOption('--dump <path>', 'SQL, SQL in gzip, or what pg_dump writes as custom, tar or directory')
    .option('--taken-at <time>', 'when it was begun, where neither the dump nor its name says it')
    .addHelpText('after', examples('lifeboat backup check-dump --dump /srv/dumps/backup_20261101_020000.sql.gz'))
    .action(async options => exits(await (await commands()).checkDumpCommand(options)));
  backup
    .command('restore-database <name>')
    .description('Restore a dump as a database beside the one of that name, and hold it against the dump.')
    .requiredOption('--dump <path>', 'the dump')
    .option('--taken-at <time>', 'when it was begun, where neither the dump nor its name says it')
    .option('--skip-numbers <n>', 'how many numbers each sequence leaves out; none by default')
    .option('--trust-dump', 'load SQL by a psql that is too old to leave commands in it alone')
    .addHelpText(
      'after',
      examples('lifeboat backup restore-database shop --dump /srv/dumps/shop.dump --skip-numbers 100000'),
    )
    .action(async (name, options) => exits(await (await commands()).restoreDatabaseCommand(name, options)));
  backup
    .command('written-since <name>')
    .description('Count what the database has and the restored dump has not, row by row; before the swap or after it.')
    .option('--side', 'the database of today is LIFEBOAT_SIDE, on another server')
    .addHelpText('after', examples('lifeboat backup written-since shop'))
    .action(async (name, options) => exits(await (await commands()).writtenSinceCommand(name, options)));
  backup
    .command('swap-database <name>')
    .description('Give the restored database its name, and the one that was there another; nothing is dropped.')
    .option('--dump <path>', 'the dump, for rights and settings of a database that is gone')
    .option('--check', 'say only which of them there are')
    .option('--undo', 'give the names back')
    .option('--discard', 'drop the restored one, where it has not got the name')
    .addHelpText('after', examples('lifeboat backup swap-database shop', 'lifeboat backup swap-database shop --undo'))
    .action(async (name, options) => exits(await (await commands()).swapDatabaseCommand(name, options)));
};

const addServers = (backup: Command, exits: Exits): void => {
  backup
    .command('carry-roles')
    .description(
      'Make the roles of LIFEBOAT_SIDE on the server of LIFEBOAT_DATABASE, with passwords, memberships and settings.',
    )
    .addHelpText('after', examples('lifeboat backup carry-roles'))
    .action(async () => exits(await (await commands()).carryRolesCommand()));
};

const addParts = (backup: Command, exits: Exits): void => {
  backup
    .command('restore-table <table>')
    .description('Bring one table that is gone back from a dump, with its indexes, constraints, rights and references.')
    .requiredOption('--dump <path>', 'the dump')
    .option('--taken-at <time>', 'when it was begun, where neither the dump nor its name says it')
    .option('--skip-numbers <n>', 'how many numbers each of its sequences leaves out; none by default')
    .option('--trust-dump', 'load SQL by a psql that is too old to leave commands in it alone')
    .option('--check', 'say only what would come back')
    .option('--finish', 'a table that is there was made by a try that was cut off: do what is missing')
    .addHelpText(
      'after',
      examples(
        'lifeboat backup restore-table public.payments --dump /srv/dumps/shop.dump --check',
        'lifeboat backup restore-table public.payments --dump /srv/dumps/shop.dump --skip-numbers 10000',
      ),
    )
    .action(async (table, options) => exits(await (await parts()).restoreTableCommand(table, options)));
  backup
    .command('put-rows <table...>')
    .description('Put rows back by key that the dump restored beside has and the database has not, in one transaction.')
    .option('--where <condition>', 'only rows of the dump for which this holds, in SQL; it runs on the dump alone')
    .option('--check', 'count only: what is lacking, what is there, what is there in another form')
    .option('--expect <n>', 'the number that was counted; another one changes nothing')
    .option('--skip-triggers', 'no trigger of the tables fires, except those enabled always (superusers only)')
    .addHelpText(
      'after',
      examples(
        `lifeboat backup put-rows public.orders --where "placed_at < '2026-11-01'" --check`,
        `lifeboat backup put-rows public.orders --where "placed_at < '2026-11-01'" --expect 240`,
      ),
    )
    .action(async (tables, options) => exits(await (await parts()).putRowsCommand(tables, options)));
};
