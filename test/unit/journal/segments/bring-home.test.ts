/** Segments that stood elsewhere come home: what counts of them, and what does not. */
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect, test} from 'vitest';
import {openJournal} from '../../../../src/journal/open-journal.ts';
import {sha256} from '../../../../src/journal/safe-file.ts';
import {journalText, recovery, temporaryDirectory, tickingClock} from '../../../support/journals.ts';

const whole = journalText([recovery.slice(0, 3), recovery.slice(3)]);
const started = journalText([recovery.slice(0, 3)]);

const journalOf = (bytes: string): string => {
  const path = join(temporaryDirectory(), 'journal.jsonl');
  writeFileSync(path, bytes, {mode: 0o600});
  return path;
};

const opened = (path: string) => {
  const result = openJournal({path, clock: tickingClock()});
  if (!result.ok) {
    throw new Error(result.reason.message);
  }
  return result.value;
};

test('the torn tail of a segment that is brought home is kept in the run’s directory, and a fact can name it', () => {
  const path = journalOf(started);
  const away = join(temporaryDirectory(), 'journal-0002.jsonl');
  const second = whole.slice(started.length);
  const torn = '{"hash":"12';
  writeFileSync(away, second + torn, {mode: 0o600});
  writeFileSync(join(dirname(path), 'journal-next'), `${away}\n`);
  const {journal, tails} = opened(path);
  journal.close();

  const file = `journal-0002.torn-${Buffer.byteLength(second)}`;
  expect(tails).toMatchObject([{file, bytes: torn.length, sha256: sha256(Buffer.from(torn))}]);
  expect(readFileSync(join(dirname(path), file), 'utf8')).toBe(torn);
  expect(existsSync(away)).toBe(false);
});

test('a segment elsewhere of which nothing is whole is kept as a tail in the run’s directory, too', () => {
  const path = journalOf(whole);
  const away = join(temporaryDirectory(), 'journal-0002.jsonl');
  writeFileSync(away, '{"hash":"12', {mode: 0o600});
  writeFileSync(join(dirname(path), 'journal-next'), `${away}\n`);
  const {journal, tails} = opened(path);
  journal.close();

  expect(tails).toMatchObject([{file: 'journal-0002.torn-0', bytes: 11}]);
  expect(existsSync(away)).toBe(false);
});
