/** Where the program begins: argv → command → exit code. Our own bugs, thrown from anywhere, end here. */
import {program} from './commands.ts';
import {exitCodes} from './exit-code.ts';
import {asTyped} from './own-command.ts';

/** What the last lines of the log need. */
const goodbyeMs = 250;

/** Whoever read the output has gone, or its disk is full. A run is left in order by its driver, and nobody wants a stack trace. */
const loseOutput = (error: NodeJS.ErrnoException): void => {
  if (error.code === 'EPIPE') {
    return;
  }
  if (!process.exitCode) {
    process.exitCode = exitCodes.usage.code;
    process.stderr.write(
      `lifeboat: the output cannot be written (${error.code ?? error.message}); look at where it goes.\n`,
    );
  }
};

/** Our own bugs, also those of a timer or a promise that nobody waited for: one sentence here, the whole of it in the log. */
const confess = async (error: unknown): Promise<void> => {
  const message = error instanceof Error ? error.message : String(error);
  process.exitCode = exitCodes.fault.code;
  process.stderr.write(`lifeboat: this is a fault of our own: ${message}\n`);
  process.stderr.write(asTyped('  What was recorded is safe. Run `lifeboat resume` to go on.\n'));
  const {openLogger} = await import('./logger.ts');
  const logger = openLogger({state: stateArgument(process.argv)});
  await logger.log('error', message, {
    stack: error instanceof Error ? error.stack : undefined,
    argv: process.argv.slice(2, 3),
  });
  process.stderr.write(`  Where it happened stands in ${logger.path}\n`);
};

/** `--state DIR`, wherever it stands: the parser may be what failed. */
const stateArgument = (argv: readonly string[]): string | undefined => {
  const at = argv.indexOf('--state');
  return at === -1 ? undefined : argv[at + 1];
};

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', loseOutput);
}
process.on('uncaughtException', error => {
  // Nobody knows what is left half done, so nothing more may act; a screen gives its terminal back on the way out.
  void confess(error).finally(() => process.exit());
});

/** Ends by itself when nothing is left to do: Node would take everything apart that was loaded, piece by piece, before it ends. */
const main = async (): Promise<void> => {
  let isOver = false;
  process.on('beforeExit', () => {
    // Something waits for what can no longer come: a fault of ours, and no good end.
    process.exitCode = isOver ? process.exitCode : exitCodes.fault.code;
    process.exit();
  });
  try {
    const code = await program(process.argv.slice(2));
    process.exitCode = code || process.exitCode;
    // A run that was left may have a step under its keeper, a timer or a connection: the person gets the shell back all the same.
    setTimeout(() => process.exit(), goodbyeMs).unref();
  } catch (error) {
    await confess(error);
  }
  isOver = true;

  // A terminal that is gone may hold the program for ever; what had to be written is written.
  setTimeout(() => process.exit(), 2_000).unref();
};

// Not awaited: the program is bundled as a script, too (scripts/at-once.mjs), and a script cannot wait at its top.
void main();
