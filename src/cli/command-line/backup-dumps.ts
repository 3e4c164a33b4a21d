/** `lifeboat backup …` for dumps: looked through, restored beside, and put in the place of what was there. */
import type {Command} from 'commander';
import {type Exits, examples} from './options.ts';

const commands = () => import('../commands/backup-dumps.ts');

/** These subcommands of `backup`. */
export const addDumps = (backup: Command, exits: Exits): void => {
  backup
    .command('check-dump')
    .description('Read a dump to its end: whether it is whole, what is in it, what the server lacks for it.')
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
    .addHelpText(
      'after',
      examples('lifeboat backup restore-database shop --dump /srv/dumps/shop.dump --skip-numbers 100000'),
    )
    .action(async (name, options) => exits(await (await commands()).restoreDatabaseCommand(name, options)));
  backup
    .command('written-since <name>')
    .description('Count what the database has and the restored dump has not, row by row; before the swap or after it.')
    .addHelpText('after', examples('lifeboat backup written-since shop'))
    .action(async name => exits(await (await commands()).writtenSinceCommand(name)));
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
