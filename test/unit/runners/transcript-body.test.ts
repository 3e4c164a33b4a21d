/** What of a transcript the program wrote. */
import {expect, test} from 'vitest';
import {transcriptBody} from '../../../src/runners/transcript-body.ts';

const head = 'Script started on 2026-11-24 19:46:19+00:00 [COMMAND="exec" TERM="xterm" TTY="/dev/pts/0"]\n';
const foot = '\nScript done on 2026-11-24 19:46:20+00:00 [COMMAND_EXIT_CODE="3"]\n';

const bodyOf = (text: string, chunkBytes: number): string => {
  const body = transcriptBody();
  const bytes = Buffer.from(text);
  const parts: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += chunkBytes) {
    parts.push(body.push(bytes.subarray(from, from + chunkBytes)));
  }
  return Buffer.concat([...parts, body.end()]).toString('utf8');
};

const long = Array.from({length: 200}, (_, row) => `row ${row} of the café\r\n`).join('');

test.each([1, 7, 100, 100_000])('without the lines around it, read %i bytes at a time', chunkBytes => {
  expect(bodyOf(`${head}Password: \r\nhi\r\n${foot}`, chunkBytes)).toBe('Password: \r\nhi\r\n');
  expect(bodyOf(head + long + foot, chunkBytes)).toBe(long);
  expect(bodyOf(head + foot, chunkBytes)).toBe('');
});

test('one that was cut short has no last line, and one that never began has nothing', () => {
  expect(bodyOf(`${head}Passw`, 4)).toBe('Passw');
  expect(bodyOf(head.trimEnd(), 4)).toBe('');
});

test('a program that says the same words is kept', () => {
  const text = `a${foot}b\r\n`;
  expect(bodyOf(head + text + foot, 3)).toBe(text);
});
