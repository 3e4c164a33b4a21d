/** Commands that turn a runbook into something to look at and to hand out: a picture, paper. */
import type {Command} from 'commander';
import {type Exits, examples} from './options.ts';

/** `graph` and `print`. */
export const addPapers = (root: Command, exits: Exits): void => {
  root
    .command('graph <runbook>')
    .description('Draw all ways through a runbook.')
    .option('--format <format>', 'mermaid, dot, svg or xstate', 'mermaid')
    .option('--output <file>', 'write this file instead of standard output')
    .addHelpText(
      'after',
      examples(
        'lifeboat graph accidental-deletion',
        'lifeboat graph accidental-deletion --format svg --output accidental-deletion.svg',
        'lifeboat graph accidental-deletion --format dot | dot -Tpdf > accidental-deletion.pdf',
      ),
    )
    .action(async (runbook, options) => exits((await import('../commands/graph.ts')).graphCommand(runbook, options)));
  root
    .command('print <runbook>')
    .description('Print a runbook as a checklist on paper, in Markdown, for when every screen is dark.')
    .option('--output <file>', 'write this file instead of standard output')
    .addHelpText(
      'after',
      examples(
        'lifeboat print accidental-deletion | lp',
        'lifeboat print accidental-deletion --output accidental-deletion.md',
      ),
    )
    .action(async (runbook, options) => exits((await import('../commands/print.ts')).printCommand(runbook, options)));
};
