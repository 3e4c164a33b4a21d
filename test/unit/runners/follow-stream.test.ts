/** A stream that is gone on with in another session says the same as one that was read at once. */
import {appendFileSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {followStream, fromItsBeginning, type StreamPoint} from '../../../src/runners/follow-stream.ts';
import {redactor} from '../../../src/runners/redact.ts';

const secrets = [{name: 'TOKEN', value: 'abcdef-123456'}];
const marks = {push: (bytes: Buffer) => bytes, end: () => Buffer.alloc(0)};

const followed = (path: string, from: StreamPoint) => {
  const pieces: Buffer[] = [];
  const stream = followStream(path, {hide: redactor(secrets), marks, from}, bytes => pieces.push(Buffer.from(bytes)));
  return {stream, text: () => Buffer.concat(pieces).toString()};
};

test.each([
  ['in the middle of a line', 'dumping tickets\nwith tok', 'en 17\n'],
  ['in the middle of a secret', 'dumping tickets\nwith token abcdef-', '123456\nready\n'],
  ['in the middle of what only begins like one', 'dumping tickets\nabcdef-', '77\nready\n'],
  ['at the end of a line', 'dumping tickets\n', 'ready\n'],
  ['far behind what expressions see', 'restored row 17\n'.repeat(30_000), 'ready\n'],
])('%s', (_where, before, after) => {
  const directory = mkdtempSync(join(tmpdir(), 'lifeboat-stream-'));
  onTestFinished(() => rmSync(directory, {recursive: true}));
  const path = join(directory, 'dump#1.out');
  appendFileSync(path, before);
  const first = followed(path, fromItsBeginning);
  first.stream.read();
  const toldBefore = first.text();
  const point = first.stream.point();
  appendFileSync(path, after);

  const second = followed(path, point);
  second.stream.read();
  second.stream.end();
  const whole = followed(path, fromItsBeginning);
  whole.stream.read();
  whole.stream.end();

  expect(toldBefore + second.text()).toBe(whole.text());
  expect(second.stream.excerpt.text()).toEqual(whole.stream.excerpt.text());
  expect(whole.text()).not.toContain('abcdef-123456');
});
