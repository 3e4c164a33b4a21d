/** Whether this process may mount a file system, by what the system says of it. */
import {expect, test} from 'vitest';
import {lackOf} from '../../../../src/lab/faults/full-disk.ts';

const statusWith = (rights: string): string => `Name:\tnode\nCapPrm:\t000001ffffffffff\nCapEff:\t${rights}\n`;

test('who lacks the right to mount is told what it takes, and so is everybody where the system does not tell', () => {
  for (const status of [statusWith('0000000000000000'), statusWith('000001ffffdfffff'), 'Name:\tnode\n', null]) {
    expect(lackOf(status)).toMatch(/takes Linux and the rights of root; run it as root, or drill another fault$/);
  }
});

test('the very right counts, and no other', () => {
  expect(lackOf(statusWith('000001ffffffffff'))).toBeNull();
  expect(lackOf(statusWith('0000000000200000'))).toBeNull();
});
