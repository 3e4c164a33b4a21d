/** What a log cannot tell is said where somebody decides by it: a log that was not read is no log in which nobody stands. */
import {expect, test} from 'vitest';
import {everybodyInWords, scopeInWords} from '../../../src/breach/scope-words.ts';
import type {Visitor} from '../../../src/breach/visitor.ts';

const thief: Visitor = {
  role: 'app',
  address: '203.0.113.9',
  isIntruder: true,
  sessions: 2,
  programs: ['psql'],
  first: '2026-11-01T03:12:00.000Z',
  last: '2026-11-01T03:20:00.000Z',
  read: {'public.customers': 100, 'public.cards': null},
  changed: {},
  commands: [],
};

test('who was there is named; where no log was read, nobody is said to have been away', () => {
  expect(everybodyInWords({visitors: [thief], lines: 12})).toBe('app from 203.0.113.9 (2 sessions)');
  expect(everybodyInWords({visitors: [], lines: 0})).toContain('nobody knows who');
});

test('whoever could turn the log off is named beside what it tells', () => {
  const told = {visitors: [thief, {...thief, role: 'reporting', isIntruder: false}], auditLines: 9, couldHide: []};
  expect(scopeInWords(told)).toBe(
    'app from 203.0.113.9 read 100 of public.customers, rows of public.cards and changed nothing',
  );
  expect(scopeInWords({...told, couldHide: ['app is a superuser']})).toContain(
    '; this may not be all: app is a superuser, and so could turn the audit log off',
  );
});

test('whoever could turn the log off is named where it tells nothing of them', () => {
  expect(scopeInWords({visitors: [], auditLines: 9, couldHide: ['support2 is a superuser']})).toBe(
    'nothing in the logs came from these addresses or roles; this may not be all: support2 is a superuser, and so could turn the audit log off or change its files',
  );
});

test.each([
  [{visitors: [thief], auditLines: 0, couldHide: []}, 'cannot be told'],
  [{visitors: [{...thief, isIntruder: false}], auditLines: 9, couldHide: []}, 'nothing in the logs came from these'],
])('without lines, or without an intruder in them, that is said: %#', (told, says) => {
  expect(scopeInWords(told)).toContain(says);
});
