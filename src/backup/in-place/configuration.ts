/** A cluster's configuration on its way through a restore: the current one stays, with lines for the recovery as long as it lasts. */

import {existsSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {cp} from 'node:fs/promises';
import {join} from 'node:path';
import {replaceByDraft, writeDraft} from '../../postgres/drafts.ts';
import {quoteSetting} from '../../postgres/quote.ts';
import {giveTo, type ServerUser} from '../../postgres/server-user.ts';

/**
 * The files in which a cluster says how it is run. What was damaged is data; a backup's configuration would take back
 * ports, limits and access rules that were set since.
 */
export const copyConfiguration = async (from: string, to: string, user: ServerUser): Promise<readonly string[]> => {
  const names = existsSync(from) ? readdirSync(from).filter(name => /\.conf$|^conf\.d$/.test(name)) : [];
  for (const name of names) {
    await cp(join(from, name), join(to, name), {recursive: true, force: true, dereference: false});
    for (const path of [name, ...(name === 'conf.d' ? readdirSync(join(to, name)).map(one => join(name, one)) : [])]) {
      giveTo(user, join(to, path));
    }
  }
  return names;
};

const autoFile = 'postgresql.auto.conf';
const begin = '# lifeboat backup restore-in-place, until recovery has ended';
const end = '# End of what lifeboat backup restore-in-place set';

/** Set empty, and before ours: two targets at once are an error, and one of an earlier recovery may still stand somewhere. */
const targets = ['', '_name', '_time', '_xid', '_lsn'].map(part => `recovery_target${part}`);

/** Lines at the end of the file that the server reads last, and the signal to recover. Throws what the file system throws. */
export const beginRecovery = (
  directory: string,
  user: ServerUser,
  settings: Readonly<Record<string, string>>,
): void => {
  const emptied = targets.filter(name => settings[name] === undefined).map(name => [name, ''] as const);
  const lines = [...emptied, ...Object.entries(settings)].map(([name, value]) => `${name} = ${quoteSetting(value)}`);
  replace(directory, user, `${withoutOurs(directory)}${[begin, ...lines, end, ''].join('\n')}`);
  writeDraft(join(directory, 'recovery.signal'), '', {owner: user});
  rmSync(join(directory, 'standby.signal'), {force: true});
};

/** Takes those lines away again. */
export const endRecovery = (directory: string, user: ServerUser): void => {
  replace(directory, user, withoutOurs(directory));
};

const withoutOurs = (directory: string): string => {
  const path = join(directory, autoFile);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  const kept = from === -1 || to === -1 ? text : `${text.slice(0, from)}${text.slice(to + end.length + 1)}`;
  return kept === '' || kept.endsWith('\n') ? kept : `${kept}\n`;
};

const replace = (directory: string, user: ServerUser, text: string): void =>
  replaceByDraft(join(directory, autoFile), text, {owner: user});

/** Options of the command line stand above every file, so those that would send the recovery elsewhere are left out. */
export const withoutRecoveryOptions = (options: readonly string[]): readonly string[] => {
  const isTheirs = (word: string | undefined): boolean =>
    /^(--)?(restore_command|recovery_target\w*|primary_conninfo|primary_slot_name)=/.test(
      (word ?? '').replaceAll('-', '_').replace(/^__/, '--'),
    );
  return options.filter((word, at) => !isTheirs(word) && !(word === '-c' && isTheirs(options[at + 1])));
};
