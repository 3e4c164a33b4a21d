/** Commands that take stock: what is here, and what was done over time. */
import type {Command} from 'commander';
import {type Exits, examples} from './options.ts';

/** `history` and `doctor`. */
export const addTakingStock = (root: Command, exits: Exits): void => {
  root
    .command('history [runbook]')
    .description(
      'Say how drills and incidents went over time: RTA against RTO, step by step, and what of a runbook nobody has gone through yet.',
    )
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      examples('lifeboat history', 'lifeboat history accidental-deletion', 'lifeboat history --json'),
    )
    .action(async (runbook, options) =>
      exits((await import('../commands/history.ts')).historyCommand(runbook, options)),
    );
  root
    .command('doctor')
    .description('Say which tools, servers and directories are here, what needs them, and how to get what is missing.')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('lifeboat doctor', 'lifeboat doctor --json'))
    .action(async options => exits(await (await import('../commands/doctor.ts')).doctorCommand(options)));
};
