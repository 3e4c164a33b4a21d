/** Reading standard input line by line. */
import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {lineBytesMax, readLines} from '../../../src/cli/input-lines.ts';

const readAll = async (chunks: readonly string[]): Promise<readonly string[]> => {
  const input = new PassThrough();
  const heard: string[] = [];
  const ended = new Promise<void>(resolve => {
    readLines(input, {
      onLine: line => heard.push(line.toString('utf8')),
      onTooLong: () => heard.push('too long'),
      onEnd: resolve,
    });
  });
  for (const chunk of chunks) {
    input.write(chunk);
  }
  input.end();
  await ended;
  return heard;
};

test('lines are put together from what arrives, and the last one counts without its line feed', async () => {
  expect(await readAll(['{"a"', ':1}\n\n  \n{"b":2}\n{"c"', ':3}'])).toEqual(['{"a":1}', '{"b":2}', '{"c":3}']);
});

test('a line that is too long is said once and does not spoil the next', async () => {
  const long = 'x'.repeat(lineBytesMax);
  expect(await readAll([long, long, 'x\n{"b":2}\n', long, 'x'])).toEqual(['too long', '{"b":2}', 'too long']);
});
