/** Commands that run something: their options and examples; what they do is loaded when one of them is called. */
import {type Command, Option} from 'commander';
import {openingScreen} from '../opening-screen.ts';
import {collect, type Exits, examples, faces, networkOption, scaleOf} from './options.ts';

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
    .addOption(new Option('--injects <file>', 'only of drills').hideHelp())
    .addHelpText(
      'after',
      examples(
        'lifeboat run accidental-deletion --set tables=orders --set deleted_at=02:47',
        'lifeboat run accidental-deletion --inputs tonight.yaml --plain',
        'lifeboat run accidental-deletion --inputs tonight.yaml --dry-run',
      ),
    )
    .action(async (runbook, options) => {
      if (options.injects !== undefined) {
        exits(await refuseInjects());
        return;
      }
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

/** In an incident nothing goes wrong on purpose. */
const refuseInjects = async (): Promise<number> => {
  const {printRefusal, refuse} = await import('../refusal.ts');
  const message = 'Injects let things go wrong on purpose, so they are for drills alone; nothing was started.';
  return printRefusal(refuse('unsafe', message, 'Give them to lifeboat drill.').reason);
};

const addDrill = (root: Command, exits: Exits): void => {
  faces(root.command('drill [runbooks...]'), {drives: true})
    .description('Break a throwaway PostgreSQL and cure it with the runbook; several runbooks one after another.')
    .option('--all', 'every drill and variant of the runbooks that are named, or of all that there are')
    .option('--auto', 'unattended, also on a terminal')
    .option('--keep-lab', 'leave the lab standing at the end; of several drills those of drills that did not pass')
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
        'lifeboat drill --all --auto',
      ),
    )
    .action(async (runbooks, options) => {
      const [title = '', ...others] = runbooks;
      const isOne = title !== '' && others.length === 0 && options.all !== true;
      const opening = {mode: 'drill', title, phase: 'Read the runbook', unattended: options.auto === true} as const;
      const screen = isOne ? await openingScreen(options, opening) : undefined;
      exits(
        isOne
          ? await (await import('../commands/drill.ts')).drillCommand(title, {...options, screen})
          : await (await import('../commands/drills.ts')).drillsCommand(runbooks, options),
      );
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
