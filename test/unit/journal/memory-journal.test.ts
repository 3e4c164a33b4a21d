/** The journal in memory keeps the contract. */
import {memoryJournal} from '../../../src/journal/memory-journal.ts';
import {journalContract} from '../../contract/journal.ts';
import {tickingClock} from '../../support/journals.ts';

journalContract('in memory', () => {
  const journal = memoryJournal(tickingClock());
  return {journal, durable: () => Buffer.from(journal.text())};
});
