/** Commands and scripts, performed by a real keeper. */
import {spawnSync} from 'node:child_process';
import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test, vi} from 'vitest';
import {isAlive, isSessionAlive, type ProcessMark} from '../../../src/runners/process-table.ts';
import {
  engineFile,
  eventually,
  gate,
  request,
  runDirectory,
  session,
  shell,
  traceOf,
} from '../../support/runner-session.ts';

const ignore = (): void => undefined;

test('a command sees the environment that was chosen for it, and nothing of the operator’s beside it', async () => {
  const env = {
    PATH: process.env.PATH,
    HOME: '/home/ada',
    LD_PRELOAD: '',
    BASH_ENV: '/tmp/x',
    PGHOST: 'production',
    SECRET: 'x',
  };
  const runners = session(runDirectory(), {env});
  const action = {kind: 'command', argv: ['env'], env: {APP: 'ticketing'}} as const;

  const {scope} = await runners.perform(request(action), ignore);
  const names = String(scope.stdout)
    .split('\n')
    .map(line => line.split('=')[0]);

  expect(names.sort()).toEqual([
    'APP',
    'HOME',
    'LIFEBOAT_ATTEMPT',
    'LIFEBOAT_FENCE',
    'LIFEBOAT_IDEMPOTENCY_KEY',
    'LIFEBOAT_PROGRAM',
    'LIFEBOAT_RUN',
    'LIFEBOAT_STEP',
    'PATH',
    'TERM',
  ]);
});

test('standard input is empty unless the step gives it', async () => {
  const runners = session(runDirectory());
  const cat = {kind: 'command', argv: ['cat'], env: {}} as const;

  expect(await runners.perform(request(cat), ignore)).toMatchObject({ok: true, scope: {stdout: ''}});

  const stdin = `begin;\n${'-- a long restore\n'.repeat(20_000)}commit;`;
  const second = {run: 'a-run', step: 'put_back', attempt: 2};
  const fed = await runners.perform(request({...cat, argv: ['wc', '-c'], stdin}, {attempt: second}), ignore);
  expect(fed.scope).toMatchObject({stdout: String(stdin.length), json: stdin.length});
});

test('a command runs where the step says, and a directory that is not there is named', async () => {
  const runDir = runDirectory();
  const runners = session(runDir);
  const pwd = {kind: 'command', argv: ['pwd'], env: {}} as const;

  expect(await runners.perform(request({...pwd, cwd: runDir}), ignore)).toMatchObject({scope: {stdout: runDir}});

  const gone = await runners.perform(
    request({...pwd, cwd: '/srv/gone'}, {attempt: {run: 'r', step: 'b', attempt: 1}}),
    ignore,
  );
  expect(gone).toMatchObject({ok: false, certain: true});
  expect(gone.reason).toContain('/srv/gone does not exist');
});

test('a file that may not be executed is a sentence', async () => {
  const runDir = runDirectory();
  const {path} = gate(runDir);

  const performed = await session(runDir).perform(request({kind: 'command', argv: [path], env: {}}), ignore);

  expect(performed).toMatchObject({ok: false, certain: true});
  expect(performed.reason).toContain('may not be executed');
});

test('a script is given to its interpreter as a file of its own and reads its values from the environment', async () => {
  const runDir = runDirectory();
  const action = {
    kind: 'script',
    interpreter: ['sh', '-eu'],
    text: 'stat -c %a "$0"\ncat\necho "restoring $TABLE"\n',
    env: {TABLE: 'payments; drop table payments'},
  } as const;

  const {scope} = await session(runDir).perform(request(action), ignore);

  expect(scope.stdout).toBe('500\nrestoring payments; drop table payments');
  await eventually(() => readdirSync(join(runDir, 'spool')).filter(name => name.endsWith('.script'))).toEqual([]);
});

test('the password of a connection is in a file for its owner only, which is gone afterwards', async () => {
  const runDir = runDirectory();
  const connection = 'postgres://ada:topsecret@db.example/tickets';
  const secrets = [
    {name: 'database', value: connection},
    {name: 'database', value: 'topsecret'},
  ];
  const action = {...shell('stat -c %a "$PGPASSFILE"; cat "$PGPASSFILE"; env'), connection};

  const {scope} = await session(runDir).perform(request(action, {secrets}), ignore);
  const [mode, passfile, ...env] = String(scope.stdout).split('\n');

  expect({mode, passfile}).toEqual({mode: '600', passfile: 'db.example:5432:*:ada:topsecret'});
  expect(env).toContain('PGHOST=db.example');
  expect(env.join()).not.toContain('topsecret');
  await eventually(() => readdirSync(join(runDir, 'spool')).filter(name => name.endsWith('.pgpass'))).toEqual([]);
  expect(readFileSync(join(runDir, 'output', 'put_back#1.log'), 'utf8')).toContain('ada:‹secret:database›');
  expect(readFileSync(join(runDir, 'spool', 'session-1.jsonl'), 'utf8')).not.toContain('topsecret');
});

