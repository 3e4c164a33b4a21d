/** Whatever stands in a file, the loader answers: it loads or says why, and it never fails, waits or contradicts itself. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {answered} from '../support/answered.ts';
import {badText} from '../support/bad-texts.ts';
import {casesOf} from '../support/case-count.ts';
import {goodTexts} from '../support/good-texts.ts';

const isCi = process.env.CI === 'true';
const runs = casesOf({sample: 120, full: 20_000});

test('a text that somebody, or a broken disk, has changed is answered', {timeout: isCi ? 900_000 : 60_000}, () => {
  fc.assert(
    fc.property(badText, text => {
      answered(text);
    }),
    {numRuns: runs},
  );
});

test('what these texts are made of is answered too, and some of it loads', () => {
  const loads = goodTexts.filter(text => answered(text).loads);

  expect(loads.length).toBeGreaterThan(3);
});
