/** Who counts as one person: two names of a contact, and two contacts who share a key, since nobody can tell their signatures apart. */
import type {KnownContact} from './known-contact.ts';
import {sameName} from './same-name.ts';

export type Contacts = {readonly [contact: string]: KnownContact};

/** Every name that this person goes by: as called, as contact and name in the plan, and those of whoever shares a key with them. */
export const namesOf = (contacts: Contacts, called: string): readonly string[] => {
  const all = Object.entries(contacts);
  const own = all.filter(([contact, {name}]) => sameName(contact, called) || sameName(name, called));
  const keys = new Set(own.flatMap(([, contact]) => contact.keys.map(bare)));
  const sharers = all.filter(([, contact]) => contact.keys.some(key => keys.has(bare(key))));
  return [called, ...[...own, ...sharers].flatMap(([contact, {name}]) => [contact, name])];
};

/** Whether two names mean somebody whom the plan tells apart only by words. */
export const samePerson = (contacts: Contacts, one: string, other: string): boolean =>
  namesOf(contacts, one).some(name => sameName(name, other));

/** Without its comment. */
const bare = (key: string): string => key.trim().split(/\s+/).slice(0, 2).join(' ');
