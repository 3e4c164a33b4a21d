/** `lifeboat backup …`: the programs for an archive that takes nothing, a disk that is full, and a backup that is damaged. */
import type {Command} from 'commander';
import {type Exits, examples} from './options.ts';

const commands = () => import('../commands/backup-upkeep.ts');

/** The subcommands for what keeps backups and WAL. */
export const addUpkeep = (backup: Command, exits: Exits): void => {
  backup
    .command('explain-archive')
    .description(
      'Say why a server archives no WAL: its command is read, not run, and programs, places and room are looked at.',
    )
    .addHelpText('after', examples('lifeboat backup explain-archive'))
    .action(async () => exits(await (await commands()).explainArchiveCommand()));
  backup
    .command('what-fills')
    .description('Say what holds the space of the disks of a cluster, whether its server runs or not; changes nothing.')
    .requiredOption('--data <dir>', 'data directory of the cluster')
    .option('--identifier <id>', 'its system identifier; another one is refused')
    .addHelpText('after', examples('lifeboat backup what-fills --data /srv/pg'))
    .action(async options => exits(await (await commands()).whatFillsCommand(options)));
  backup
    .command('move-away <file>')
    .description('Move a file that is of no cluster to another disk: copied, compared, then removed; never WAL.')
    .requiredOption('--into <dir>', 'directory on another disk')
    .addHelpText('after', examples('lifeboat backup move-away /srv/wal-disk/old.dump --into /mnt/spare'))
    .action(async (file, options) => exits(await (await commands()).moveAwayCommand(file, options)));
  backup
    .command('set-aside <label>')
    .description('Take a backup out of its repository and keep it as evidence, where no restore finds it.')
    .requiredOption('--repository <dir>', 'directory of the backups, or the backup itself')
    .requiredOption('--into <dir>', 'directory on the same disk that keeps it')
    .option('--back', 'put it back where it was')
    .addHelpText(
      'after',
      examples(
        'lifeboat backup set-aside 20261123T024700Z --repository /srv/backups --into /srv/damaged-backups',
        'lifeboat backup set-aside 20261123T024700Z --repository /srv/backups --into /srv/damaged-backups --back',
      ),
    )
    .action(async (label, options) => exits(await (await commands()).setAsideCommand(label, options)));
};
