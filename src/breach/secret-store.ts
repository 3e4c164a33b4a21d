/** A password file from which programs read: roles get their new passwords there in one move, and the old ones are kept to be tried. */

import {readFileSync, statSync} from 'node:fs';
import {fail, type Result, succeed} from '../base/result.ts';
import {replaceByDraft} from '../postgres/drafts.ts';
import {escaped, fieldsOf, headOf, isOfThisRotation, type Passwords, readPasswords, writeNew} from './credentials.ts';

/** Copies the file as it is, for its owner alone; a copy of an earlier try of this rotation stays, because that one has the old passwords. */
export const keepOldLogins = (store: string, copy: string, once?: string): Result<void> => {
  const kept = isOfThisRotation(copy, once);
  if (!kept.ok || kept.value) {
    return kept.ok ? succeed(undefined) : kept;
  }
  try {
    return writeNew(copy, `${headOf(once)}${readFileSync(store, 'utf8')}`);
  } catch (thrown) {
    return fail(`the old logins in ${store} cannot be read: ${thrown instanceof Error ? thrown.message : thrown}`);
  }
};

/** The old passwords that were kept and the new ones have none in common: one that is both would be given out again. */
export const areAllNew = (copy: string, passwords: Passwords): Result<void> => {
  const old = readPasswords(copy);
  if (!old.ok) {
    return old;
  }
  const same = Object.keys(passwords).find(role => passwords[role] === old.value[role]);
  return same === undefined
    ? succeed(undefined)
    : fail(`the new password of ${same} is its old one; name a new file for the new passwords`);
};

/** Replaces the passwords of these roles; other lines, mode and owner stay. A program reads either the old file or the new one. */
export const rewriteStore = (store: string, passwords: Passwords): Result<readonly string[]> => {
  try {
    const changed: string[] = [];
    const lines = readFileSync(store, 'utf8')
      .split('\n')
      .map(line => {
        const [host, port, database, role = '', old] = fieldsOf(line);
        const fresh = passwords[role];
        if (line.startsWith('#') || old === undefined || fresh === undefined) {
          return line;
        }
        changed.push(role);
        return [host, port, database, role, fresh]
          .map(field => (field === '*' ? '*' : escaped(String(field))))
          .join(':');
      });
    const {mode, uid, gid} = statSync(store);
    replaceByDraft(store, lines.join('\n'), {mode: mode & 0o777, owner: {uid, gid}});
    return succeed([...new Set(changed)]);
  } catch (thrown) {
    return fail(
      `the new passwords cannot be written into ${store}: ${thrown instanceof Error ? thrown.message : thrown}`,
    );
  }
};
