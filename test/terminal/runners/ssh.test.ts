/** Programs on another host, through the real client to a real server. */
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {ResolvedAction} from '../../../src/engine/actions/runner.ts';
import {anyValue} from '../../support/any-values.ts';
import {casesOf} from '../../support/case-count.ts';
import {
  contentOf,
  eventually,
  gate,
  otherEngine,
  request,
  runDirectory,
  session,
} from '../../support/runner-session.ts';
import {type SshServer, sshServer} from '../../support/ssh-server.ts';

const there = ({host}: SshServer, argv: readonly string[], more = {}): ResolvedAction => ({
  kind: 'command',
  argv,
  env: {},
  on: host,
  ...more,
});

const shell = (server: SshServer, text: string, ...args: readonly string[]): ResolvedAction =>
  there(server, ['sh', '-c', text, 'sh', ...args]);

const runnersFor = (server: SshServer, options: Parameters<typeof session>[1] = {}) => {
  const runDir = runDirectory();
  return {runDir, runners: session(runDir, {env: {PATH: server.path}, ...options})};
};

const perform = (server: SshServer, action: ResolvedAction, more: Parameters<typeof request>[1] = {}) =>
  runnersFor(server).runners.perform(request(action, more), () => undefined);

/** The words and variables of every process of this host, which is the far one too. */
const processes = (): string =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(pid => contentOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' '))
    .join('\n');

const isRunning = (sign: string): boolean => processes().includes(sign);

test('words, variables and input arrive as they are, whatever a shell would make of them', async () => {
  const server = await sshServer();
  const odd = ['two words', "it's", '"$HOME" `id` $(id)', 'a\nb\n', '\\', '停 ü', '', '*', '-n', '!!'];
  const env = {FIRST: "line 1\nline '2'\n", SECOND: '$HOME'};
  const program =
    'process.stdout.write(JSON.stringify([process.argv.slice(1), process.env.FIRST, process.env.SECOND, require("fs").readFileSync(0, "utf8")]))';
  const action = there(server, [process.execPath, '-e', program, '--', ...odd], {env, stdin: "in 1\nin '2'"});
  const performed = await perform(server, action);

  expect(performed).toMatchObject({ok: true, certain: true, scope: {exit: 0, stderr: ''}});
  expect(performed.scope.json).toEqual([odd, env.FIRST, env.SECOND, "in 1\nin '2'"]);
});

test('any value at all is the same word and the same variable there', {timeout: 300_000}, async () => {
  const server = await sshServer();
  const count = casesOf({sample: 200, full: 2_000});
  const values = fc.sample(anyValue, count);
  const env = Object.fromEntries(values.map((value, index) => [`V${index}`, value]));
  const copy = 'cat /proc/$$/cmdline > "$0/words"; cat /proc/$$/environ > "$0/variables"';
  const performed = await perform(server, there(server, ['sh', '-c', copy, server.directory, ...values], {env}));

  expect(performed).toMatchObject({ok: true, certain: true});
  const parts = (file: string) => readFileSync(join(server.directory, file), 'utf8').split('\0').slice(0, -1);
  expect(parts('words').slice(4)).toEqual(values);
  const variables = new Set(parts('variables'));
  expect(values.filter((value, index) => !variables.has(`V${index}=${value}`))).toEqual([]);
});

test('a script is given to its interpreter there, in a file that is gone afterwards', async () => {
  const server = await sshServer();
  const text = `echo "$0 in $PLACE"; ls -l "$0" | cut -c1-10\n`;
  const performed = await perform(server, {
    kind: 'script',
    interpreter: ['sh', '-eu'],
    text,
    env: {PLACE: 'db-1'},
    on: server.host,
  });

  const [named = '', mode] = String(performed.scope.stdout).split('\n');
  const [path = ''] = named.split(' ');
  expect(named).toMatch(/^\/\S+ in db-1$/);
  expect(mode).toBe('-r-x------');
  expect(existsSync(path)).toBe(false);
});

test('a connection is given in variables and a password file of that host', async () => {
  const server = await sshServer();
  const connection = 'postgresql://ada:sesame-2@db-7:5433/shop';
  const text = 'echo "$PGHOST $PGUSER"; cat "$PGPASSFILE"; ls -l "$PGPASSFILE" | cut -c1-10';
  const performed = await perform(server, there(server, ['sh', '-c', text], {connection}));

  expect(performed.scope.stdout).toBe('db-7 ada\ndb-7:5433:*:ada:sesame-2\n-rw-------');
});

