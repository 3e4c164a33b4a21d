/** What two texts have in common, and where they differ. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {lineChanges} from '../../../src/diagnostics/line-changes.ts';

const shown = (before: string, after: string) => lineChanges(before, after).map(({sign, text}) => `${sign}${text}`);

test('a line that is changed goes and comes, with two lines around it', () => {
  expect(shown('a\nb\nc\nd\ne\nf\n', 'a\nb\nc\nD\ne\nf\n')).toEqual([' b', ' c', '-d', '+D', ' e', ' f']);
});

test('what lies between two changes is left out where it is long', () => {
  expect(shown('a\nb\nc\nd\ne\nf\ng\nh\n', 'A\nb\nc\nd\ne\nf\ng\nH\n')).toEqual([
    '-a',
    '+A',
    ' b',
    ' c',
    '…',
    ' f',
    ' g',
    '-h',
    '+H',
  ]);
});

test('a line that is moved goes in one place and comes in the other', () => {
  expect(shown('a\nb\nc\n', 'b\nc\na\n')).toEqual(['-a', ' b', ' c', '+a']);
});

test('equal texts have no changes', () => {
  expect(shown('a\nb\n', 'a\nb\n')).toEqual([]);
});

test('what stays and goes is the one text, what stays and comes the other, as long as nothing is left out', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c'), {minLength: 1, maxLength: 8});
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = lineChanges(before.join('\n'), after.join('\n'));
      const kept = (gone: string) => lines.filter(({sign}) => sign !== gone).map(line => line.text);
      const isWhole = lines.length > 0 && kept('+').length === before.length;
      fc.pre(isWhole && !lines.some(({sign}) => sign === '…'));
      expect(kept('+')).toEqual(before);
      expect(kept('-')).toEqual(after);
    }),
  );
});
