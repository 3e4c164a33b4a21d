/** `lifeboat backup …`: the programs that bring a cluster to another site, and keep what it needs for that. */
import type {Command} from 'commander';
import {ofRepository} from './backup-repository.ts';
import {type Exits, examples} from './options.ts';

/** The subcommands for a second site, for configurations and for archives. */
export const addSecondSite = (backup: Command, exits: Exits): void => {
  addRestore(backup, exits);
  addConfiguration(backup, exits);
  addArchive(backup, exits);
};

const commands = () => import('../commands/backup-second-site.ts');

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

const settingHelp = 'setting that this site has of its own, such as its address or its archive_command; repeatable';

const addRestore = (backup: Command, exits: Exits): void => {
  ofRepository(backup.command('second-site'))
    .description(
      'Restore a cluster where it never stood: from a backup, all WAL that is left, and the configuration that was saved.',
    )
    .requiredOption('--data <dir>', 'new or empty data directory')
    .option('--backup <dir>', 'plain base backup; or, of a repository, the newest one or that of --set')
    .option('--restore-command <text>', 'restore_command, where WAL is not simply a directory')
    .option('--set <label>', 'of a repository, the backup of this label')
    .option('--tablespaces <dir>', 'new or empty directory that gets one for each tablespace of the cluster')
    .option('--received <dir>', 'directory that pg_receivewal wrote into; its last segment counts as far as it goes')
    .option('--configuration <dir>', 'where configurations were saved; that of the backup by default')
    .option('--label <label>', 'of the saved configurations, this one; the newest by default')
    .option('--directory <dir>', 'where postgresql.conf goes; the data directory by default')
    .option('--setting <name=value>', settingHelp, collect, [])
    .option('--option <name=value>', 'setting for the command line of the server; repeatable', collect, [])
    .option(
      '--advance-sequences <n>',
      'before clients may write: no number that was given out in the lost time comes again',
    )
    .option('--lost-at <time>', 'when the primary was lost, for the loss as a number')
    .option('--last-lsn <lsn>', 'where its WAL was seen last, for the loss as a number')
    .option('--once <name>', 'a restore that was finished under this name is not done again')
    .option('--allow-gap', 'go as far as the WAL goes, though some of it is missing')
    .option('--check', 'say from what it would be restored and what is in the way; change nothing')
    .option('--user <name>', 'superuser of the cluster')
    .option('--database <name>', 'database to connect to')
    .addHelpText(
      'after',
      examples(
        'lifeboat backup second-site --data /srv/pg --repository /srv/backups --archive /srv/wal --check',
        'lifeboat backup second-site --data /srv/pg --repository /srv/backups --archive /srv/wal --received /srv/received --configuration /srv/backups/configuration --setting listen_addresses=10.2.0.11',
      ),
    )
    .action(async options => exits(await (await commands()).secondSiteCommand(options)));
};

const ofConfiguration = (command: Command): Command =>
  command
    .requiredOption('--data <dir>', 'data directory of the cluster')
    .option('--from <dir>', 'where configurations were saved')
    .option('--label <label>', 'the saved one of this label; the newest by default')
    .option('--backup <dir>', 'instead, a plain base backup that has them')
    .option('--directory <dir>', 'where postgresql.conf goes; where it stood when it was saved by default')
    .option('--setting <name=value>', settingHelp, collect, []);

const addConfiguration = (backup: Command, exits: Exits): void => {
  backup
    .command('save-configuration')
    .description(
      'Save postgresql.conf, pg_hba.conf, pg_ident.conf and what they include, with digests; no backup has all of them.',
    )
    .requiredOption('--into <dir>', 'directory for saved configurations, beside the backups')
    .addHelpText('after', examples('lifeboat backup save-configuration --into /srv/backups/configuration'))
    .action(async options => exits(await (await commands()).saveConfigurationCommand(options)));
  ofConfiguration(backup.command('check-configuration'))
    .description(
      'Hold the configuration that is there against one that is kept, and let the server read it; changes nothing.',
    )
    .addHelpText(
      'after',
      examples('lifeboat backup check-configuration --data /srv/pg --from /srv/backups/configuration'),
    )
    .action(async options => exits(await (await commands()).checkConfigurationCommand(options)));
  ofConfiguration(backup.command('restore-configuration'))
    .description(
      'Put a kept configuration where the server looks for it; what stood there and differs is kept beside it.',
    )
    .option('--only-missing', 'put back only what is not there; what differs stays as it is')
    .addHelpText(
      'after',
      examples(
        'lifeboat backup restore-configuration --data /srv/pg --from /srv/backups/configuration',
        'lifeboat backup restore-configuration --data /srv/pg --from /srv/backups/configuration --only-missing',
      ),
    )
    .action(async options => exits(await (await commands()).restoreConfigurationCommand(options)));
};

const addArchive = (backup: Command, exits: Exits): void => {
  backup
    .command('check-archive')
    .description('Say whether the WAL of a server reaches its archive, and what would be lost with the server now.')
    .option('--try', 'end a segment and see what becomes of it; else only the last try is known')
    .addHelpText('after', examples('lifeboat backup check-archive', 'lifeboat backup check-archive --try'))
    .action(async options => exits(await (await commands()).checkArchiveCommand(options)));
  backup
    .command('begin-archive')
    .description('Give a server a new directory for its WAL, and wait until a segment has arrived there.')
    .requiredOption('--into <dir>', 'directory on the host of the server; made where it is missing')
    .addHelpText('after', examples('lifeboat backup begin-archive --into /srv/wal'))
    .action(async options => exits(await (await commands()).beginArchiveCommand(options)));
};
