/** How much may wait for one write. */
import {expect, test} from 'vitest';
import {measuredJournal} from '../../../src/cli/measured-journal.ts';
import {memoryJournal} from '../../../src/journal/memory-journal.ts';
import {fakeClock} from '../../support/fake-clock.ts';

test('more than a reader takes for the tail of one write is too much, until it is written', () => {
  const memory = memoryJournal(fakeClock());
  const journal = measuredJournal(memory);
  const draft = {body: {type: 'noted', text: 'x'.repeat(20_000)}, actor: {name: 'sam', via: 'plain'}} as const;
  for (let count = 0; count < 51; count += 1) {
    journal.append(draft);
  }
  expect(journal.isTooMuch()).toBe(false);
  journal.append(draft);
  expect(journal.isTooMuch()).toBe(true);
  journal.flush();
  expect(journal.isTooMuch()).toBe(false);
  expect(Buffer.byteLength(memory.text())).toBeGreaterThan(1024 * 1024);
});
