/** Each mistake that an author can make, what the linter says about it, and the same text mended. The printed texts are written by the update. */
import {describe, expect, test} from 'vitest';
import {codes} from '../../src/diagnostics/codes.ts';
import {rules} from '../../src/runbook/rules.ts';
import {
  exampleNames,
  exampleText,
  findingsOf,
  pairs,
  printedOf,
  stemOf,
  withoutExample,
} from '../support/lint-examples.ts';

const isMended = (name: string): boolean => name.endsWith('.mended');
const isSound = (name: string): boolean => /^(?:plan-)?sound|^reference-guarded|^waiver-honoured/.test(name);
const mistakes = exampleNames.filter(name => !isMended(name));

describe('what the linter says', () => {
  test.each(mistakes)('%s', async name => {
    await expect(printedOf(name)).toMatchFileSnapshot(`lint/${name}.txt`);
  });
});

/** What a waiver lets through that is wrong itself. */
const letThrough: {readonly [code: string]: readonly string[]} = {
  'waiver/expired': ['review/overdue'],
  'sql/parameter': ['sql/unused-parameter'],
  'waiver/several': ['destructive/ungated', 'destructive/ungated'],
  'waiver/unknown-step': ['destructive/ungated'],
};

describe('every code has an example that shows it alone, and the same mended, in which nothing is found', () => {
  test.each(pairs)('$code', ({code, wrong, mended}) => {
    const also = letThrough[code] ?? [];
    expect(exampleNames).toContain(wrong);
    expect(exampleNames).toContain(mended);
    const found = findingsOf(wrong).map(finding => finding.code);
    expect(found).toContain(code);
    expect(found.filter(other => other !== code)).toEqual(also);
    expect(printedOf(mended)).toBe('nothing to report\n');
  });

  test('a code without an example says why', () => {
    expect(Object.keys(withoutExample).filter(code => exampleNames.includes(stemOf(code)))).toEqual([]);
  });
});

test('an example differs from its mended one in a few lines only, so that these teach', () => {
  const apart = pairs.map(({code, wrong, mended}) => {
    const before = exampleText(wrong).split('\n');
    const after = exampleText(mended).split('\n');
    const changed = [...before.filter(line => !after.includes(line)), ...after.filter(line => !before.includes(line))];
    return {code, lines: changed.length};
  });

  expect(apart.filter(({lines}) => lines > 5)).toEqual([]);
});

test('a further example that is named after a code shows that code', () => {
  const wrong = mistakes.filter(name => {
    const found = findingsOf(name).map(({code}) => stemOf(code));
    return isSound(name) ? found.length > 0 : !found.some(code => name.startsWith(code));
  });

  expect(wrong).toEqual([]);
});

test('a mended example belongs to a code', () => {
  const known = pairs.map(({mended}) => mended);

  expect(exampleNames.filter(name => isMended(name) && !known.includes(name))).toEqual([]);
});

test('every finding has a code that is explained, a place, and a way out', () => {
  for (const name of mistakes) {
    const text = exampleText(name);
    for (const {code, hint, span} of findingsOf(name)) {
      expect(Object.hasOwn(codes, code), `${name}: ${code}`).toBe(true);
      expect(hint, `${name}: ${code}`).toMatch(/\S/);
      expect(span.from, `${name}: ${code}`).toBeLessThanOrEqual(span.to);
      expect(text.slice(span.from, span.to), `${name}: ${code}`).not.toContain('\n');
    }
  }
});

test('every rule has a code that is explained', () => {
  expect(rules.map(({code}) => code).filter(code => !Object.hasOwn(codes, code))).toEqual([]);
  expect(new Set(rules.map(({code}) => code)).size).toBe(rules.length);
});
