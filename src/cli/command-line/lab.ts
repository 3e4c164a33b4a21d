/** `lab` and what stands below it: options and examples; what they do is loaded when one of them is called. */
import {type Command, InvalidArgumentError, Option} from 'commander';
import {collect, type Exits, examples, networkOption, scaleOf} from './options.ts';

/** `lab`: the labs that stand, by themselves or left by drills. */
export const addLab = (root: Command, exits: Exits): void => {
  const lab = root
    .command('lab')
    .description('A lab by itself, and the labs that drills have left standing.')
    .addHelpText('after', examples('lifeboat lab up', 'lifeboat lab status', 'lifeboat lab down'));
  lab
    .command('up')
    .description(
      'Build a primary, a standby, a base backup and an application that reads and writes, and leave them standing.',
    )
    .option('--scale <orders>', 'how many orders the dataset ticketing has; 10000 without it', scaleOf)
    .addOption(
      new Option('--sql <file>', 'fill it from a file of SQL instead, such as a dump by pg_dump').conflicts('scale'),
    )
    .option(
      '--with <name>',
      'also what a drill gets that mentions lab.NAME, such as network, dns, pooler, balancer or received_wal; repeatable',
      collect,
      [],
    )
    .option('--json', 'what stands where, as JSON')
    .addOption(networkOption())
    .addHelpText(
      'after',
      examples(
        'lifeboat lab up',
        'lifeboat lab up --scale 1280000',
        'lifeboat lab up --sql shop.sql --json',
        'lifeboat lab up --with dns --with pooler',
      ),
    )
    .action(async options => exits(await (await import('../commands/lab-up.ts')).labUpCommand(options)));
  lab
    .command('application <run>', {hidden: true})
    .description('What lab up starts and lab down ends.')
    .action(async (run, options) =>
      exits(await (await import('../commands/lab-application.ts')).labApplicationCommand(run, options)),
    );
  lab
    .command('status')
    .description('What stands, what runs in it, and how much its application was told.')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('lifeboat lab status', 'lifeboat lab status --json'))
    .action(async options => exits(await (await import('../commands/lab.ts')).labStatusCommand(options)));
  lab
    .command('down [lab]')
    .description(
      'Take down those that no drill works in now: those that stand by themselves, kept ones, and those of interrupted drills, which then cannot go on. With a name, or the last letters of one, only that lab.',
    )
    .addHelpText('after', examples('lifeboat lab down', 'lifeboat lab down qzqc5n'))
    .action(async (wanted, options) =>
      exits(await (await import('../commands/lab.ts')).labDownCommand(wanted, options)),
    );
  addBreaking(lab, exits);
  addWire(lab, exits);
};

const addWire = (lab: Command, exits: Exits): void => {
  lab
    .command('wire [site] [state]')
    .description(
      'Cut the way of clients to a site of a lab that has a network, let it refuse, open it again, or only look at it.',
    )
    .option('--delay <ms>', 'with open: how long each piece of what is sent takes, in milliseconds', delayOf)
    .option('--lab <run>', 'which lab, where several stand')
    .option('--network <socket>', 'the network of a drill, which has it as lab.network')
    .option('--json', 'how the wires are then, as JSON')
    .addHelpText(
      'after',
      examples(
        'lifeboat lab wire',
        'lifeboat lab wire primary cut',
        'lifeboat lab wire primary refused',
        'lifeboat lab wire primary open --delay 200',
      ),
    )
    .action(async (site, state, options) =>
      exits(await (await import('../commands/lab-wire.ts')).labWireCommand({site, state}, options)),
    );
};

const delayMsMax = 60_000;

const delayOf = (text: string): number => {
  const delayMs = Number(text);
  if (!Number.isInteger(delayMs) || delayMs < 0 || delayMs > delayMsMax) {
    throw new InvalidArgumentError(`Give milliseconds from 0 to ${delayMsMax}.`);
  }
  return delayMs;
};

const addBreaking = (lab: Command, exits: Exits): void => {
  lab
    .command('faults')
    .description('What a lab can be broken with.')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('lifeboat lab faults', 'lifeboat lab faults --json'))
    .action(async options => exits((await import('../commands/lab-faults.ts')).labFaultsCommand(options)));
  lab
    .command('break <fault>')
    .description('Break a lab that stands by itself, to try a cure by hand.')
    .option('--set <name=value>', 'value of a parameter of the fault, repeatable', collect, [])
    .option('--lab <run>', 'which lab, where several stand')
    .option('--json', 'what was done, as JSON')
    .addHelpText(
      'after',
      examples(
        'lifeboat lab break drop_table --set table=tickets',
        `lifeboat lab break delete_rows --set table=orders --set "where=id % 40 = 3"`,
      ),
    )
    .action(async (fault, options) =>
      exits(await (await import('../commands/lab-faults.ts')).labBreakCommand(fault, options)),
    );
};
