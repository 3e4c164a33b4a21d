/** Commands that run something: their options and examples; what they do is loaded when one of them is called. */
import {type Command, InvalidArgumentError, Option} from 'commander';
import {openingScreen} from '../opening-screen.ts';
import {type Exits, examples, faces} from './options.ts';

/** `run`, `drill`, `resume`, `backfill` and `amend`. */
export const addRunning = (root: Command, exits: Exits): void => {
  addRun(root, exits);
  addDrill(root, exits);
  addResume(root, exits);
  addBackfill(root, exits);
  addAmend(root, exits);
};

const addRun = (root: Command, exits: Exits): void => {
  faces(root.command('run <runbook>'), {drives: true})
    .description('Run a runbook for a real incident.')
    .option('--set <name=value>', 'value of an input, repeatable; secrets come by environment', collect, [])
    .option('--inputs <file>', 'YAML or JSON file with values of inputs')
    .option('--disruption <time>', 'when it began: 02:47, 20m ago, or RFC 3339')
    .option('--detected <time>', 'when it was noticed')
    .option('--start-at <step>', 'begin at this step, by its id or path; needs --reason and is a deviation')
    .option('--reason <text>', 'why it begins there')
    .option('--declared <time>', 'when the incident was declared; the start of the run by default')
    .option('--dry-run', 'show every step with its values; nothing is executed or recorded')
    .option('--auto', 'unattended: stops with exit 7 where a person is needed')
    .option('--answers <file>', 'answers that were prepared; stops with exit 7 where one is missing')
    .option('--as <name>', 'your name, where it is not that of your account')
    .addOption(networkOption())
    .addHelpText(
      'after',
      examples(
        'lifeboat run accidental-deletion --set tables=orders --set deleted_at=02:47',
        'lifeboat run accidental-deletion --inputs tonight.yaml --plain',
        'lifeboat run accidental-deletion --inputs tonight.yaml --dry-run',
      ),
    )
    .action(async (runbook, options) => {
      if (options.dryRun === true) {
        exits(await (await import('../commands/dry-run.ts')).dryRunCommand(runbook, options));
        return;
      }
      const unattended = options.auto === true || options.answers !== undefined;
      const reopen = () =>
        openingScreen(options, {mode: 'incident', title: runbook, phase: 'Read the runbook', unattended});
      const screen = await reopen();
      exits(await (await import('../commands/run.ts')).runCommand(runbook, {...options, screen, reopen}));
    });
};

const addDrill = (root: Command, exits: Exits): void => {
  faces(root.command('drill <runbook>'), {drives: true})
    .description('Break a throwaway PostgreSQL and cure it with the runbook.')
    .option('--auto', 'unattended, also on a terminal')
    .option('--keep-lab', 'leave the lab standing at the end')
    .option('--variant <name>', 'a variant of its drill, which RUNBOOK:NAME says too')
    .option('--scale <orders>', 'size of the dataset', scaleOf)
    .option('--injects <file>', 'what goes wrong on purpose, sealed until the drill has ended')
    .option('--as <name>', 'your name, where it is not that of your account')
    .addOption(networkOption())
    .addHelpText(
      'after',
      examples(
        'lifeboat drill accidental-deletion',
        'lifeboat drill accidental-deletion:late_search --auto',
        'lifeboat drill accidental-deletion --auto --json',
      ),
    )
    .action(async (runbook, options) => {
      const screen = await openingScreen(options, {
        mode: 'drill',
        title: runbook,
        phase: 'Read the runbook',
        unattended: options.auto === true,
      });
      exits(await (await import('../commands/drill.ts')).drillCommand(runbook, {...options, screen}));
    });
};

const addResume = (root: Command, exits: Exits): void => {
  faces(root.command('resume [run]'), {drives: true})
    .description('Go on with an interrupted run.')
    .option('--auto', 'unattended: stops with exit 7 where a person is needed')
    .option('--answers <file>', 'answers that were prepared')
    .option('--inputs <file>', 'YAML or JSON file with secrets and connections, where they are not in the environment')
    .option('--continue', 'end a pause first; recorded as said by you')
    .option('--as <name>', 'your name, where it is not that of your account')
    .addOption(networkOption())
    .addHelpText('after', examples('lifeboat resume', 'lifeboat resume k7q2xw --plain'))
    .action(async (run, options) => {
      const unattended = options.auto === true || options.answers !== undefined;
      const title = run ?? 'The interrupted run';
      const reopen = () => openingScreen(options, {title, phase: 'Read the record', unattended});
      const screen = await reopen();
      exits(await (await import('../commands/resume.ts')).resumeCommand(run, {...options, screen, reopen}));
    });
};

const addBackfill = (root: Command, exits: Exits): void => {
  root
    .command('backfill <run>')
    .description('Enter what was done on paper into a run that was left; nothing of it is carried out.')
    .option('--file <file>', 'YAML file with one line a step; on a terminal without it you are asked')
    .option('--check-digits', 'hold the check digits of each step against the runbook of the run')
    .option('--json', 'one fact a line on standard output')
    .option('--as <name>', 'your name, where it is not that of your account')
    .addHelpText(
      'after',
      examples('lifeboat backfill k7q2xw', 'lifeboat backfill k7q2xw --file paper.yaml --check-digits'),
    )
    .action(async (run, options) =>
      exits(await (await import('../commands/backfill.ts')).backfillCommand(run, options)),
    );
};

const addAmend = (root: Command, exits: Exits): void => {
  root
    .command('amend <run> <file>')
    .description('Let a run that was left go by another text of its runbook; takes an approval and is a deviation.')
    .requiredOption('--reason <text>', 'why it is changed')
    .option('--signature <file>', 'the signature of whoever approves, as lifeboat approve prints it')
    .option('--approved-by <name>', 'who approves, where there is no signature: it proves nothing')
    .option('--diff <file>', 'write the difference here too, for whoever approves')
    .option('--json', 'the challenge, or the fact, as a line on standard output')
    .option('--as <name>', 'your name, where it is not that of your account')
    .addHelpText(
      'after',
      examples(
        'lifeboat amend k7q2xw mended.yaml --reason "the host was renamed"',
        'lifeboat amend k7q2xw mended.yaml --reason "the host was renamed" --signature grace.sig',
      ),
    )
    .action(async (run, file, options) =>
      exits(await (await import('../commands/amend.ts')).amendCommand(run, file, options)),
    );
};

/** `lab`: what drills have left standing. */
export const addLab = (root: Command, exits: Exits): void => {
  const lab = root
    .command('lab')
    .description('The labs that drills have left standing.')
    .addHelpText('after', examples('lifeboat lab status', 'lifeboat lab down'));
  lab
    .command('status')
    .description('List them.')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('lifeboat lab status', 'lifeboat lab status --json'))
    .action(async options => exits((await import('../commands/lab.ts')).labStatusCommand(options)));
  lab
    .command('down')
    .description(
      'Take down those that no drill works in now: kept ones, and those of interrupted drills, which then cannot go on.',
    )
    .addHelpText('after', examples('lifeboat lab down'))
    .action(async options => exits(await (await import('../commands/lab.ts')).labDownCommand(options)));
};

/** Whoever knows that a file system keeps what it promises says so, and it is recorded. */
const networkOption = (): Option =>
  new Option('--allow-network-fs', 'keep the record on a network file system; this is recorded');

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

const scaleOf = (text: string): number => {
  const scale = Number(text);
  if (!Number.isSafeInteger(scale) || scale < 100 || scale > 10_000_000) {
    throw new InvalidArgumentError('Give a number of orders from 100 to 10000000.');
  }
  return scale;
};
