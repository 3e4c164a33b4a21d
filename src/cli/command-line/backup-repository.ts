/** `lifeboat backup take`, `list`, `verify`: the backups of a repository. */
import type {Command} from 'commander';
import {type Exits, examples} from './options.ts';

const commands = () => import('../commands/backup-repository.ts');

/** The options that say where backups are kept, and by whom. */
export const ofRepository = (command: Command): Command =>
  command
    .option('--driver <name>', 'builtin, pgbackrest or pg_dump; builtin by default')
    .option('--repository <dir>', 'of builtin and pg_dump: the directory that holds the backups')
    .option('--archive <dir>', 'of builtin: directory of archived WAL')
    .option('--config <file>', 'of pgbackrest: its configuration')
    .option('--stanza <name>', 'of pgbackrest: the name of the cluster in it');

/** The subcommands that deal with whole backups. */
export const addRepository = (backup: Command, exits: Exits): void => {
  ofRepository(backup.command('take'))
    .description('Take a backup of the whole cluster, or with pg_dump of one database.')
    .option('--type <type>', 'of pgbackrest: full, diff or incr; full by default')
    .addHelpText(
      'after',
      examples(
        'lifeboat backup take --repository /srv/backups',
        'lifeboat backup take --driver pgbackrest --config /etc/pgbackrest.conf --stanza tickets --type diff',
      ),
    )
    .action(async options => exits(await (await commands()).takeCommand(options)));
  ofRepository(backup.command('list'))
    .description('List the backups of a repository, with what is known to be wrong with them.')
    .addHelpText('after', examples('lifeboat backup list --repository /srv/backups'))
    .action(async options => exits(await (await commands()).listCommand(options)));
  ofRepository(backup.command('verify [label]'))
    .description('Look into a backup, the newest by default: files, pages and WAL; one that is not right is exit 4.')
    .addHelpText('after', examples('lifeboat backup verify --repository /srv/backups --archive /srv/wal'))
    .action(async (label, options) => exits(await (await commands()).verifyBackupCommand(label, options)));
};
