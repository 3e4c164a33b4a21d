/** Commands for whoever writes runbooks: nothing is carried out. */
import {Argument, type Command, Option} from 'commander';
import type {LintOptions} from '../commands/lint.ts';
import type {LintFormat} from '../lint-formats.ts';
import {type Exits, examples} from './options.ts';

const lintFormats: readonly LintFormat[] = ['text', 'json', 'sarif', 'github'];

/** `lint` and `schema`. */
export const addAuthoring = (root: Command, exits: Exits): void => {
  root
    .command('lint [path...]')
    .description('Check runbooks and their plan without running anything.')
    .addOption(new Option('--format <format>', 'how findings are printed').choices(lintFormats).default('text'))
    .option('--json', 'as JSON')
    .option(
      '--explain [code]',
      'say why a finding is a mistake, with an example and the same mended; alone, list all codes',
    )
    .option('--proof', 'what holds on every way through one runbook, and what does not')
    .addHelpText(
      'after',
      examples(
        'lifeboat lint runbooks',
        'lifeboat lint runbooks/deletion/accidental-deletion.yaml --json',
        'lifeboat lint runbooks --format sarif > lint.sarif',
        'lifeboat lint --explain destructive/ungated',
        'lifeboat lint --proof runbooks/deletion/accidental-deletion.yaml',
      ),
    )
    .action(async (paths, options, command) => {
      const both =
        options.json === true && command.getOptionValueSource('format') === 'cli' && options.format !== 'json';
      exits(both ? await refuseBoth(options.format) : await lintAs(paths, options));
    });
  root
    .command('schema')
    .description('Print the JSON Schema of runbooks, plans or injects, for editors.')
    .addArgument(
      new Argument('[runbook|plan|injects]', 'what for').choices(['runbook', 'plan', 'injects']).default('runbook'),
    )
    .addHelpText('after', examples('lifeboat schema > runbook.schema.json', 'lifeboat schema plan'))
    .action(async described => exits((await import('../commands/schema.ts')).schemaCommand(described)));
};

/** One of them would do nothing, and who reads the output would find that out. */
const refuseBoth = async (format: LintFormat): Promise<number> => {
  const {printRefusal, refuse} = await import('../refusal.ts');
  const message = `--json and --format ${format} do not go together.`;
  return printRefusal(refuse('usage', message, 'Leave one of them out; --json is --format json.').reason);
};

type LintFlags = LintOptions & {readonly explain?: string | true; readonly proof?: boolean};

/** The three things that it can say; what does that is loaded only when it is asked for. */
const lintAs = async (paths: readonly string[], options: LintFlags): Promise<number> => {
  if (options.explain !== undefined) {
    return (await import('../commands/explain.ts')).explainCommand(options.explain, {...options, paths});
  }
  return options.proof === true
    ? (await import('../commands/prove.ts')).proveCommand(paths, options)
    : (await import('../commands/lint.ts')).lintCommand(paths, options);
};
