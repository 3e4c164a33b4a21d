/** Commands for whoever writes runbooks: nothing is carried out. */
import {type Command, Option} from 'commander';
import type {LintFormat} from '../lint-formats.ts';
import {type Exits, examples} from './options.ts';

const lintFormats: readonly LintFormat[] = ['text', 'json', 'sarif', 'github'];

/** `lint`. */
export const addAuthoring = (root: Command, exits: Exits): void => {
  root
    .command('lint [path...]')
    .description('Check runbooks and their plan without running anything.')
    .addOption(new Option('--format <format>', 'how findings are printed').choices(lintFormats).default('text'))
    .option('--json', 'as JSON')
    .option('--proof', 'what holds on every way through one runbook, and what does not')
    .addHelpText(
      'after',
      examples(
        'lifeboat lint runbooks',
        'lifeboat lint runbooks/deletion/accidental-deletion.yaml --json',
        'lifeboat lint runbooks --format sarif > lint.sarif',
        'lifeboat lint --proof runbooks/deletion/accidental-deletion.yaml',
      ),
    )
    .action(async (paths, options) =>
      exits(
        options.proof === true
          ? (await import('../commands/prove.ts')).proveCommand(paths, options)
          : (await import('../commands/lint.ts')).lintCommand(paths, options),
      ),
    );
};