test('where secrets are at work and the host has a place in memory, the raw output never touches the disk', async () => {
  const runDir = runDirectory();
  const runtimeDir = runDirectory();
  const runners = session(runDir, {env: {PATH: process.env.PATH, XDG_RUNTIME_DIR: runtimeDir}});
  const {path, open} = gate(runDir);
  const secrets = [{name: 'TOKEN', value: 'abcdef-123456'}];

  const performing = runners.perform(request(shell('echo abcdef-123456; read go < "$1"', path), {secrets}), ignore);
  await eventually(() => readdirSync(runtimeDir, {recursive: true}).some(name => String(name).endsWith('#1.out'))).toBe(
    true,
  );
  expect(readdirSync(join(runDir, 'spool'))).toEqual(['session-1.jsonl']);
  open();
  await performing;
  await runners.close();

  expect(readdirSync(runtimeDir, {recursive: true})).toEqual(['lifeboat']);
});

test('output can be watched while the program still runs', async () => {
  const runDir = runDirectory();
  const runners = session(runDir);
  const {path, open} = gate(runDir);
  const heard = vi.fn();
  runners.onOutput(heard);

  const {attempt, ...rest} = request(shell('echo "dumping tickets"; read go < "$1"; echo done', path));
  const performing = runners.perform({attempt, ...rest}, ignore);
  await eventually(() => runners.output(attempt)).toEqual(['dumping tickets']);
  expect(heard).toHaveBeenCalled();
  open();
  await performing;

  expect(runners.output(attempt)).toEqual(['dumping tickets', 'done']);
});

const deaf = '(trap "" TERM; while :; do sleep 1; done)';

test.each([
  ['ends when asked', `${deaf} & echo started; wait`],
  ['does not listen', `trap "" TERM; ${deaf} & echo started; while :; do sleep 1; done`],
])('a time-out ends a program that %s, and with it what it started', async (_, text) => {
  let child: ProcessMark | undefined;

  // How long it is waited for after it was asked shows nothing here; the usual time has its test among the hostile children.
  const runners = session(runDirectory(), {graceMs: 500});
  const performed = await runners.perform(request(shell(text), {timeoutMs: 300}), mark => {
    child = mark;
  });

  expect(performed).toMatchObject({ok: false, certain: false, scope: {stdout: 'started'}});
  expect(performed.reason).toBe('sh was stopped: it had not ended after 0.3 s');
  await eventually(() => child && isSessionAlive(child)).toBe(false);
});

test('many programs run at once, each with its own answer', async () => {
  const runners = session(runDirectory());
  const items = Array.from({length: 16}, (_, item) => item);

  const performed = await Promise.all(
    items.map(item =>
      runners.perform(
        request(shell('echo "$1"', String(item)), {attempt: {run: 'r', step: `share[${item}]`, attempt: 1}}),
        ignore,
      ),
    ),
  );

  expect(performed.map(({scope}) => scope.stdout)).toEqual(items.map(String));
});

test('files of a run are for their owner only', async () => {
  const runDir = runDirectory();
  await session(runDir).perform(request(shell('echo hello')), ignore);

  const modes = Object.fromEntries(
    ['spool', 'output', 'spool/session-1.jsonl', 'spool/put_back#1.out', 'output/put_back#1.log'].map(name => [
      name,
      (statSync(join(runDir, name)).mode & 0o777).toString(8),
    ]),
  );

  expect(modes).toEqual({
    spool: '700',
    output: '700',
    'spool/session-1.jsonl': '600',
    'spool/put_back#1.out': '600',
    'output/put_back#1.log': '600',
  });
});

test('closing lets the keeper go', async () => {
  const runDir = runDirectory();
  const runners = session(runDir);
  await runners.perform(request(shell('true')), ignore);
  const [keeper] = traceOf(runDir).keepers;
  const isThere = (): boolean => keeper !== undefined && isAlive(keeper);
  expect(isThere()).toBe(true);

  await runners.close();

  await eventually(isThere).toBe(false);
});

test('a keeper without work keeps no engine from ending', () => {
  const {status, stdout} = spawnSync(process.execPath, [engineFile, runDirectory()], {
    input: `${JSON.stringify(request(shell('true')))}\n`,
    encoding: 'utf8',
    timeout: 20_000,
  });

  expect({status, started: JSON.parse(stdout)}).toMatchObject({status: 0, started: {pid: expect.any(Number)}});
});
