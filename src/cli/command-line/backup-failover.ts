/** `lifeboat backup …`: the programs that a failover is made of. */
import type {Command} from 'commander';
import {type Exits, examples} from './options.ts';

/** The subcommands for a primary that is lost. */
export const addFailover = (backup: Command, exits: Exits): void => {
  addLooking(backup, exits);
  addTurning(backup, exits);
  addHandingOver(backup, exits);
  addRedirecting(backup, exits);
  addRebuilding(backup, exits);
};

const commands = () => import('../commands/backup-failover.ts');
const redirects = () => import('../commands/backup-redirect.ts');

const addLooking = (backup: Command, exits: Exits): void => {
  backup
    .command('look-at-primary')
    .description('Say whether the primary is really gone: by the network, its console, its files, and its standby.')
    .option('--data <dir>', 'its data directory, where this is its host')
    .option('--resolver <place>', 'HOST:PORT of the name service that clients ask')
    .option('--tries <count>', 'how many silences in a row count; 3 by default')
    .option('--timeout <duration>', 'how long each of them is; 1s by default')
    .addHelpText('after', examples('lifeboat backup look-at-primary --data /srv/pg'))
    .action(async options => exits(await (await commands()).lookAtPrimaryCommand(options)));
  backup
    .command('prove-clients')
    .description('Write by the way that clients take (LIFEBOAT_CLIENT), read it back, and see which server it was.')
    .option('--resolver <place>', 'HOST:PORT of the name service that clients ask')
    .addHelpText(
      'after',
      examples('lifeboat backup prove-clients', 'lifeboat backup prove-clients --resolver 192.0.2.53:53'),
    )
    .action(async options => exits(await (await commands()).proveClientsCommand(options)));
};

const addTurning = (backup: Command, exits: Exits): void => {
  backup
    .command('fence')
    .description('Stop an old primary for good: whoever starts it again gets a server that takes no writes.')
    .requiredOption('--data <dir>', 'its data directory; this must be its host')
    .option('--identifier <id>', 'the system identifier that was confirmed; another one is refused')
    .option('--within <duration>', 'how long its stop in good order may take; 30s by default')
    .option('--check', 'only look whether it is fenced')
    .option(
      '--release',
      'let it be started as a primary again; where LIFEBOAT_SIDE is given, only while that is a standby',
    )
    .addHelpText(
      'after',
      examples('lifeboat backup fence --data /srv/pg', 'lifeboat backup fence --data /srv/pg --check'),
    )
    .action(async options => exits(await (await commands()).fenceCommand(options)));
  backup
    .command('promote')
    .description('Make a standby (LIFEBOAT_SIDE) the primary; refused while the old one may still take writes.')
    .option('--old-data <dir>', 'data directory of the old primary, where this is its host')
    .option('--fenced-by <text>', 'what keeps the old primary from taking writes, where it cannot be looked at here')
    .option('--identifier <id>', 'the system identifier that was confirmed; another one is refused')
    .option('--accept-loss', 'promote although it lacks WAL that the old primary has written, or nothing says so')
    .option('--catch-up <duration>', 'how long to wait for such WAL; 10s by default')
    .option('--within <duration>', 'how long its recovery may take; 5m by default')
    .option('--check', 'say only what would be had and what is in the way')
    .addHelpText(
      'after',
      examples(
        'lifeboat backup promote --old-data /srv/pg --check',
        'lifeboat backup promote --fenced-by "the power of its host is off" --accept-loss',
      ),
    )
    .action(async options => exits(await (await commands()).promoteCommand(options)));
};

