/** The digits that match paper with its file. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {checkDigits, stepText} from '../../../src/paper/check-digits.ts';
import {sha256} from '../../support/printed.ts';

test('number and digits together leave 1 when divided by 97, as ISO 7064 has it', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      const digest = sha256(text);
      const digits = checkDigits(digest);
      expect(digits).toMatch(/^\d\d$/);
      expect(BigInt(`${BigInt(`0x${digest.slice(0, 16)}`)}${digits}`) % 97n).toBe(1n);
    }),
  );
});

test('the digits of a known number are those that a person reckons: 794 has 44', () => {
  // The example of ISO 7064 for this system.
  expect(checkDigits(`${(794).toString(16).padStart(16, '0')}${'f'.repeat(48)}`)).toBe('44');
});

test('another number, another title and another line below give other digits', () => {
  const digits = (...said: Parameters<typeof stepText>): string => checkDigits(sha256(stepText(...said)));
  const step = (number: string, title: string, statement: string) => [
    [`### ${number}. ${title}`],
    ['```sql', statement, '```'],
  ];
  const own = digits(step('4b.1', 'Stop writes', 'select 1;'));
  expect(digits(step('4b.2', 'Stop writes', 'select 1;'))).not.toBe(own);
  expect(digits(step('4b.1', 'Stop reads', 'select 1;'))).not.toBe(own);
  expect(digits(step('4b.1', 'Stop writes', 'drop table orders;'))).not.toBe(own);
});
