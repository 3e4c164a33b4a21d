/** A process is its number and its start time, also when its name is made to confuse. */
import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {
  identify,
  isAlive,
  mayHideServers,
  parseStartTicks,
  parseState,
  postmastersIn,
  serversIn,
  worksIn,
} from '../../../src/postgres/process-identity.ts';
import {asAnother, canBeAnother} from '../../support/another-account.ts';

const stat = (name: string, state = 'S') =>
  `4242 (${name}) ${state} 1 4242 4242 0 -1 4194560 700 0 0 0 1 2 0 0 20 0 1 0 98765 227000000 4500 18446744073709551615 1 1`;

test.each(['postgres', 'postgres: writer', 'a) R 1 2 (b', ') ) 7'])(
  'the start time stands after the last bracket of (%s)',
  name => {
    expect(parseStartTicks(stat(name))).toBe('98765');
    expect(parseState(stat(name, 'Z'))).toBe('Z');
  },
);

test('a text that is no such line has no start time', () => {
  expect(parseStartTicks('')).toBeNull();
  expect(parseStartTicks('4242 (postgres) S 1')).toBeNull();
});

test('this process lives, and one with its number but another start does not', () => {
  const self = identify(process.pid);
  expect(self).toMatchObject({pid: process.pid});
  expect(self !== null && isAlive(self)).toBe(true);
  expect(isAlive({pid: process.pid, startTicks: 'long ago'})).toBe(false);
});

describe.runIf(process.platform === 'linux')('a server is told by the directory that it works in', () => {
  let root: string;
  let data: string;
  const started: ChildProcess[] = [];

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'lifeboat-')));
    data = join(root, 'data');
    mkdirSync(join(data, 'base'), {recursive: true});
    symlinkSync(realpathSync('/bin/sleep'), join(root, 'postgres'));
  });

  afterEach(() => {
    for (const one of started.splice(0)) {
      one.kill('SIGKILL');
    }
    rmSync(root, {recursive: true, force: true});
  });

  /** A program that goes by the name `postgres`; the shell before it becomes it. */
  const serve = async (words: readonly string[], cwd: string): Promise<number> => {
    const [program = '', ...args] = words;
    const child = spawn(program, args, {cwd, stdio: 'ignore'});
    started.push(child);
    const pid = child.pid ?? 0;
    await expect.poll(() => readFileSync(`/proc/${pid}/comm`, 'utf8')).toBe('postgres\n');
    return pid;
  };
  const server = () => [join(root, 'postgres'), '600'];
  const pids = (directory: string) => serversIn(directory)?.map(({pid}) => pid);

  test('by whatever path it is named, and not by that of another one beside it', async () => {
    const pid = await serve(server(), data);
    symlinkSync(data, join(root, 'by another path'));
    mkdirSync(join(root, 'data of another'));
    expect(pids(data)).toEqual([pid]);
    expect(pids(join(root, 'by another path'))).toEqual([pid]);
    expect(pids(root)).toEqual([pid]);
    expect(pids(join(root, 'data of another'))).toEqual([]);
    expect([worksIn(pid, data), worksIn(pid, root)]).toEqual([true, false]);
    expect(postmastersIn(data)?.map(({pid}) => pid)).toEqual([pid]);
    expect(mayHideServers(data)).toBe(false);
  });

  test('below it too, and also when the directory was renamed or is gone', async () => {
    const pid = await serve(server(), join(data, 'base'));
    expect(pids(data)).toEqual([pid]);
    renameSync(data, join(root, 'aside'));
    mkdirSync(join(data, 'base'), {recursive: true});
    expect([pids(data), pids(join(root, 'aside'))]).toEqual([[], [pid]]);
    rmSync(join(root, 'aside'), {recursive: true});
    expect(pids(join(root, 'aside'))).toEqual([pid]);
  });

  const source = join(import.meta.dirname, '../../../src/postgres/process-identity.ts');

  test.runIf(canBeAnother(source))('one of which an account is not told where it works may be anywhere', async () => {
    chmodSync(root, 0o755);
    const pid = await serve(server(), data);
    const hides = (directory: string): unknown => {
      const code = `import(process.argv[1]).then(m => console.log(JSON.stringify([m.serversIn(process.argv[2]), m.mayHideServers(process.argv[2])])))`;
      const {stdout, stderr} = asAnother([process.execPath, '-e', code, source, directory]);
      return stdout === '' ? stderr : JSON.parse(stdout);
    };
    expect(hides(data)).toEqual([[], true]);
    // Nobody knows whose a directory was that is gone.
    expect(hides(join(root, 'gone'))).toEqual([[], true]);
    const ofAnother = join(root, 'of another');
    mkdirSync(ofAnother);
    chownSync(ofAnother, 65_533, 65_533);
    expect(hides(ofAnother)).toEqual([[], false]);
    expect([pids(data), mayHideServers(data)]).toEqual([[pid], false]);
  });

  const separates = spawnSync('unshare', ['--map-root-user', '--mount', 'true']).status === 0;

  test.runIf(separates)('in a container too, where the same directory has another path', async () => {
    mkdirSync(join(root, 'inside'));
    mkdirSync(join(root, 'other'));
    const inContainer = (from: string, to: string) => [
      'unshare',
      ...['--map-root-user', '--mount', '/bin/sh', '-c', 'mount --bind "$1" "$2" && cd "$2" && exec "$0" 600'],
      ...[join(root, 'postgres'), from, to],
    ];
    const pid = await serve(inContainer(data, join(root, 'inside')), root);
    expect([pids(data), pids(join(root, 'inside'))]).toEqual([[pid], []]);
    expect(worksIn(pid, data)).toBe(true);
    // What it calls `data` is another directory here.
    const other = await serve(inContainer(join(root, 'other'), data), root);
    expect([pids(data), pids(join(root, 'other'))]).toEqual([[pid], [other]]);
  });
});