const addHandingOver = (backup: Command, exits: Exits): void => {
  backup
    .command('hand-over-wal')
    .description('Bring WAL that only a fenced primary has into the archive that its standby (LIFEBOAT_SIDE) reads.')
    .requiredOption('--old-data <dir>', 'data directory of the old primary; this must be its host')
    .requiredOption('--archive <dir>', 'the directory that restore_command of the standby reads')
    .option(
      '--fenced-by <text>',
      'what keeps it from writes, where it was not stopped here; of one that runs LIFEBOAT_CONSOLE shows that nobody is connected',
    )
    .option('--identifier <id>', 'the system identifier that was confirmed; another one is refused')
    .option('--within <duration>', 'how long to wait until the standby has taken it up; 30s by default')
    .addHelpText(
      'after',
      examples(
        'lifeboat backup hand-over-wal --old-data /srv/pg --archive /srv/wal',
        'lifeboat backup hand-over-wal --old-data /srv/pg --archive /srv/wal --fenced-by "its port of the network is off"',
      ),
    )
    .action(async options => exits(await (await commands()).handOverWalCommand(options)));
};

const addRedirecting = (backup: Command, exits: Exits): void => {
  backup
    .command('redirect-name')
    .description('Point a name at another address, by a signed update of the name service.')
    .requiredOption('--service <place>', 'HOST:PORT of the name service')
    .requiredOption('--zone <zone>', 'the zone that the name is in')
    .requiredOption('--name <name>', 'the whole name')
    .requiredOption('--key <file>', 'file of the key that signs the update (TSIG)')
    .requiredOption('--to <host>', 'where clients are to go')
    .option('--ttl <duration>', 'how long clients may remember it; 5s by default')
    .addHelpText(
      'after',
      examples(
        'lifeboat backup redirect-name --service 192.0.2.53:53 --zone example.org --name db.example.org --key /etc/bind/move.key --to 192.0.2.12',
      ),
    )
    .action(async options => exits(await (await redirects()).redirectNameCommand(options)));
  fromTo(backup.command('redirect-pooler'))
    .description('Send the clients of a PgBouncer to another server; LIFEBOAT_POOLER is its admin console.')
    .requiredOption('--pooler-config <file>', 'its configuration file')
    .option('--also <place...>', 'HOST:PORT that is the old server too: an alias, or another address of it')
    .option('--keep <name...>', 'a database that leads to another server on purpose, and stays')
    .addHelpText(
      'after',
      examples(
        'lifeboat backup redirect-pooler --pooler-config /etc/pgbouncer/pgbouncer.ini --from 192.0.2.11:5432 --to 192.0.2.12:5432',
      ),
    )
    .action(async options => exits(await (await redirects()).redirectPoolerCommand(options)));
  fromTo(backup.command('redirect-balancer'))
    .description('Send the clients of a HAProxy to another server, by its stats socket.')
    .requiredOption('--socket <path>', 'its stats socket, with level admin')
    .addHelpText(
      'after',
      examples(
        'lifeboat backup redirect-balancer --socket /run/haproxy/admin.sock --from 192.0.2.11:5432 --to 192.0.2.12:5432',
      ),
    )
    .action(async options => exits(await (await redirects()).redirectBalancerCommand(options)));
};

const fromTo = (command: Command): Command =>
  command
    .requiredOption('--from <place>', 'HOST:PORT of the old server, as it is written there')
    .requiredOption('--to <place>', 'HOST:PORT of the server that takes writes now');

const addRebuilding = (backup: Command, exits: Exits): void => {
  backup
    .command('rebuild-standby')
    .description('Make an old primary a standby of the new one (LIFEBOAT_DATABASE); its old files are kept beside.')
    .requiredOption('--data <dir>', 'its data directory; this must be its host')
    .requiredOption('--slot <name>', 'name of its slot on the new primary')
    .option('--option <name=value...>', 'settings for its start, where its files are lost or others are wanted')
    .option('--archive <dir>', 'directory of the archive of the new primary, where this host reads it')
    .option('--within <duration>', 'how long it may take until it follows; 10m by default')
    .addHelpText('after', examples('lifeboat backup rebuild-standby --data /srv/pg --slot site_a'))
    .action(async options => exits(await (await commands()).rebuildStandbyCommand(options)));
};
