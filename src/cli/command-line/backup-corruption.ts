/** `lifeboat backup …`: the programs that find damage in a database and mend it. */
import type {Command} from 'commander';
import {type Exits, examples} from './options.ts';

/** The subcommands for a damaged database. */
export const addCorruption = (backup: Command, exits: Exits): void => {
  addLooking(backup, exits);
  addHolding(backup, exits);
  addMending(backup, exits);
};

const commands = () => import('../commands/backup-corruption.ts');

/** Those that change nothing. */
const addLooking = (backup: Command, exits: Exits): void => {
  backup
    .command('scan-pages')
    .description('Check the checksum of every page on the disk, with the server up, and name what is damaged.')
    .option('--data <dir>', 'data directory, where it is another one here than the server says')
    .addHelpText('after', examples('lifeboat backup scan-pages'))
    .action(async options => exits(await (await commands()).scanPagesCommand(options)));
  backup
    .command('find-damage')
    .description('Look for damage of every kind: pages, tables, indexes, foreign keys; say the smallest cure.')
    .option('--data <dir>', 'data directory, where it is another one here than the server says')
    .option('--create-extension', 'install amcheck where it is missing')
    .addHelpText('after', examples('lifeboat backup find-damage --create-extension'))
    .action(async options => exits(await (await commands()).findDamageCommand(options)));
  backup
    .command('compare-copy')
    .description('Compare all rows with a healthy physical copy: a standby, or a side instance of the same moment.')
    .option('--as-it-stands', 'do not wait for a copy that is behind')
    .addHelpText('after', examples('lifeboat backup compare-copy'))
    .action(async options => exits(await (await commands()).compareCopyCommand(options)));
};

const addHolding = (backup: Command, exits: Exits): void => {
  backup
    .command('hold-writes <role...>')
    .description('Take away the logins of roles, end their sessions, and wait until nothing is written any more.')
    .option('--check', 'only look whether nothing is written')
    .option('--brief', 'look at logins, sessions and transactions, and do not watch the WAL stand still')
    .option('--others-may-write', 'look at these roles alone')
    .option('--release', 'give the logins back')
    .addHelpText('after', examples('lifeboat backup hold-writes app', 'lifeboat backup hold-writes app --check'))
    .action(async (roles, options) => exits(await (await commands()).holdWritesCommand(roles, options)));
  backup
    .command('hold-copy')
    .description('Pause the replay of a standby once it stands where its primary stands.')
    .option('--release', 'let it go on')
    .addHelpText('after', examples('lifeboat backup hold-copy', 'lifeboat backup hold-copy --release'))
    .action(async options => exits(await (await commands()).holdCopyCommand(options)));
  backup
    .command('keep-pages')
    .description('Copy the damaged pages as they lie on the disk, with digests, as evidence.')
    .requiredOption('--into <dir>', 'directory for them')
    .option('--data <dir>', 'data directory, where it is another one here than the server says')
    .option('--page <table:block...>', 'pages besides, whose checksums are right')
    .option('--no-scan', 'do not look for damaged pages again: --found says which they are')
    .option('--found <file:block...>', 'damaged pages as scan-pages found them')
    .addHelpText('after', examples('lifeboat backup keep-pages --into /srv/evidence --page public.payments:3'))
    .action(async options => exits(await (await commands()).keepPagesCommand(options)));
  backup
    .command('mark-moment')
    .description('Say where the server stands in its WAL, and bring that into the archive, for a side instance.')
    .addHelpText('after', examples('lifeboat backup mark-moment'))
    .action(async () => exits(await (await commands()).markMomentCommand()));
};

const addMending = (backup: Command, exits: Exits): void => {
  backup
    .command('mend-rows')
    .description('Bring the rows of damaged pages back from a copy that is held still, in one checked transaction.')
    .option('--page <table:block...>', 'pages that could not be read, for a try after one that was killed')
    .addHelpText('after', examples('lifeboat backup mend-rows --page public.orders:4321'))
    .action(async options => exits(await (await commands()).mendRowsCommand(options)));
  backup
    .command('mend-from-dump <table...>')
    .description('Give up pages of tables that cannot be read, and bring back by key what a dump has of them.')
    .addHelpText('after', examples('lifeboat backup mend-from-dump public.orders'))
    .action(async tables => exits(await (await commands()).mendFromDumpCommand(tables)));
  backup
    .command('reindex <index...>')
    .description('Make damaged indexes again while their tables are in use.')
    .addHelpText('after', examples('lifeboat backup reindex public.orders_customer_id_idx'))
    .action(async indexes => exits(await (await commands()).reindexCommand(indexes)));
};
