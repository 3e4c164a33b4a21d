/** The mark that keeps an old primary from taking writes, whoever starts it again: the signal by which a server stays a standby. */

import {existsSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {replaceByDraft} from '../../postgres/drafts.ts';
import type {ServerUser} from '../../postgres/server-user.ts';
import {syncDirectory} from '../in-place/record.ts';

/** The server asks only whether the file is there (PostgreSQL manual, 27.2); what stands in it tells ours from that of a standby. */
const name = 'standby.signal';
const text = 'Fenced by lifeboat backup fence: another server takes the writes now.\n';

/** Whether the directory carries our mark. */
export const isFenceMark = (directory: string): boolean => {
  const path = join(directory, name);
  return existsSync(path) && readFileSync(path, 'utf8') === text;
};

/** Durable before anybody is told that the old primary is fenced. Throws what the file system throws. */
export const setFenceMark = (directory: string, user: ServerUser): void => {
  replaceByDraft(join(directory, name), text, {owner: user});
};

/** Takes our mark away; that of a standby stays. */
export const removeFenceMark = (directory: string): boolean => {
  const isOurs = isFenceMark(directory);
  if (isOurs) {
    rmSync(join(directory, name), {force: true});
    syncDirectory(directory);
  }
  return isOurs;
};
