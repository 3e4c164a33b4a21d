/** What every journal promises, whatever keeps it: tests that each implementation of the port passes. */
import {expect, test} from 'vitest';
import {emptyHead, headOf, scan} from '../../src/journal/chain.ts';
import type {Journal} from '../../src/journal/journal.ts';
import {note, record, recovery} from '../support/journals.ts';

/** An empty journal, and the bytes that it has made durable so far. */
export type Kept = {readonly journal: Journal; readonly durable: () => Uint8Array};

export const journalContract = (name: string, make: () => Kept): void => {
  test(`${name}: an empty journal has an empty head and nothing in it`, () => {
    const {journal, durable} = make();

    expect(journal.head()).toEqual(emptyHead);
    expect(durable()).toHaveLength(0);
    journal.close();
  });

  test(`${name}: facts are numbered from 0 without a gap and carry what was said, by whom and when`, () => {
    const {journal} = make();

    expect(journal.append(note('lights are out'))).toEqual({
      seq: 0,
      sync: -1,
      session: 1,
      at: expect.stringMatching(/^2026-11-23T00:19:57\.\d{3}Z$/),
      monoUs: expect.any(Number),
      actor: {name: 'ana', via: 'screen'},
      type: 'noted',
      text: 'lights are out',
    });
    expect(journal.append(note('lights are back')).seq).toBe(1);
    journal.close();
  });

  test(`${name}: nothing is durable before flush, everything appended is after it`, () => {
    const {journal, durable} = make();
    journal.append(note('one'));
    journal.append(note('two'));
    expect(durable()).toHaveLength(0);

    expect(journal.flush().ok).toBe(true);

    expect(scan(durable()).facts).toHaveLength(2);
    journal.close();
  });

  test(`${name}: each fact carries the highest number that was durable when it was written`, () => {
    const {journal} = make();

    const facts = record(journal, [[note('a')], [note('b'), note('c'), note('d')], [note('e')]]);

    expect(facts.map(({sync}) => sync)).toEqual([-1, 0, 0, 0, 3]);
    journal.close();
  });

  test(`${name}: the head covers what was appended, and is the head of what is read back`, () => {
    const {journal, durable} = make();
    const facts = record(journal, [recovery.slice(0, 3), recovery.slice(3)]);

    const found = scan(durable());

    expect(found.end).toEqual({kind: 'whole'});
    expect(found.facts).toEqual(facts);
    expect(headOf(found)).toEqual(journal.head());
    journal.append(note('one more'));
    expect(journal.head().entries).toBe(facts.length + 1);
    journal.close();
  });

  test(`${name}: a flush with nothing to write is done`, () => {
    const {journal, durable} = make();

    expect(journal.flush()).toEqual({ok: true, value: []});
    expect(durable()).toHaveLength(0);
    journal.close();
  });

  test(`${name}: recording in a closed journal is a fault of ours`, () => {
    const {journal} = make();
    journal.close();
    journal.close();

    expect(() => journal.append(note('too late'))).toThrow('closed journal');
  });

  test(`${name}: a fact that is too long, nests too deep or holds half a character is a fault of ours`, () => {
    const {journal} = make();
    const deep = JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`);
    const halved = {type: 'performed', step: 's', attempt: 1, result: {'\ud800': 1}} as const;
    const tooDeep = {type: 'performed', step: 's', attempt: 1, result: deep} as const;

    expect(() => journal.append(note('x'.repeat(33_000)))).toThrow('32768');
    expect(() => journal.append({...note(''), body: tooDeep})).toThrow('deeper than 32');
    expect(() => journal.append({...note(''), body: halved})).toThrow('half a character');
    expect(() => journal.append(note('\ud800'))).toThrow('half a character');
    journal.close();
  });
};
