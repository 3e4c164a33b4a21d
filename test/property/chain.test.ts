/** The chain: whatever entry is touched, the journal breaks exactly there, and is never taken for what a crash left. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {scan} from '../../src/journal/chain.ts';
import type {Draft} from '../../src/journal/journal.ts';
import {journalText, note} from '../support/journals.ts';

const texts = fc.array(fc.string({unit: 'binary', maxLength: 40}), {minLength: 2, maxLength: 12});

/** Any texts as notes, flushed in groups of any size. */
const journals = fc
  .tuple(texts, fc.array(fc.integer({min: 1, max: 4}), {minLength: 12, maxLength: 12}))
  .map(([said, sizes]) => {
    const batches: Draft[][] = [];
    for (let next = 0, at = 0; at < said.length; next += 1) {
      const size = sizes[next] ?? 1;
      batches.push(said.slice(at, at + size).map(note));
      at += size;
    }
    return journalText(batches).trimEnd().split('\n');
  });

const places = fc.nat({max: 1_000_000});
const scanLines = (lines: readonly string[]) => scan(Buffer.from(lines.map(line => `${line}\n`).join('')));

test('every journal is read back as it was written', () => {
  fc.assert(
    fc.property(journals, lines => {
      const found = scanLines(lines);

      expect(found.end).toEqual({kind: 'whole'});
      expect(found.hashes).toEqual(lines.map(line => line.slice(9, 73)));
    }),
  );
});

const edits = {
  change: (lines: readonly string[], at: number) =>
    lines.with(at, (lines[at] ?? '').replace('"type":"noted"', '"type":"noded"')),
  drop: (lines: readonly string[], at: number) => lines.toSpliced(at, 1),
  swap: (lines: readonly string[], at: number) => lines.with(at, lines[at + 1] ?? '').with(at + 1, lines[at] ?? ''),
  insert: (lines: readonly string[], at: number) => lines.toSpliced(at, 0, lines[at + 1] ?? ''),
} as const;
const kinds = ['change', 'drop', 'swap', 'insert'] as const;

test('changing, dropping, swapping or inserting any entry breaks the chain exactly there', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(journals, fc.constantFrom(...kinds), places, (lines, kind, place) => {
      // The last entry can be changed, but dropping it leaves a whole journal: only an anchor shows that.
      const at = place % (kind === 'change' ? lines.length : lines.length - 1);
      const {facts, end} = scanLines(edits[kind](lines, at));

      expect(end.kind).toBe('damaged');
      expect(facts).toHaveLength(at);
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }),
    {numRuns: 400},
  );
  expect([...seen.keys()].sort()).toEqual([...kinds].sort());
});

test('an entry of another journal does not fit, even at its own number', () => {
  fc.assert(
    fc.property(journals, journals, places, (lines, others, place) => {
      const at = 1 + (place % (Math.min(lines.length, others.length) - 1));
      fc.pre(lines[0] !== others[0] && lines[at - 1] !== others[at - 1]);
      const {facts, end} = scanLines(lines.with(at, others[at] ?? ''));

      expect(end.kind).toBe('damaged');
      expect(facts).toHaveLength(at);
    }),
  );
});

test('what a chain alone cannot show: entries cut off at the end of a line', () => {
  fc.assert(
    fc.property(journals, lines => {
      expect(scanLines(lines.slice(0, -1)).end.kind).toBe('whole');
    }),
  );
});
