/** What an attempt prints is read from the spool while it grows, redacted and kept. */
import {createHash} from 'node:crypto';
import {appendFileSync, mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {followOutput} from '../../../src/runners/output.ts';

const place = () => {
  const directory = mkdtempSync(join(tmpdir(), 'lifeboat-output-'));
  onTestFinished(() => rmSync(directory, {recursive: true}));
  return {
    out: join(directory, 'dump#1.out'),
    err: join(directory, 'dump#1.err'),
    log: {path: join(directory, 'output', 'dump#1.log'), file: 'output/dump#1.log'},
    secrets: [{name: 'TOKEN', value: 'abcdef-123456'}],
  };
};

test('lines appear while the program still prints, and the file has what the screen has', async () => {
  const spool = place();
  const output = followOutput(spool);

  appendFileSync(spool.out, 'dumping tickets\nwith tok');
  output.read();
  expect(output.lines()).toEqual(['dumping tickets']);

  appendFileSync(spool.out, 'en abcdef-123456\n');
  appendFileSync(spool.err, 'warning: slow\n');
  const printed = await output.finish();

  const log = readFileSync(spool.log.path);
  expect(log.toString()).toBe('dumping tickets\nwith token ‹secret:TOKEN›\nwarning: slow\n');
  expect(output.lines()).toEqual(['dumping tickets', 'with token ‹secret:TOKEN›', 'warning: slow']);
  expect(printed.kept.output).toEqual({
    file: 'output/dump#1.log',
    bytes: log.length,
    sha256: createHash('sha256').update(log).digest('hex'),
  });
  expect(statSync(spool.log.path).mode & 0o777).toBe(0o600);
});

test('expressions see what was printed as it was', async () => {
  const spool = place();
  appendFileSync(spool.out, 'token abcdef-123456\n');

  expect((await followOutput(spool).finish()).stdout.text).toBe('token abcdef-123456');
});

test('two streams do not break into each other within a line', async () => {
  const spool = place();
  const output = followOutput(spool);

  appendFileSync(spool.out, 'one and ');
  output.read();
  appendFileSync(spool.err, 'careful\n');
  output.read();
  appendFileSync(spool.out, 'the same line\n');
  await output.finish();

  expect(output.lines()).toEqual(['careful', 'one and the same line']);
});

test('a program that prints nothing leaves no file', async () => {
  const spool = place();
  const printed = await followOutput(spool).finish();

  expect(printed.kept).toEqual({});
  expect(() => statSync(spool.log.path)).toThrow('ENOENT');
});

test('an output file that cannot be written is told to be lost, and costs not the answer', async () => {
  const spool = place();
  appendFileSync(spool.out, '17 rows\n');
  const printed = await followOutput({...spool, log: {path: '/dev/full', file: 'output/dump#1.log'}}).finish();

  expect(printed.kept).toEqual({outputLost: true});
  expect(printed.stdout.text).toBe('17 rows');
});
