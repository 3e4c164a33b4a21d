/** Names of tables and databases by their numbers, from the catalog of a base backup: what is gone has no name on the server. */
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../../base/result.ts';
import {quoteIdentifier} from '../../postgres/quote.ts';
import {inspectBaseBackup} from '../base-backup.ts';

export type CatalogNames = {
  /** By number, with the letter of pg_class.relkind; names are quoted and have their schemas. */
  readonly relations: ReadonlyMap<number, {readonly name: string; readonly kind: string}>;
  readonly databases: ReadonlyMap<number, string>;
};

/** As the backup has them, without the WAL that belongs to it: what was made or renamed while it was taken may be missing. */
export const namesInBackup = (backupDir: string, database: number): Result<CatalogNames> => {
  const backup = inspectBaseBackup(backupDir);
  if (!backup.ok) {
    return backup;
  }
  const own = join(backup.value.directory, 'base', String(database));
  const shared = join(backup.value.directory, 'global');
  try {
    const schemas = new Map(rowsOfCatalog(own, catalogs.namespace).map(row => [numberAt(row, 0), nameAt(row, 4)]));
    const relations = rowsOfCatalog(own, catalogs.relation).map(row => {
      const schema = schemas.get(numberAt(row, 68)) ?? '';
      const kind = String.fromCharCode(row[kindAt(backup.value.major)] ?? 0);
      return [numberAt(row, 0), {name: `${inSql(schema)}.${inSql(nameAt(row, 4))}`, kind}] as const;
    });
    const databases = rowsOfCatalog(shared, catalogs.database).map(row => [numberAt(row, 0), nameAt(row, 4)] as const);
    return succeed({relations: new Map(relations), databases: new Map(databases)});
  } catch (thrown) {
    return fail(
      `the catalog of ${backup.value.directory} cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  }
};

/** Numbers that never change (pg_class.h, pg_namespace.h, pg_database.h). */
const catalogs = {relation: 1259, namespace: 2615, database: 1262} as const;

/** Where relkind stands in a row of pg_class: version 18 has one number more before it (pg_class.h). */
const kindAt = (major: number): number => (major >= 18 ? 119 : 115);

const pageBytes = 8192;
const nameBytes = 64;

/** The fixed part of every row that is there, also of those that were deleted meanwhile. */
const rowsOfCatalog = (directory: string, catalog: number): readonly Buffer[] => {
  const file = join(directory, String(mappedFile(directory, catalog)));
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  const rows: Buffer[] = [];
  for (let page = 0; page + pageBytes <= bytes.length; page += pageBytes) {
    rows.push(...rowsOfPage(bytes.subarray(page, page + pageBytes)));
  }
  return rows;
};

// A page ends its list of rows at pd_lower; each entry has an offset of 15 bits, 2 of state and a length of 15 (bufpage.h,
// itemid.h). A row says in its 23rd byte where its values begin (htup_details.h).
const rowsOfPage = (page: Buffer): readonly Buffer[] => {
  const rows: Buffer[] = [];
  const lower = page.readUInt16LE(12);
  for (let at = 24; at + 4 <= lower && at + 4 <= pageBytes; at += 4) {
    const entry = page.readUInt32LE(at);
    const [offset, state, length] = [entry & 0x7fff, (entry >>> 15) & 3, entry >>> 17];
    const row = state === 1 ? page.subarray(offset, offset + length) : Buffer.alloc(0);
    const values = row.length > 23 ? row.subarray(row[22] ?? 0) : row;
    if (values.length >= nameBytes + 4) {
      rows.push(values);
    }
  }
  return rows;
};

/** Which file a catalog is in: its own number until it is rewritten, then what the map says (relmapper.c). */
const mappedFile = (directory: string, catalog: number): number => {
  const path = join(directory, 'pg_filenode.map');
  const map = existsSync(path) ? readFileSync(path) : Buffer.alloc(8);
  for (let at = 8; at < 8 + map.readInt32LE(4) * 8 && at + 8 <= map.length; at += 8) {
    if (map.readUInt32LE(at) === catalog) {
      return map.readUInt32LE(at + 4);
    }
  }
  return catalog;
};

const numberAt = (row: Buffer, at: number): number => (row.length >= at + 4 ? row.readUInt32LE(at) : 0);

const nameAt = (row: Buffer, at: number): string => {
  const name = row.subarray(at, at + nameBytes);
  const end = name.indexOf(0);
  return name.subarray(0, end === -1 ? nameBytes : end).toString('utf8');
};

/** As `format('%I')` would write it, but for words that PostgreSQL keeps for itself. */
const inSql = (name: string): string => (/^[a-z_][a-z0-9_$]*$/.test(name) ? name : quoteIdentifier(name));
