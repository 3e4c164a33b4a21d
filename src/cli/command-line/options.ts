/** What several commands share: the options of every run, how examples stand in help, how a command says its exit code. */
import {type Command, InvalidArgumentError, Option} from 'commander';

/** Takes the exit code of a command that was carried out. */
export type Exits = (code: number) => void;

/** The options of commands that show a run, and of those that drive one. */
export const faces = (command: Command, {drives}: {readonly drives: boolean}): Command =>
  command
    .option('--plain', 'line by line, for dumb terminals, pipes and screen readers')
    .option(
      '--json',
      drives
        ? 'one fact a line on standard output, one intent a line on standard input'
        : 'one fact a line on standard output',
    )
    .addOption(
      new Option('--theme <name>', 'colours of the screen, each with a word or a mark beside it')
        .choices(['default', 'high-contrast', 'none'])
        .env('LIFEBOAT_THEME'),
    )
    .option(
      '--no-bell',
      'neither ring nor set the title of the terminal while somebody is waited for; LIFEBOAT_BELL=off does the same',
    )
    .addOption(
      new Option('--log-level <level>', 'how much goes to the log in the state directory').choices([
        'error',
        'warn',
        'info',
        'debug',
      ]),
    )
    // Read where the terminal is opened, which knows no options.
    .hook('preAction', () => {
      const {theme, bell} = command.opts();
      if (theme !== undefined) {
        process.env.LIFEBOAT_THEME = theme;
      }
      if (bell === false) {
        process.env.LIFEBOAT_BELL = 'off';
      }
    });

/** What every command takes, wherever it stands: given to all that have no commands below them. */
export const addEverywhere = (root: Command): void => {
  for (const command of root.commands) {
    if (command.commands.length > 0) {
      addEverywhere(command);
      continue;
    }
    command
      .option('--state <dir>', 'state directory instead of the usual one')
      .option('--no-color', 'no colours; NO_COLOR does the same')
      .hook('preAction', () => {
        if (process.argv.includes('--no-color')) {
          process.env.NO_COLOR = '1';
        }
      });
  }
};

/** Examples below the options of a command. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map(line => `  ${line}`).join('\n')}\n`;

/** Whoever knows that a file system keeps what it promises says so, and it is recorded. */
export const networkOption = (): Option =>
  new Option('--allow-network-fs', 'keep the record on a network file system; this is recorded');

/** Of an option that may be given several times. */
export const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

/** How many orders a lab has. */
export const scaleOf = (text: string): number => {
  const scale = Number(text);
  if (!Number.isSafeInteger(scale) || scale < 100 || scale > 10_000_000) {
    throw new InvalidArgumentError('Give a number of orders from 100 to 10000000.');
  }
  return scale;
};
