/** What a code says about itself, and which code a word means. */
import {expect, test} from 'vitest';
import {codesMeant, explanationOf} from '../../../src/runbook/explanation.ts';

test.each([
  ['as it is printed', 'destructive/ungated', ['destructive/ungated']],
  ['as its page is called', 'destructive-ungated', ['destructive/ungated']],
  ['by what stands behind its stroke', 'ungated', ['destructive/ungated']],
  ['a name of several codes', 'unknown-contact', ['role/unknown-contact', 'plan/unknown-contact']],
  ['a name that is both a code and the end of others', 'reference/unknown', ['reference/unknown']],
  ['what objects have by nature', 'toString', []],
  ['nothing', '', []],
])('a code can be named %s', (_, word, meant) => {
  expect(codesMeant(word)).toEqual(meant);
});

test('a rule says whether somebody may answer for it, and where its figures come from', () => {
  expect(explanationOf('objective/worst-path-over-rto')).toMatchObject({severity: 'error', waivable: true});
  expect(explanationOf('objective/worst-path-over-rto').figure).toContain('a question to people with 5 min');
  expect(explanationOf('review/overdue')).toMatchObject({severity: 'warning', waivable: true});
});

test('what reading finds is an error that nobody answers for', () => {
  expect(explanationOf('yaml/too-large')).toMatchObject({severity: 'error', waivable: false});
  expect(explanationOf('yaml/too-large').figure).toMatch(/^256 KiB hold/);
  expect(explanationOf('waiver/expired').severity).toBe('warning');
});
