/** How a server was before it was isolated, kept here in a directory of its owner alone: what reopening goes by. */

import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readFileSync} from 'node:fs';
import {isAbsolute, join} from 'node:path';
import {printedJson} from '../base/printed-json.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import {replaceByDraft} from '../postgres/drafts.ts';
import {isOurs} from './own-place.ts';

export type IsolationRecord = {
  readonly systemIdentifier: string;
  /** The server's own path of pg_hba.conf. */
  readonly hbaPath: string;
  /** The text as it was. */
  readonly hba: string;
  /** SHA-256 of the text that stood there while isolated. */
  readonly isolatedDigest: string;
  /** Roles whose logins were taken away. */
  readonly roles: readonly string[];
  /** By the clock of this host. */
  readonly isolatedAt: string;
  /** Then it is over, and isolating again begins anew. Until then the rules of before stand here and nowhere else. */
  readonly isReopened: boolean;
};

const recordName = 'isolation.json';

/** Reads it; null where nothing was isolated with this record. */
export const readRecord = (directory: string): Result<IsolationRecord | null> => {
  const path = join(directory, recordName);
  if (!isAbsolute(directory)) {
    return fail(`${directory} is no full path; name one that begins with /`);
  }
  if (!existsSync(path)) {
    return succeed(null);
  }
  try {
    // The rules that come back are in it.
    for (const place of [directory, path]) {
      const ours = isOurs(place);
      if (!ours.ok) {
        return ours;
      }
    }
    return succeed(JSON.parse(readFileSync(path, 'utf8')) as IsolationRecord);
  } catch (thrown) {
    return fail(`${path} cannot be read: ${thrown instanceof Error ? thrown.message : thrown}`);
  }
};

/** Writes it whole or not at all, before anything is changed; the old pg_hba.conf stands beside it, for a person without this program. */
export const writeRecord = (directory: string, record: IsolationRecord): Result<void> => {
  try {
    mkdirSync(directory, {recursive: true, mode: 0o700});
    const ours = isOurs(directory);
    if (!ours.ok) {
      return ours;
    }
    writeWhole(join(directory, 'pg_hba.conf.before'), record.hba);
    writeWhole(join(directory, recordName), `${printedJson(record, 2)}\n`);
    return succeed(undefined);
  } catch (thrown) {
    return fail(`the record cannot be kept in ${directory}: ${thrown instanceof Error ? thrown.message : thrown}`);
  }
};

/** Of a text, as hexadecimal SHA-256. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const writeWhole = (path: string, text: string): void => replaceByDraft(path, text);
