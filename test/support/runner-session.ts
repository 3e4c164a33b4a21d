/** A session of runners in a directory of its own, with its lock held as the engine holds it. */
import {spawn, spawnSync} from 'node:child_process';
import {closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {expect, onTestFinished} from 'vitest';
import type {PerformRequest, ResolvedAction} from '../../src/engine/actions/runner.ts';
import {isAlive, isSessionAlive} from '../../src/runners/process-table.ts';
import {readTrace} from '../../src/runners/record.ts';
import {type OpenedRunners, openRunners, type RunnersOptions} from '../../src/runners/runners.ts';

const root = join(import.meta.dirname, '..', '..');

/** A program that performs in session 1 what stands on its standard input. */
export const engineFile = join(import.meta.dirname, 'runner-engine.ts');

/** The directory of a run that is removed when the test ends. */
export const runDirectory = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'lifeboat-runners-'));
  onTestFinished(() => rmSync(path, {recursive: true, force: true}));
  return path;
};

/** Runners from source; ended with the test, and waited for until nothing of the session runs. */
export const session = (runDir: string, options: Partial<RunnersOptions> = {}): OpenedRunners => {
  const number = options.session ?? 1;
  const sessionLockFd = openSync(lockPath(runDir, number), 'w', 0o600);
  spawnSync('flock', ['-n', '3'], {stdio: ['ignore', 'ignore', 'ignore', sessionLockFd]});
  const runners = openRunners({
    runDir,
    session: number,
    sessionLockFd,
    isNearlyFull: () => false,
    isSessionLocked: former => isLocked(runDir, former),
    isOver: () => false,
    self: [process.execPath],
    notify: async () => {},
    env: {PATH: process.env.PATH},
    keeperPath: join(root, 'src', 'runners', 'keeper.ts'),
    terminalKeeperPath: join(root, 'src', 'runners', 'terminal-keeper.ts'),
    ...options,
  });
  onTestFinished(async () => {
    await runners.close();
    closeSync(sessionLockFd);
    await eventually(() => isLocked(runDir, number)).toBe(false);
  });
  return runners;
};

/** A request as the engine makes it, for attempt 1 of a step unless said otherwise. */
export const request = (action: ResolvedAction, more: Partial<PerformRequest> = {}): PerformRequest => ({
  attempt: {run: 'a-run', step: 'put_back', attempt: 1},
  action,
  timeoutMs: 20_000,
  secrets: [],
  use: 'action',
  ...more,
});

/** A command that the shell runs, so that a test can say in one line what happens. */
export const shell = (text: string, ...args: readonly string[]): ResolvedAction => ({
  kind: 'command',
  argv: ['sh', '-c', text, 'sh', ...args],
  env: {},
});

/** Whether anything of a session still runs. */
export const isLocked = (runDir: string, number: number): boolean =>
  existsSync(lockPath(runDir, number)) && spawnSync('flock', ['-n', lockPath(runDir, number), 'true']).status !== 0;

/** What the keepers of session 1 wrote about attempt 1. */
export const traceOf = (runDir: string) => readTrace(join(runDir, 'spool', 'session-1.jsonl'), 'put_back#1');

export type OtherEngine = {
  readonly child: {readonly pid: number; readonly startTicks: string};
  /** As the kernel does it in an incident: without a word. */
  readonly kill: () => Promise<void>;
};

/** Another process that opens session 1 and performs the request there; resolves once its program has been started. */
export const otherEngine = async (
  runDir: string,
  performed: PerformRequest,
  env: {readonly [name: string]: string} = {},
): Promise<OtherEngine> => {
  const engine = spawn(process.execPath, [engineFile, runDir], {
    env: {...process.env, ...env},
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>(resolve => {
    engine.on('exit', () => resolve());
  });
  const kill = (): Promise<void> => {
    engine.kill('SIGKILL');
    return ended;
  };
  onTestFinished(kill);
  engine.stdin.write(`${JSON.stringify(performed)}\n`);
  for await (const line of createInterface({input: engine.stdout})) {
    const child: OtherEngine['child'] = JSON.parse(line);
    onTestFinished(() => {
      if (isSessionAlive(child)) {
        process.kill(-child.pid, 'SIGKILL');
      }
    });
    return {child, kill};
  }
  throw new Error('the other engine started nothing');
};

/** A named pipe: who reads a line from it waits until the test opens the gate, or has ended. */
export const gate = (runDir: string): {readonly path: string; readonly open: () => void} => {
  const path = join(runDir, 'gate');
  spawnSync('mkfifo', [path]);
  // For reading too, so that what is written waits for its reader.
  const fd = openSync(path, 'r+');
  const open = (): void => {
    writeSync(fd, 'go\n');
  };
  onTestFinished(() => {
    writeSync(fd, 'go\n'.repeat(8));
    closeSync(fd);
  });
  return {path, open};
};

/** Waits until something is so, for as long as a busy machine may need. */
export const eventually = <Seen>(look: () => Seen) => expect.poll(look, {timeout: 20_000, interval: 20});

const lockPath = (runDir: string, number: number): string => join(runDir, `session-${number}.lock`);

/** What a file holds by now; nothing where there is none. */
export const contentOf = (path: string): string => (existsSync(path) ? readFileSync(path, 'utf8') : '');

/** Says that it copies, waits at the gate, says that it has copied, and ends with exit code 3. */
export const slow = (gatePath: string): ResolvedAction =>
  shell('echo "copying"; read go < "$1"; echo "copied 17 rows"; exit 3', gatePath);

/** Kills the keeper of session 1, and nothing that it started; it takes a moment to die, in which it still counts. */
export const killKeeper = async (runDir: string): Promise<void> => {
  const keeper = traceOf(runDir).keepers.at(-1);
  if (!keeper || !isAlive(keeper)) {
    throw new Error('there is no keeper to kill');
  }
  process.kill(keeper.pid, 'SIGKILL');
  await eventually(() => isAlive(keeper)).toBe(false);
};
