/** Whatever is done to a record afterwards, who has kept one head sees it, and the right verdict names it; who has not is told what cannot be seen. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {verifyRun} from '../../src/journal/verify/verify.ts';
import {casesOf} from '../support/case-count.ts';
import {makeRunRecord} from '../support/run-record.ts';
import {deedKinds, deeds, tamper} from '../support/tamper.ts';

const runs = casesOf({sample: 500, full: 20_000});

const records = [makeRunRecord(1, false), makeRunRecord(2, true), makeRunRecord(9, false), makeRunRecord(12, true)];

test('the records are whole before anything is done to them', () => {
  for (const {lines, files, anchor, isSealed} of records) {
    const whole = {
      journal: Buffer.from(lines.join('')),
      readFile: (name: string) => files.get(name),
      outputFiles: [],
    };
    expect(verifyRun(whole, {anchor})).toMatchObject({
      verdict: 'OK',
      anchored: true,
      state: isSealed ? 'sealed' : 'open',
    });
  }
});

test('with an anchor every deed is found and named, and without one all but those that the format cannot show', () => {
  const tried = new Map<string, number>();
  fc.assert(
    fc.property(fc.constantFrom(...records), deeds, (base, deed) => {
      const tampered = tamper(base, deed);
      fc.pre(tampered !== undefined);
      const {evidence, anchored, alone, touched} = tampered;
      const told = verifyRun(evidence, {anchor: base.anchor});
      const seen = verifyRun(evidence);
      tried.set(deed.kind, (tried.get(deed.kind) ?? 0) + 1);

      expect(anchored).toContain(told.verdict);
      expect(told.ok).toBe(false);
      expect(alone).toContain(seen.verdict);
      expect(seen.ok).toBe(seen.verdict === 'OK' || seen.verdict === 'TORN');
      expect(told.entries).toBeLessThanOrEqual(touched);
    }),
    {numRuns: runs},
  );

  expect([...tried.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(runs);
  expect([...tried.keys()].toSorted()).toEqual(deedKinds.toSorted());
});
