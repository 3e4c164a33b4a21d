/** Commands that write runbooks. */
import type {Command} from 'commander';
import {type Exits, examples} from './options.ts';

/** `new`. */
export const addWriting = (root: Command, exits: Exits): void => {
  root
    .command('new [name]')
    .description('Write a new runbook that lints clean and runs as it stands; on a terminal without a name it asks.')
    .option('--scenario <scenario>', 'corruption, deletion, infrastructure, breach or routine; routine by default')
    .option('--title <title>', 'its title; made of the name by default')
    .option('--owner <contact>', 'the contact of the plan who keeps it up to date')
    .option('--directory <dir>', 'where it goes; runbooks where there is such a directory, else here')
    .addHelpText(
      'after',
      examples(
        'lifeboat new site-down --scenario infrastructure',
        'lifeboat new lost-orders --scenario deletion --directory runbooks/deletion',
      ),
    )
    .action(async (name, options) => exits(await (await import('../commands/new.ts')).newCommand(name, options)));
};
