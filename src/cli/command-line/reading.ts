/** Commands that read and judge runs and their records. */
import {type Command, Option} from 'commander';
import {type Exits, examples, faces} from './options.ts';

/** `replay`, `watch`, `runs`, `show`, `verify`, `sign` and `approve`. */
export const addReading = (root: Command, exits: Exits): void => {
  faces(root.command('replay <run>'), {drives: false})
    .description('Show a recorded run in the screen of the live one.')
    .option(
      '--at <moment>',
      'print one moment and end: a step, a time of day (UTC), the number of a fact, +12m after the start, -5m before the end',
    )
    .addOption(
      new Option('--against <run>', 'two runs side by side, step by step; with --json one object').conflicts([
        'at',
        'with',
      ]),
    )
    .addOption(
      new Option(
        '--with <runbook>',
        'what another version of the runbook would have made of it; with --json one object',
      ).conflicts(['at', 'against']),
    )
    .addHelpText(
      'after',
      examples(
        'lifeboat replay k7q2xw',
        'lifeboat replay k7q2xw --at put_back',
        'lifeboat replay k7q2xw --at 03:12 --plain',
        'lifeboat replay k7q2xw --against m3x2aa',
        'lifeboat replay k7q2xw --with runbooks/deletion/accidental-deletion.yaml',
      ),
    )
    .action(async (run, options) => exits(await (await import('../commands/replay.ts')).replayCommand(run, options)));
  faces(root.command('watch <run>'), {drives: false})
    .description('Watch a run that is driven elsewhere, in the screen of the live one; read only.')
    .addHelpText('after', examples('lifeboat watch k7q2xw', 'lifeboat watch k7q2xw --json'))
    .action(async (run, options) => exits(await (await import('../commands/watch.ts')).watchCommand(run, options)));
  root
    .command('runs')
    .description('List the runs.')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('lifeboat runs', 'lifeboat runs --json'))
    .action(async options => exits((await import('../commands/runs.ts')).runsCommand(options)));
  root
    .command('show <run>')
    .description('Say what happened in one run.')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('lifeboat show k7q2xw', 'lifeboat show k7q2xw --json'))
    .action(async (run, options) => exits((await import('../commands/runs.ts')).showCommand(run, options)));
  addProving(root, exits);
};

/** What makes a record believed: `verify`, `sign` and `approve`. */
const addProving = (root: Command, exits: Exits): void => {
  root
    .command('verify <run>')
    .description('Prove that a record was not rewritten.')
    .option('--json', 'as JSON')
    .option(
      '--anchor <n:head>',
      'a head that was written down elsewhere: how many facts, and its digest or its twelve words',
    )
    .option(
      '--trust <file>',
      'public keys of hosts, as keys/host.pub or as allowed_signers; the record must then be signed',
    )
    .addOption(new Option('--words <count>', 'the head in so many words').choices(['4', '12', '16', '20']).default('4'))
    .addHelpText(
      'after',
      examples(
        'lifeboat verify k7q2xw',
        'lifeboat verify k7q2xw --anchor 149:bb584592568af70cf2a306e28e124673',
        'lifeboat verify k7q2xw --words 12',
        'lifeboat verify k7q2xw --trust ops-1.pub',
      ),
    )
    .action(async (run, options) => exits((await import('../commands/verify.ts')).verifyCommand(run, options)));
  root
    .command('sign <run>')
    .description('Sign the head of a record, of a run that is over or still open, with your SSH key.')
    .requiredOption('--key <file>', 'your private key, or the public one where an agent has the other')
    .option('--trust <file>', 'public keys of hosts, where the run was recorded on another one')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('lifeboat sign k7q2xw --key ~/.ssh/id_ed25519'))
    .action(async (run, options) => exits((await import('../commands/sign.ts')).signCommand(run, options)));
  root
    .command('approve [challenge...]')
    .description('Sign the go that you are asked for; on your machine, without a server.')
    .requiredOption('--key <file>', 'your private key, or the public one where an agent has the other')
    .option(
      '--file <file>',
      'a file with the challenge; without it and without a challenge it is read from standard input',
    )
    .addHelpText(
      'after',
      examples(
        'lifeboat approve lifeboat1.WyIyMDI2… --key ~/.ssh/id_ed25519',
        'lifeboat approve --file challenge.txt --key ~/.ssh/id_ed25519 > signature.txt',
      ),
    )
    .action(async (challenge, options) =>
      exits(await (await import('../commands/approve.ts')).approveCommand(challenge, options)),
    );
};
