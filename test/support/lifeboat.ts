/** The program as it is shipped, started as a user starts it: with a state directory, a lab and a folder of its own. */
import {type ChildProcess, spawn} from 'node:child_process';
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, expect, onTestFinished} from 'vitest';
import {reclaim} from '../../src/lab/reclaim.ts';
import {contentOf, endProcessesOf} from './processes.ts';
import {openTerminal, type Terminal, type TerminalOptions} from './terminal.ts';
import {terminalEnvironment} from './terminal-environment.ts';
import {diskPlace, workPlace} from './work-place.ts';

const root = join(import.meta.dirname, '..', '..');

/** The program itself, without the launcher, which would build again whenever a source changed under the tests. */
export const bundle = join(root, 'dist', 'lifeboat.mjs');

/** What the program calls itself where it tells a person what to type. */
export const typedName = `node ${bundle}`;

export const deletionRunbook = join(root, 'runbooks', 'deletion', 'accidental-deletion.yaml');
export const shippedRunbooks = join(root, 'runbooks');

export type Environment = Readonly<Record<string, string | undefined>>;

export type StartOptions = {
  readonly env?: Environment;
  /** What stands on standard input; without it the input is empty. Never a terminal. */
  readonly input?: string;
  /** The input stays open, for a program that goes on talking. */
  readonly keepsInput?: boolean;
};

/** How a start ended and what it said. */
export type Ended = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** A program that still runs, or did. */
export type Started = {
  readonly pid: number;
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly ended: Promise<Ended>;
  /** As the kernel does it in an incident: without a word. Resolves when it is gone. */
  readonly kill: () => Promise<Ended>;
};

/** A place to work at: everything that the program writes stays in here. */
export type Desk = {
  readonly directory: string;
  readonly state: string;
  readonly lab: string;
  /** Writes a file beside the others of this desk and gives its path. */
  readonly file: (name: string, text: string) => string;
  readonly lifeboat: (args: readonly string[], options?: StartOptions) => Promise<Ended>;
  readonly start: (args: readonly string[], options?: StartOptions) => Started;
  readonly terminal: (args: readonly string[], options?: TerminalOptions) => Terminal;
  /** The ids of the runs that were recorded. */
  readonly runs: () => readonly string[];
  readonly runDirectory: () => string;
};

/** Makes one for a test; what is left when the test ends is ended and removed, labs included. */
export const makeDesk = (): Desk => openDesk(workPlace, onTestFinished);

/** The same on a disk, for what is larger than memory. */
export const makeDiskDesk = (): Desk => openDesk(diskPlace, onTestFinished);

/** Makes one for all tests of a file; called beside them, not in `beforeAll`, where nobody would clean up after it. */
export const makeLastingDesk = (): Desk => openDesk(workPlace, afterAll);

const openDesk = (parent: string, whenOver: (clean: () => Promise<void>) => void): Desk => {
  const directory = mkdtempSync(join(parent, 'lb-'));
  chmodSync(directory, 0o755);
  const [state, lab] = [join(directory, 'state'), join(directory, 'lab')];
  mkdirSync(lab);
  const started = new Set<ChildProcess>();
  whenOver(async () => {
    for (const child of started) {
      child.kill('SIGKILL');
    }
    await reclaim(state, {takeKept: true});
    endProcessesOf(directory);
    rmSync(directory, {recursive: true, force: true, maxRetries: 5, retryDelay: 50});
  });
  const place = {LIFEBOAT_STATE: state, LIFEBOAT_LAB: lab};
  const start = (args: readonly string[], {env = {}, input, keepsInput}: StartOptions = {}): Started => {
    const child = spawn(process.execPath, [bundle, ...args], {
      cwd: directory,
      env: terminalEnvironment({...place, ...env}),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    started.add(child);
    return watch(child, input, keepsInput);
  };
  const runs = () => (existsSync(join(state, 'runs')) ? readdirSync(join(state, 'runs')).sort() : []);
  return {
    directory,
    state,
    lab,
    file: (name, text) => {
      const path = join(directory, name);
      writeFileSync(path, text);
      return path;
    },
    start,
    lifeboat: (args, options) => start(args, options).ended,
    terminal: (args, options = {}) =>
      openTerminal(process.execPath, [bundle, ...args], {...options, cwd: directory, env: {...place, ...options.env}}),
    runs,
    runDirectory: () => join(state, 'runs', runs().at(-1) ?? 'none'),
  };
};

const watch = (child: ChildProcess, input: string | undefined, keepsInput = false): Started => {
  const said = {stdout: '', stderr: ''};
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
    });
  }
  // Whoever ends before reading its input is no failure of the test.
  child.stdin?.on('error', () => undefined);
  if (!keepsInput) {
    child.stdin?.end(input);
  }
  const ended = new Promise<Ended>(resolve => {
    child.on('close', (code, signal) => resolve({code, signal, ...said}));
  });
  return {
    pid: child.pid ?? 0,
    child,
    stdout: () => said.stdout,
    ended,
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
};

/** Waits until something is so, for as long as a busy machine may need; more where a lab is built and broken meanwhile. */
export const eventually = <Seen>(look: () => Seen, withinMs = 25_000) =>
  expect.poll(look, {timeout: withinMs, interval: 25});

/** The lines of a trace of our own program must never reach a person. */
export const expectNoStackTrace = ({stdout, stderr}: Pick<Ended, 'stdout' | 'stderr'>): void => {
  expect(`${stdout}\n${stderr}`).not.toMatch(/^\s+at .+(:\d+|<anonymous>|native)\)?$|node:|\.mjs:|fault of our own/m);
};

/** A refusal as every command gives it: the code, one sentence and a way out on standard error, and nothing of our insides. */
export const expectRefusal = (ended: Ended, code: number, says: RegExp | string): void => {
  expect({code: ended.code, stderr: ended.stderr}).toEqual({
    code,
    stderr: typeof says === 'string' ? expect.stringContaining(says) : expect.stringMatching(says),
  });
  expectNoStackTrace(ended);
};

/** Characters that a terminal would obey; the line feed is none. */
export const controlsIn = (text: string): readonly string[] => text.match(/(?!\n)\p{Cc}/gu) ?? [];

export type Fact = {readonly type: string; readonly step?: string; readonly [field: string]: unknown};

/** The facts of the run that this desk holds, as its journal has them. */
export const factsOf = (desk: Desk): readonly Fact[] =>
  contentOf(join(desk.runDirectory(), 'journal.jsonl'))
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line).fact);

/** What happened to one step, fact by fact; that a child was seen is left out, because it depends on how fast it was. */
export const typesOf = (desk: Desk, step: string): readonly string[] =>
  factsOf(desk).flatMap(fact => (fact.step === step && fact.type !== 'spawned' ? [fact.type] : []));

/** A line as a person types it into a shell; `lifeboat` in it is the program. */
export const shellLine = (desk: Desk, line: string): Promise<Ended> => {
  const text = `lifeboat() { "$NODE" "$BUNDLE" "$@"; }; ${line}`;
  const env = terminalEnvironment({
    LIFEBOAT_STATE: desk.state,
    LIFEBOAT_LAB: desk.lab,
    NODE: process.execPath,
    BUNDLE: bundle,
  });
  return watch(spawn('/bin/sh', ['-c', text], {cwd: desk.directory, env}), '').ended;
};