test('the exit code is that of the program, also 255, and its words are the reason', async () => {
  const server = await sshServer();
  const failed = await perform(server, shell(server, 'echo "no space left" >&2; exit 255'));

  expect(failed).toMatchObject({
    ok: false,
    certain: true,
    reason: `sh on ${server.host} ended with exit code 255: no space left`,
    scope: {exit: 255, stderr: 'no space left'},
  });
  expect(await perform(server, shell(server, 'kill -KILL $$'))).toMatchObject({certain: true, scope: {exit: 137}});
});

test('what is not there has certainly not run', async () => {
  const server = await sshServer();

  expect(await perform(server, there(server, ['pg_nonesuch']))).toMatchObject({
    ok: false,
    certain: true,
    scope: {stdout: ''},
    reason: `pg_nonesuch on ${server.host} was not started: it was not found there; install it or give its full path`,
  });
  expect((await perform(server, there(server, ['ls'], {cwd: '/nowhere'}))).reason).toContain(
    'its working directory /nowhere does not exist there',
  );
});

test('a host whose key is not known is not asked, and nobody is', async () => {
  const server = await sshServer({isKnown: false});
  const performed = await perform(server, shell(server, 'touch "$1"', join(server.directory, 'touched')));

  expect(performed).toMatchObject({ok: false, certain: true});
  expect(performed.reason).toContain('was not started: ssh did not get there (Host key verification failed.)');
  expect(existsSync(join(server.directory, 'touched'))).toBe(false);
});

test('no variable is a word of any process, and a secret is in no output that is kept', async () => {
  const server = await sshServer();
  const {runDir, runners} = runnersFor(server);
  const {path, open} = gate(runDir);
  const action = there(server, ['sh', '-c', 'echo "token $TOKEN"; read go < "$1"', 'sh', path], {
    env: {TOKEN: 'sesame-opens-77'},
  });
  const secrets = [{name: 'token', value: 'sesame-opens-77'}];
  const performing = runners.perform(request(action, {secrets}), () => undefined);
  await eventually(() => runners.output({run: 'a-run', step: 'put_back', attempt: 1})).toEqual([
    'token ‹secret:token›',
  ]);
  expect(processes()).toContain(path);
  expect(processes()).not.toContain('sesame-opens');
  open();

  expect(await performing).toMatchObject({ok: true, scope: {stdout: 'token sesame-opens-77'}});
  expect(readFileSync(join(runDir, 'output', 'put_back#1.log'), 'utf8')).toBe('token ‹secret:token›\n');
});

test('over its time it is ended there too, with what it started, also where that ignores being asked to end', async () => {
  const server = await sshServer();
  const sign = `sleep 4${process.pid}1`;
  const performed = await perform(server, shell(server, `trap '' TERM; ${sign} & ${sign}`), {timeoutMs: 2_000});

  expect(performed).toMatchObject({ok: false, certain: false});
  expect(performed.reason).toContain('had not ended after 2.0 s; it is being ended there, which may take 7 s');
  await eventually(() => isRunning(sign)).toBe(false);
});

test('a connection that breaks leaves the outcome unknown, and ends the program there', async () => {
  const server = await sshServer();
  const sign = `sleep 4${process.pid}2`;
  const {runners} = runnersFor(server);
  const performing = runners.perform(request(shell(server, `echo copying; ${sign}`)), () => undefined);
  await eventually(() => runners.output({run: 'a-run', step: 'put_back', attempt: 1})).toEqual(['copying']);
  server.cut();

  const performed = await performing;
  expect(performed).toMatchObject({ok: false, certain: false, scope: {stdout: 'copying'}});
  expect(performed.reason).toContain(
    `the connection to ${server.host} broke while sh ran; whether it did its work is not known`,
  );
  await eventually(() => isRunning(sign)).toBe(false);
});

test('an engine that was killed leaves the program running there, and the next one finds how it ended', async () => {
  const server = await sshServer();
  const runDir = runDirectory();
  const {path, open} = gate(runDir);
  const copying = request(shell(server, 'echo copying; read go < "$1"; echo "copied 17 rows"; exit 3', path));
  const engine = await otherEngine(runDir, copying, {PATH: server.path});
  await eventually(() => isRunning(path)).toBe(true);
  await engine.kill();

  const runners = session(runDir, {session: 2, env: {PATH: server.path}});
  const found = await runners.find(copying, 1, engine.child);
  expect(found.found).toBe('running');
  open();
  const ended = found.found === 'running' ? await found.ended : found;
  expect(ended).toMatchObject({
    found: 'finished',
    performed: {ok: false, certain: true, scope: {exit: 3, stdout: 'copying\ncopied 17 rows'}},
  });
});

test('a probe is asked there', async () => {
  const server = await sshServer();

  expect(await perform(server, shell(server, 'echo t'), {use: 'probe'})).toMatchObject({
    ok: true,
    scope: {stdout: 't'},
  });
});
