/** Commands that take stock: what is here, and what was done over time. */
import type {Command} from 'commander';
import {type Exits, examples} from './options.ts';

/** `doctor`. */
export const addTakingStock = (root: Command, exits: Exits): void => {
  root
    .command('doctor')
    .description('Say which tools, servers and directories are here, what needs them, and how to get what is missing.')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('lifeboat doctor', 'lifeboat doctor --json'))
    .action(async options => exits(await (await import('../commands/doctor.ts')).doctorCommand(options)));
};
