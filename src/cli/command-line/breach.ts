/** `lifeboat breach …`: the programs that recovery steps call after unauthorized access. */
import type {Command} from 'commander';
import {type Exits, examples} from './options.ts';

/** The subcommands of `breach`. */
export const addBreach = (root: Command, exits: Exits): void => {
  const breach = root
    .command('breach')
    .description('The programs that recovery steps call after unauthorized access; results are JSON.')
    .addHelpText(
      'after',
      `${examples('lifeboat breach isolate --help')}\nEnvironment:\n  LIFEBOAT_DATABASE  the database, as a superuser\n  LIFEBOAT_SIDE      the side instance of before\n  LIFEBOAT_CLIENT    the database as clients reach it\n  LIFEBOAT_POOLER    the admin console of a PgBouncer\n`,
    );
  addLooking(breach, exits);
  addIsolating(breach, exits);
  addReverting(breach, exits);
  addRotating(breach, exits);
};

const commands = () => import('../commands/breach.ts');
const cures = () => import('../commands/breach-cure.ts');

const addLooking = (breach: Command, exits: Exits): void => {
  breach
    .command('ready')
    .description('Say what can be told after a breach of this server, and what cannot: audit log, its format, WAL.')
    .addHelpText('after', examples('lifeboat breach ready'))
    .action(async () => exits(await (await commands()).readyCommand()));
  breach
    .command('evidence')
    .description('Keep sessions, roles, rights, code, configuration and logs in a new directory, with digests.')
    .requiredOption('--into <dir>', 'where that directory is made; with --check the directory itself')
    .option('--since <time>', 'leave out logs that were last written before this time')
    .option('--logs <dir>', "directory of the logs on the server's host, where its settings do not name it")
    .option('--file <path...>', "further files on the server's host")
    .option('--check', 'read what was kept again, and compare it with its digests')
    .option('--digest <hex>', 'with --check: the digest of the list, as it was noted when it was kept')
    .addHelpText(
      'after',
      examples(
        'lifeboat breach evidence --into /srv/evidence --since 2026-11-23T00:00:00Z',
        'lifeboat breach evidence --into /srv/evidence/20261123T031207Z-4bX1zq --check',
      ),
    )
    .action(async options => exits(await (await commands()).evidenceCommand(options)));
  breach
    .command('scope')
    .description('Say who did what, by the audit log in the evidence: rows read and changed, from which address.')
    .requiredOption('--evidence <dir>', 'directory of the evidence')
    .requiredOption('--from <time>', 'begin of the window')
    .option('--earlier <duration>', 'begin so much before that time')
    .option('--to <time>', 'end of the window')
    .option('--address <address...>', "addresses that are the intruder's; local is the socket")
    .option('--role <role...>', "roles that are the intruder's")
    .addHelpText(
      'after',
      examples(
        'lifeboat breach scope --evidence /srv/evidence/20261123T031207Z-4bX1zq --from 2026-11-23T00:00:00Z --address 203.0.113.7',
      ),
    )
    .action(async options => exits(await (await commands()).scopeCommand(options)));
  breach
    .command('compare-files')
    .description('Compare pg_hba.conf, pg_ident.conf and the settings with files of before.')
    .requiredOption('--known <dir>', 'directory with the files of before: a base backup, or saved configuration')
    .option('--record <dir>', 'record of isolating, whose pg_hba.conf of before is compared')
    .addHelpText('after', examples('lifeboat breach compare-files --known /srv/base --record /srv/isolation'))
    .action(async options => exits(await (await commands()).compareFilesCommand(options)));
};

