/** What prints a secret that nobody knows yet is held back until it has ended. */
import {appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {HeldBack} from '../../../src/engine/actions/runner.ts';
import {heldBackOutput} from '../../../src/runners/held-back.ts';

const place = () => {
  const directory = mkdtempSync(join(tmpdir(), 'lifeboat-held-back-'));
  onTestFinished(() => rmSync(directory, {recursive: true}));
  return {
    out: join(directory, 'log_in#1.out'),
    err: join(directory, 'log_in#1.err'),
    log: {path: join(directory, 'output', 'log_in#1.log'), file: 'output/log_in#1.log'},
    secrets: [{name: 'password', value: 'hunter-hunter'}],
  };
};

const token: HeldBack = {
  streams: ['stdout'],
  secretsIn: ({stdout}) => [{name: 'log_in.token', value: String(stdout).split(' ').at(-1) ?? ''}],
};
const unknown: HeldBack = {streams: ['stdout'], secretsIn: () => undefined};

test('nothing is written or shown before the end, and then the secret is hidden wherever it was printed', async () => {
  const spool = place();
  const output = heldBackOutput(spool, token);
  appendFileSync(spool.out, 'token abc-123-def\n');
  appendFileSync(spool.err, 'trying abc-123-def for hunter-hunter\n');
  output.read();
  expect(output.lines()).toEqual(['‹held back until its secrets are known›']);
  expect(existsSync(spool.log.path)).toBe(false);

  const printed = await output.finish();
  const lines = ['token ‹secret:log_in.token›', 'trying ‹secret:log_in.token› for ‹secret:password›'];
  expect(readFileSync(spool.log.path, 'utf8')).toBe(`${lines.join('\n')}\n`);
  expect(output.lines()).toEqual(lines);
  expect(printed).toMatchObject({
    stdout: {text: 'token abc-123-def'},
    openStderr: 'trying ‹secret:log_in.token› for ‹secret:password›',
    kept: {output: {file: 'output/log_in#1.log', bytes: readFileSync(spool.log.path).length}},
  });
});

test('who looks for the secrets sees how it ended and what it printed', async () => {
  const spool = place();
  appendFileSync(spool.out, '{"token": "abc-123-def"}\n');
  const seen: unknown[] = [];
  await heldBackOutput(spool, {
    streams: ['stdout'],
    secretsIn: scope => {
      seen.push(scope);
      return [];
    },
  }).finish({exit: 0});

  expect(seen).toEqual([{exit: 0, stdout: '{"token": "abc-123-def"}', stderr: '', json: {token: 'abc-123-def'}}]);
});

test('where the secrets cannot be told, of the stream that has them nothing stays but its length', async () => {
  const spool = place();
  const output = heldBackOutput(spool, unknown);
  appendFileSync(spool.out, 'abc-123-def\n');
  appendFileSync(spool.err, 'the vault is sealed\n');
  const printed = await output.finish({exit: 2});

  const shown = ['the vault is sealed', '‹stdout withheld: 12 bytes that may hold a secret›'];
  expect(output.lines().toSorted()).toEqual(shown.toSorted());
  expect(readFileSync(spool.log.path, 'utf8')).not.toContain('abc-123');
  expect(printed.openStderr).toBe('the vault is sealed');
});

test('standard error that is withheld is in no reason either', async () => {
  const spool = place();
  appendFileSync(spool.err, 'abc-123-def\n');
  const printed = await heldBackOutput(spool, {...unknown, streams: ['stdout', 'stderr']}).finish({exit: 2});

  expect(printed.openStderr).toBe('');
  expect(readFileSync(spool.log.path, 'utf8')).toBe('‹stderr withheld: 12 bytes that may hold a secret›\n');
});

test('the timer of the screen may look at any moment, also while it is read once more', async () => {
  const spool = place();
  appendFileSync(spool.out, 'abc-123-def\n'.repeat(400_000));
  const output = heldBackOutput(spool, {
    streams: ['stdout'],
    secretsIn: () => [{name: 'log_in.token', value: 'abc-123-def'}],
  });
  const timer = setInterval(() => output.read(), 1);
  onTestFinished(() => clearInterval(timer));

  await output.finish();
  expect(readFileSync(spool.log.path, 'utf8')).toBe(`${'‹secret:log_in.token›\n'.repeat(400_000)}`);
});

test('who printed nothing leaves no file', async () => {
  const spool = place();
  const printed = await heldBackOutput(spool, unknown).finish({exit: 2});

  expect(printed.kept).toEqual({});
  expect(existsSync(spool.log.path)).toBe(false);
});
