/** Who counts as one person: by name, by contact, by key. */
import {expect, test} from 'vitest';
import {namesOf, samePerson} from '../../../src/run/same-person.ts';

const contacts = {
  database_administrator: {name: 'Ada Lovelace', keys: ['ssh-ed25519 AAAA ada@laptop', 'ssh-ed25519 BBBB']},
  on_call: {name: 'Alan Turing', keys: ['ssh-ed25519 BBBB alan']},
  technical_lead: {name: 'Grace Hopper', keys: ['ssh-ed25519 CCCC']},
  security: {name: 'Joan Clarke', keys: []},
  press: {name: 'Mavis Batey', keys: []},
};

test('a contact goes by two names, however they are written', () => {
  expect(samePerson(contacts, 'Grace Hopper', 'technical_lead')).toBe(true);
  expect(samePerson(contacts, 'technical_lead', ' grace  HOPPER')).toBe(true);
  expect(samePerson(contacts, 'Grace Hopper', 'Ada Lovelace')).toBe(false);
});

test('contacts who share one key are one person, in both directions, whatever the comment', () => {
  expect(samePerson(contacts, 'Ada Lovelace', 'on_call')).toBe(true);
  expect(samePerson(contacts, 'alan turing', 'database_administrator')).toBe(true);
  expect(namesOf(contacts, 'on_call')).toContain('Ada Lovelace');
});

test('contacts without keys share none, and a stranger is only who they say', () => {
  expect(samePerson(contacts, 'Joan Clarke', 'Mavis Batey')).toBe(false);
  expect(namesOf(contacts, 'Ravi Rao')).toEqual(['Ravi Rao']);
  expect(samePerson({}, 'Ravi Rao', 'ravi rao')).toBe(true);
});
