/** The table of commands: what each takes, its examples, and the module that does it, loaded only when it is asked for. */
import {Command, CommanderError} from 'commander';
import {addAuthoring} from './command-line/authoring.ts';
import {addBackup} from './command-line/backup.ts';
import {addBreach} from './command-line/breach.ts';
import {addLab} from './command-line/lab.ts';
import {addLooking} from './command-line/looking.ts';
import {addEverywhere} from './command-line/options.ts';
import {addPapers} from './command-line/papers.ts';
import {addReading} from './command-line/reading.ts';
import {addRunning} from './command-line/running.ts';
import {addTakingStock} from './command-line/taking-stock.ts';
import {addWriting} from './command-line/writing.ts';
import {exitCodes} from './exit-code.ts';
import {asTyped} from './own-command.ts';
import {version} from './version.ts';

/** Runs one command line and returns its exit code. */
export const program = async (argv: readonly string[]): Promise<number> => {
  let code: number = exitCodes.done.code;
  const exits = (result: number): void => {
    code = result;
  };
  const root = new Command('lifeboat')
    .description('Disaster-recovery runbooks that run.')
    .version(version(), '-v, --version')
    .exitOverride()
    .configureOutput({
      writeOut: text => void process.stdout.write(asTyped(text)),
      writeErr: text => void process.stderr.write(asTyped(text)),
    })
    .showHelpAfterError('Run `lifeboat --help` for what there is.')
    .addHelpText('after', rootHelp);
  addLooking(root, exits);
  addRunning(root, exits);
  // Who runs a runbook asks for none of the others, and waits for the first frame.
  if (argv[0] !== 'run') {
    addLab(root, exits);
    addReading(root, exits);
    addTakingStock(root, exits);
    addAuthoring(root, exits);
    addPapers(root, exits);
    addWriting(root, exits);
    addBackup(root, exits);
    addBreach(root, exits);
  }
  addEverywhere(root);
  try {
    await root.parseAsync(asksForHome(argv) ? ['home', ...argv] : [...argv], {from: 'user'});
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCodes.done.code : exitCodes.usage.code;
    }
    throw error;
  }
  return code;
};

/** No command at all, or only options of the home screen. As a default command of the parser it would take mistyped ones. */
const asksForHome = ([first]: readonly string[]): boolean =>
  first === undefined || (first.startsWith('-') && !['-h', '--help', '-v', '--version'].includes(first));

const rootHelp = `
Examples:
  lifeboat                                  what waits, what is owed, what can be run
  lifeboat drill accidental-deletion        break a throwaway PostgreSQL and cure it
  lifeboat run accidental-deletion --set tables=orders …
  lifeboat replay k7q2xw                    look at a run again, step by step

Exit codes:
${Object.values(exitCodes)
  .map(({code, meaning}) => `  ${String(code).padEnd(3)} ${meaning}`)
  .join('\n')}
  130, 143  on a signal; the run holds and can be resumed
`;
