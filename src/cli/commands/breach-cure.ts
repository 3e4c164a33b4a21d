/** `lifeboat breach …`: what takes back what an intruder did, gives new passwords, and proves that the old ones are of no use. */
import {compareEverywhere} from '../../breach/every-database.ts';
import {proveRotated} from '../../breach/prove-rotated.ts';
import {revertCatalogue} from '../../breach/revert-catalogue.ts';
import {checkRevertRows, revertRows} from '../../breach/revert-rows.ts';
import {checkServerOwn, revertServerOwn} from '../../breach/revert-server-own.ts';
import {rotate} from '../../breach/rotate.ts';
import {
  bothDatabases,
  databaseOf,
  inSql,
  print,
  printVerdict,
  type SinceOptions,
  sinceOf,
  withDatabase,
} from '../recovery-step.ts';
import {printRefusal, refuse} from '../refusal.ts';

export type RevertObjectsOptions = {
  readonly keep?: readonly string[];
  readonly check?: boolean;
  readonly server?: boolean;
};
export type RevertRowsOptions = SinceOptions & {
  readonly xid: readonly string[];
  readonly archive?: string;
  readonly except?: readonly string[];
  readonly keep?: readonly string[];
  readonly skipTriggers?: boolean;
  readonly createExtension?: boolean;
  readonly check?: boolean;
};
export type RotateOptions = {
  readonly into: string;
  readonly once?: string;
  readonly store?: string;
  readonly poolerUsers?: string;
  readonly except?: readonly string[];
};
export type ProveOptions = {readonly old: string; readonly new: string};

/** Roles, rights, code and structure: what differs from before, or all of that taken back. */
export const revertObjectsCommand = async ({keep = [], check, server}: RevertObjectsOptions): Promise<number> => {
  const both = bothDatabases();
  if (!both.ok) {
    return printRefusal(both.reason);
  }
  if (server) {
    return print(await (check ? checkServerOwn(both.value) : revertServerOwn(both.value)));
  }
  return print(await (check ? compareEverywhere(both.value) : revertCatalogue({...both.value, keep})));
};

/** Rows that the intruder's transactions changed, removed and made: counted, or taken back. */
export const revertRowsCommand = async (options: RevertRowsOptions): Promise<number> => {
  const {xid, archive, except = [], keep = [], skipTriggers, createExtension, check} = options;
  const both = bothDatabases();
  if (!both.ok) {
    return printRefusal(both.reason);
  }
  const odd = xid.find(number => !/^\d{1,20}$/.test(number));
  if (odd !== undefined) {
    return printRefusal(refuse('usage', `--xid takes numbers of transactions, not "${odd}".`).reason);
  }
  const window = sinceOf(options);
  if (!window.ok) {
    return printRefusal(window.reason);
  }
  const request = {
    side: both.value.from,
    into: both.value.into,
    transactions: xid,
    ...window.value,
    except: except.map(inSql),
    keep,
    ...(archive !== undefined && {archiveDir: archive}),
    ...(skipTriggers && {triggers: 'skip' as const}),
    ...(createExtension && {createExtension}),
  };
  return print(await (check ? checkRevertRows(request) : revertRows(request)));
};

/** New passwords. */
export const rotateCommand = async (
  roles: readonly string[],
  {into, once, store, poolerUsers, except = []}: RotateOptions,
): Promise<number> =>
  withDatabase(database =>
    rotate({
      database,
      intoFile: into,
      except,
      ...(roles.length > 0 && {roles}),
      ...(once !== undefined && {once}),
      ...(store !== undefined && {store}),
      ...(poolerUsers !== undefined && {poolerUsers}),
      ...(process.env.LIFEBOAT_POOLER && {poolerConsole: process.env.LIFEBOAT_POOLER}),
    }),
  );

/** Old logins and new ones, tried. */
export const proveCommand = async ({old, new: fresh}: ProveOptions): Promise<number> => {
  const client = databaseOf('LIFEBOAT_CLIENT');
  return client.ok
    ? printVerdict(await proveRotated({client: client.value, oldFile: old, newFile: fresh}), ({proved}) => proved)
    : printRefusal(client.reason);
};