const addIsolating = (breach: Command, exits: Exits): void => {
  breach
    .command('isolate')
    .description('Let nobody else in, end all other sessions and take all other logins; undone by reopen.')
    .requiredOption('--record <dir>', 'directory that keeps how it was')
    .option('--keep <login...>', 'logins that stay, such as replicator@10.0.0.2, or replicator@local for the socket')
    .option('--check', 'only look whether nobody else is there or gets in')
    .addHelpText('after', examples('lifeboat breach isolate --record /srv/isolation --keep replicator@10.0.0.2'))
    .action(async options => exits(await (await commands()).isolateCommand(options)));
  breach
    .command('reopen')
    .description('Let people and programs in again, by the rules and with the logins of before.')
    .requiredOption('--record <dir>', 'the directory that isolate was given')
    .option('--without-line <line...>', 'lines of pg_hba.conf that do not come back')
    .option('--except <role...>', 'roles that stay without a login')
    .addHelpText('after', examples('lifeboat breach reopen --record /srv/isolation'))
    .action(async options => exits(await (await commands()).reopenCommand(options)));
};

const addReverting = (breach: Command, exits: Exits): void => {
  breach
    .command('gather-wal')
    .description('Make an archive anew: WAL of a second copy, and what the server still has itself.')
    .requiredOption('--archive <dir>', 'the archive of the second copy')
    .requiredOption('--into <dir>', 'directory for the new one')
    .addHelpText('after', examples('lifeboat breach gather-wal --archive /mnt/second/archive --into /srv/wal'))
    .action(async options => exits(await (await commands()).gatherWalCommand(options)));
  breach
    .command('revert-objects')
    .description('Take back what differs in roles, rights, code and structure from the side instance of before.')
    .option('--keep <name...>', 'what stays as it is, named as --check does')
    .option('--check', 'only say what differs')
    .option('--server', 'only what the server itself is made of: first of all, because other questions run it')
    .addHelpText('after', examples('lifeboat breach revert-objects --check'))
    .action(async options => exits(await (await cures()).revertObjectsCommand(options)));
  breach
    .command('revert-rows')
    .description("Take back what the intruder's transactions did to rows; what others wrote stays.")
    .requiredOption('--xid <xid...>', "the intruder's transactions")
    .requiredOption('--from <time>', 'begin of the window in which they committed')
    .option('--earlier <duration>', 'begin so much before that time')
    .option('--to <time>', 'end of the window')
    .option('--archive <dir>', 'directory of archived WAL, for what is no longer on the server')
    .option('--except <table...>', 'tables that stay as they are')
    .option(
      '--keep <what...>',
      'what is our own of that which tables evaluate for each row, as revert-objects names it',
    )
    .option('--skip-triggers', 'no trigger of the tables fires, except those enabled always')
    .option('--create-extension', 'install pg_walinspect where it is missing')
    .option('--check', 'count only')
    .addHelpText('after', examples('lifeboat breach revert-rows --xid 850 851 --from 2026-11-23T02:00:00Z --check'))
    .action(async options => exits(await (await cures()).revertRowsCommand(options)));
};

const addRotating = (breach: Command, exits: Exits): void => {
  breach
    .command('rotate [role...]')
    .description('Give roles new passwords, sent as verifiers; without roles all that have one and can log in.')
    .requiredOption('--into <file>', 'new password file (0600) for the store of secrets')
    .option('--once <name>', 'the file of a try under this name is taken up again; any other one is refused')
    .option('--store <file>', 'password file that programs read: its lines get the new passwords, the old are kept')
    .option('--pooler-users <file>', 'auth_file of a PgBouncer on this host, which gets the new verifiers')
    .option('--except <role...>', 'roles that keep their password')
    .addHelpText(
      'after',
      examples('lifeboat breach rotate --into new-passwords', 'lifeboat breach rotate app --into new-passwords'),
    )
    .action(async (roles, options) => exits(await (await cures()).rotateCommand(roles, options)));
  breach
    .command('prove')
    .description('Try every old login, which must be refused, and every new one, which must work.')
    .requiredOption('--old <file>', 'logins of before: a password file, or connection strings, one a line')
    .requiredOption('--new <file>', 'password file with the new ones')
    .addHelpText('after', examples('lifeboat breach prove --old new-passwords.old --new new-passwords'))
    .action(async options => exits(await (await cures()).proveCommand(options)));
};
