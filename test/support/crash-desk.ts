/** A desk for one run that is killed on its way: it starts the program, keeps what it said was recorded, and resumes like a person who looks. */
import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {crashFiles} from './crash-runbook.ts';
import {contentOf, endProcessesOf} from './processes.ts';
import {terminalEnvironment} from './terminal-environment.ts';
import {workPlace} from './work-place.ts';

const root = join(import.meta.dirname, '..', '..');
const bundle = join(root, 'dist', 'lifeboat.mjs');
const diesAtCall = join(root, 'test', 'fixtures', 'dies-at-call.ts');

/** Where a process dies: in which of the two, at which of its calls, and on which side of it. */
export type Death = {
  readonly in: 'lifeboat' | 'keeper';
  readonly at: number;
  readonly when: 'before' | 'after';
};

/** A line that the program printed: a fact, or what is wanted. */
export type Line = {readonly type: string; readonly seq?: number; readonly prompts?: readonly Prompt[]};

export type Prompt = {
  readonly step: string;
  readonly attempt: number;
  readonly kind: string;
  readonly moves: readonly string[];
};

export type CrashDesk = {
  readonly directory: string;
  /** The run's directory; nothing while there is none. */
  readonly run: () => string | undefined;
  /** Facts that the program said were recorded, in all its lives. */
  readonly acknowledged: () => readonly Line[];
  readonly marks: () => readonly string[];
  /** Starts the run, or resumes it; `death` kills it on the way, `list` has its calls written down. */
  readonly start: (args: readonly string[], how?: {readonly death?: Death; readonly list?: string}) => Life;
  readonly remove: () => void;
};

/** One life of the program. */
export type Life = {
  readonly child: ChildProcess;
  readonly lines: () => readonly Line[];
  readonly send: (intent: object) => void;
  readonly ended: Promise<{
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
    readonly said: string;
  }>;
};

const desks = new Set<CrashDesk>();

/** Removes every desk that is still there. */
export const removeCrashDesks = (): void => {
  for (const desk of desks) {
    desk.remove();
  }
};

/** Makes one with its files; `remove` ends what is left of it. */
export const makeCrashDesk = (): CrashDesk => {
  const directory = mkdtempSync(join(workPlace, 'lb-crash-'));
  const state = join(directory, 'state');
  const lives: Life[] = [];
  for (const [name, text] of Object.entries(crashFiles(directory))) {
    writeFileSync(join(directory, name), text);
  }
  const desk: CrashDesk = {
    directory,
    run: () => {
      const [id] = namesIn(join(state, 'runs'));
      return id === undefined ? undefined : join(state, 'runs', id);
    },
    acknowledged: () => lives.flatMap(({lines}) => lines().filter(({seq}) => seq !== undefined)),
    marks: () => contentOf(join(directory, 'marks')).split('\n').filter(Boolean),
    start: (args, {death, list} = {}) => {
      const told = {
        LIFEBOAT_STATE: state,
        ...(death && {DIES_IN: death.in, DIES_AT: String(death.at), DIES_WHEN: death.when}),
        ...(list !== undefined && {DIES_LIST: list}),
      };
      const preload = death || list !== undefined ? ['--import', diesAtCall] : [];
      const child = spawn(process.execPath, [...preload, bundle, ...args, '--json'], {
        cwd: directory,
        env: terminalEnvironment(told),
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      const life = follow(child);
      lives.push(life);
      return life;
    },
    remove: () => {
      endProcessesOf(directory);
      rmSync(directory, {recursive: true, force: true, maxRetries: 5, retryDelay: 50});
      desks.delete(desk);
    },
  };
  desks.add(desk);
  return desk;
};

const follow = (child: ChildProcess): Life => {
  let said = '';
  let wrong = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    wrong += text;
  });
  child.stdin?.on('error', () => undefined);
  return {
    child,
    lines: () =>
      said
        .split('\n')
        .slice(0, -1)
        // Where there is nothing to resume it says so in a sentence.
        .filter(line => line.startsWith('{'))
        .map(line => JSON.parse(line) as Line),
    send: intent => void child.stdin?.write(`${JSON.stringify(intent)}\n`),
    ended: new Promise(resolve => {
      child.on('close', (code, signal) => resolve({code, signal, said: `${said}${wrong}`}));
    }),
  };
};

const namesIn = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
};
