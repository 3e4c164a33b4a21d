/** What of a line was pasted, by the marks that a terminal puts around it. */
import {expect, test} from 'vitest';
import {pasteReader} from '../../../../src/cli/faces/told-pastes.ts';

const start = '\x1b[200~';
const end = '\x1b[201~';

const reader = () => {
  const clock = {ms: 0};
  return {clock, read: pasteReader(() => clock.ms)};
};

test('a line with a paste in it is known, also where part of it is typed, and reads as it was seen', () => {
  const {read} = reader();
  expect(read('standby-2')).toEqual({text: 'standby-2', isPasted: false});
  expect(read(`${start}standby-2${end}`)).toEqual({text: 'standby-2', isPasted: true});
  expect(read(`stand${start}by-2${end}`)).toEqual({text: 'standby-2', isPasted: true});
  expect(read('standby-2')).toEqual({text: 'standby-2', isPasted: false});
});

test('a paste of several lines is one, and what is typed behind its end is typed', () => {
  const {read} = reader();
  expect(read(`${start}call Grace`).isPasted).toBe(true);
  expect(read('standby-2').isPasted).toBe(true);
  expect(read(`${end}standby-2`)).toEqual({text: 'standby-2', isPasted: false});
});

test('where the mark of the end was wiped out with its line, what is typed later is typed', () => {
  const {read, clock} = reader();
  expect(read(`${start}call Grace`).isPasted).toBe(true);
  clock.ms += 1_000;
  expect(read('standby-2').isPasted).toBe(false);
});
