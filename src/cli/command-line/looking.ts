/** Commands for whoever does not know yet which runbook it is: what stands here, and which one fits. */
import {type Command, InvalidArgumentError} from 'commander';
import {parseDurationMs} from '../../base/duration.ts';
import {type Exits, examples} from './options.ts';

/** `home` and `triage`. */
export const addLooking = (root: Command, exits: Exits): void => {
  root
    .command('home')
    .description('What waits, what is owed, what can be run: what stands there without a command.')
    .option('--plain', 'line by line, for dumb terminals, pipes and screen readers')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('lifeboat', 'lifeboat --plain', 'lifeboat --json'))
    .action(async options => exits(await (await import('../commands/home.ts')).homeCommand(options)));
  root
    .command('triage')
    .description('Look for the symptoms of all runbooks and say which runbook fits; only reads, and records nothing.')
    .option('--set <name=value>', 'value of an input, repeatable; secrets come by environment', collect, [])
    .option('--inputs <file>', 'YAML or JSON file with values of inputs')
    .option('--limit <duration>', 'how long one look may take', limitOf, 10_000)
    .option('--dry-run', 'only say what would be looked at')
    .option('--plain', 'line by line, as it is printed anyway')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      examples(
        'lifeboat triage',
        'lifeboat triage --set tables=orders --limit 5s',
        'lifeboat triage --dry-run',
        'lifeboat triage --json',
      ),
    )
    .action(async options => exits(await (await import('../commands/triage.ts')).triageCommand(options)));
};

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

const limitOf = (text: string): number => {
  const limit = parseDurationMs(text);
  if (!limit.ok || limit.value < 1_000 || limit.value > 300_000) {
    throw new InvalidArgumentError('Give a duration from 1s to 5m.');
  }
  return limit.value;
};
