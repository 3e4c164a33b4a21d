/** Following a journal that somebody else writes. */
import {truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {scan} from '../../../src/journal/chain.ts';
import {followJournal} from '../../../src/journal/follow-journal.ts';
import {journalText, note, recovery, temporaryDirectory} from '../../support/journals.ts';

const text = journalText(recovery.map(draft => [draft]));
const lines = text.split(/(?<=\n)/);
const whole = scan(Buffer.from(text));

const follow = () => {
  const path = join(temporaryDirectory(), 'journal.jsonl');
  const read = followJournal(path);
  return {
    path,
    /** What a look brings after the file has been given this text. */
    after: (written: string) => {
      writeFileSync(path, written);
      const followed = read();
      return followed.ok ? followed.value.facts.map(({seq}) => seq) : followed.reason;
    },
  };
};

test('whole entries come once each, with the hashes that the whole journal has', () => {
  const path = join(temporaryDirectory(), 'journal.jsonl');
  const read = followJournal(path);
  const hashes: string[] = [];
  for (const [index] of lines.entries()) {
    writeFileSync(path, lines.slice(0, index + 1).join(''));
    const followed = read();
    hashes.push(...(followed.ok ? followed.value.hashes : []));
  }
  expect(hashes).toEqual(whole.hashes);
});

test('half a line is waited for, and may be replaced by whoever resumes', () => {
  const {after} = follow();
  const [first = '', second = ''] = lines;
  expect(after(first + second.slice(0, 50))).toEqual([0]);
  expect(after(first + second.slice(0, 90))).toEqual([]);
  expect(after(first)).toEqual([]);
  expect(after(first + second)).toEqual([1]);
});

test('an entry that does not follow is damage, and so is a journal that has lost what was read', () => {
  const damaged = follow();
  const [first = '', second = '', third = ''] = lines;
  damaged.after(first);
  expect(damaged.after(first + third)).toMatch(/^The journal is damaged: entry 1 has the number 2/);
  const cut = follow();
  cut.after(first + second);
  truncateSync(cut.path, 10);
  expect(cut.after(first.slice(0, 10))).toMatch(/became shorter than/);
});

test('when a file fails it goes on in the next one, also where entries were read that the file has lost again', () => {
  const {path, after} = follow();
  const [first = '', second = '', third = '', fourth = ''] = lines;
  expect(after(first + second)).toEqual([0, 1]);
  // The write failed, and what had been read of it stands in the next file.
  writeFileSync(join(path, '..', 'journal-0002.jsonl'), second + third);
  expect(after(first)).toEqual([2]);
  writeFileSync(join(path, '..', 'journal-0002.jsonl'), second + third + fourth);
  expect(after(first)).toEqual([3]);
});

test('a next file that tells another story is not followed', () => {
  const {path, after} = follow();
  const [first = '', second = ''] = lines;
  expect(after(first + second)).toEqual([0, 1]);
  const other = journalText([recovery.slice(0, 1), [note('something else')]]).split(/(?<=\n)/)[1] ?? '';
  writeFileSync(join(path, '..', 'journal-0002.jsonl'), other);
  expect(after(first)).toMatch(/has lost entries that stood in it/);
});
