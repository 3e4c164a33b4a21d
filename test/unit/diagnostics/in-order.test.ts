/** The order and the number of diagnostics. */
import {expect, test} from 'vitest';
import type {Diagnostic, Severity} from '../../../src/diagnostics/diagnostic.ts';
import {inOrder} from '../../../src/diagnostics/in-order.ts';

const found = (from: number, message: string, severity: Severity = 'error'): Diagnostic => ({
  code: 'step/unknown-field',
  severity,
  message,
  span: {from, to: from + 1},
  hint: 'remove it',
});

test('they come by place, and what is said twice is said once', () => {
  const [first, second] = [
    found(3, 'a command step has no field "titel"'),
    found(9, 'a command step has no field "wyh"'),
  ];

  expect(inOrder([second, first, second, first])).toEqual([first, second]);
});

test('after a thousand one says how many more there are, and is as severe as the worst of them', () => {
  const thousand = Array.from({length: 1_000}, (_, index) => found(index, 'wrong', 'warning'));
  const more = [found(2_000, 'wrong'), found(1_500, 'wrong', 'warning'), found(3_000, 'wrong', 'warning')];
  const listed = inOrder([...more, ...thousand]);

  expect(inOrder(thousand)).toHaveLength(1_000);
  expect(listed).toHaveLength(1_001);
  expect(listed.at(-1)).toMatchObject({
    code: 'runbook/too-many',
    severity: 'error',
    message: '3 more are found from here on and are not listed',
    span: {from: 1_500},
  });
});
