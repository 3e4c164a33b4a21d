/** Lines are passed on whole, however they come. */
import {expect, test} from 'vitest';
import {wholeLines} from '../../../src/runners/whole-lines.ts';

const collected = (begun = ''): {readonly pieces: string[]; readonly lines: ReturnType<typeof wholeLines>} => {
  const pieces: string[] = [];
  return {pieces, lines: wholeLines(bytes => pieces.push(bytes.toString()), Buffer.from(begun))};
};

test('the beginning of a line waits for its end', () => {
  const {pieces, lines} = collected();
  for (const text of ['dumping ', 'tick', 'ets\ndumping pay', 'ments\n', 'rea']) {
    lines.add(Buffer.from(text));
  }
  expect(pieces.join('')).toBe('dumping tickets\ndumping payments\n');
  expect(lines.rest().toString()).toBe('rea');
  lines.end();
  expect(pieces.at(-1)).toBe('rea');
  expect(lines.rest()).toHaveLength(0);
});

test('a line that was begun before is gone on with', () => {
  const {pieces, lines} = collected('dumping ');
  lines.add(Buffer.from('tickets\n'));
  expect(pieces.join('')).toBe('dumping tickets\n');
});

test('a line without an end is passed on in pieces', () => {
  const {pieces, lines} = collected();
  for (let piece = 0; piece < 3; piece += 1) {
    lines.add(Buffer.from('x'.repeat(4_000)));
  }
  expect(pieces.join('')).toHaveLength(12_000);
});

test('what it was given may be written over afterwards', () => {
  const {pieces, lines} = collected();
  const room = Buffer.from('dumping ');
  lines.add(room);
  room.fill('x');
  lines.add(Buffer.from('tickets\n'));
  expect(pieces.join('')).toBe('dumping tickets\n');
});
