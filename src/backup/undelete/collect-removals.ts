/** Puts the records of each transaction together, and tells at its commit what it removed. */
import {bytesOf} from '../base-backup.ts';
import {inMicroseconds} from '../deletion.ts';
import type {RelationFile, RemovalRecord} from './removal-records.ts';

/** What one committed transaction removed, by number. */
export type FoundRemoval = {
  readonly xid: string;
  readonly committedAt: string;
  readonly commitLsn: string;
  /** The last place at which all that it removed can still be read. */
  readonly beforeLsn: string;
  readonly database: number | null;
  /** Of the database that is looked at. */
  readonly files: readonly number[];
  /** Relations that it locked against everybody and that it did not make itself. */
  readonly locked: readonly number[];
  /** Relations of which the record says that they are gone. */
  readonly gone: readonly number[];
  /** It made a new file for a relation that was there, and no new relation: it emptied it. */
  readonly emptied: boolean;
};

type Locked = RelationFile & {readonly lsn: string};

type Open = {
  readonly created: RelationFile[];
  readonly locked: Locked[];
  databases: readonly {readonly database: number; readonly lsn: string}[];
};

/** Takes records in their order and keeps the removals of one database, and those of whole databases. */
export const collectRemovals = (database: number) => {
  const open = new Map<string, Open>();
  const found: FoundRemoval[] = [];
  let mark: string | null = null;

  const of = (xid: string): Open => {
    const known = open.get(xid) ?? {created: [], locked: [], databases: []};
    open.set(xid, known);
    return known;
  };

  const commit = (record: RemovalRecord & {readonly kind: 'commit'}): void => {
    const members = [record.xid, ...record.savepoints];
    const parts = members.flatMap(member => open.get(member) ?? []);
    for (const member of members) {
      open.delete(member);
    }
    const removal = describe(record, parts, database);
    if (removal !== null) {
      found.push(removal);
    }
  };

  const take = (record: RemovalRecord): void => {
    switch (record.kind) {
      case 'commit':
        commit(record);
        break;
      case 'abort':
        open.delete(record.xid);
        break;
      case 'create':
        of(record.xid).created.push(record.file);
        break;
      case 'lock':
        of(record.xid).locked.push(...record.relations.map(relation => ({...relation, lsn: record.lsn})));
        break;
      case 'database': {
        const one = of(record.xid);
        // Later versions first mark the database as invalid: who stops after that cannot connect to it any more.
        one.databases = [...one.databases, {database: record.database, lsn: mark ?? record.lsn}];
        mark = null;
        break;
      }
      case 'mark':
        mark = record.lsn;
    }
  };
  return {take, found};
};

const describe = (
  record: RemovalRecord & {readonly kind: 'commit'},
  parts: readonly Open[],
  database: number,
): FoundRemoval | null => {
  const here = (files: readonly RelationFile[]): readonly number[] => [
    ...new Set(files.filter(file => file.database === database).map(({number}) => number)),
  ];
  const files = here(record.files);
  const [dropped] = parts.flatMap(({databases}) => databases);
  if (files.length === 0 && dropped === undefined) {
    return null;
  }
  const created = here(parts.flatMap(part => part.created));
  const allLocked = parts.flatMap(part => part.locked);
  // A relation that is new has its own number as the name of its file: a rewrite makes one, and emptying makes none.
  const made = new Set(created.filter(number => here(allLocked).includes(number)));
  const gone = here(record.gone).filter(number => !made.has(number));
  const locks = allLocked.filter(({number}) => !made.has(number) && (gone.length === 0 || gone.includes(number)));
  return {
    xid: record.xid,
    committedAt: inMicroseconds(record.at),
    commitLsn: record.lsn,
    beforeLsn: dropped?.lsn ?? earliest(locks) ?? record.lsn,
    database: dropped?.database ?? null,
    files,
    locked: here(allLocked).filter(number => !made.has(number)),
    gone,
    emptied: created.length > 0 && made.size === 0,
  };
};

/**
 * A standby that has replayed a lock keeps everybody from the table, readers too, until the transaction ends; so a side
 * instance must stop before it. Nobody else has written to the table since.
 */
const earliest = (locks: readonly Locked[]): string | undefined =>
  locks.toSorted((a, b) => (bytesOf(a.lsn) < bytesOf(b.lsn) ? -1 : 1))[0]?.lsn;
