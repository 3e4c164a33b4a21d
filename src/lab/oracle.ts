/** The judgement after a drill, by what the fault wrote down and what the application was told, not by the runbook. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {foreignKeys, orphansSql} from '../postgres/foreign-keys.ts';
import {rowsOf} from '../postgres/query.ts';
import {unknownWrites, writeAsApplication} from './application-writes.ts';
import type {Damage} from './damage.ts';
import type {Estate} from './estate.ts';
import {compareLostRows, fingerprintTables} from './fingerprint.ts';
import {connectToLab} from './proof.ts';
import {compareStructure, readStructure} from './structure.ts';
import type {AcknowledgedWrite, Writes} from './truth.ts';

export type Finding = {readonly name: string; readonly ok: boolean; readonly detail: string};

export type Evidence = {readonly damage: Damage; readonly writes: Writes};

/** Judges the lab as it is now. Fails only when the lab cannot be asked. */
export const judge = async (estate: Estate, {damage, writes}: Evidence): Promise<Result<readonly Finding[]>> => {
  const connection = await connectToLab(estate.primary, estate.token);
  if (!connection.ok) {
    return connection;
  }

  const {writtenRows} = estate.dataset;
  try {
    const judgements = [
      await lostRowsAreBack(connection.value, damage),
      await nothingElseChanged(connection.value, damage, writtenRows),
      await writesSurvived(connection.value, {damage, writes}),
      await noWriteTooMany(connection.value, writtenRows, writes),
      await noOrphans(connection.value),
      await structureIsAsBefore(connection.value, estate.dataset.applicationRole, damage),
      await applicationCanWrite(estate),
    ];
    const findings: Finding[] = [];
    for (const judgement of judgements) {
      if (!judgement.ok) {
        return judgement;
      }
      findings.push(...judgement.value);
    }
    return succeed(findings);
  } finally {
    await connection.value.close();
  }
};

const lostRowsAreBack = async (connection: Connection, {lost}: Damage): Promise<Result<readonly Finding[]>> => {
  const findings: Finding[] = [];
  for (const table of lost) {
    const compared = await compareLostRows(connection, table);
    if (!compared.ok) {
      return compared;
    }
    const {missing, changed} = compared.value;
    const all = table.rows.length;
    findings.push({
      name: `rows_back:${table.table}`,
      ok: missing + changed === 0,
      detail:
        missing + changed === 0
          ? `all ${all} lost rows are back, byte for byte`
          : `of ${all} lost rows ${missing} are missing and ${changed} are not as they were`,
    });
  }
  return succeed(findings);
};

/** Everything that the application did not write must be as it was the moment before the fault: no row more, none changed. */
const nothingElseChanged = async (
  connection: Connection,
  {before}: Damage,
  writtenRows: Readonly<Record<string, string>>,
): Promise<Result<readonly Finding[]>> => {
  const now = await fingerprintTables(connection, writtenRows);
  if (!now.ok) {
    return now;
  }

  const different = before.filter(({table, rows, sum}) => {
    const found = now.value.find(one => one.table === table);
    return found?.rows !== rows || found.sum !== sum;
  });
  const counts = different.map(
    ({table, rows}) => `${table} had ${rows} rows and has ${now.value.find(one => one.table === table)?.rows ?? 0}`,
  );
  return succeed([
    {
      name: 'nothing_else_changed',
      ok: different.length === 0,
      detail:
        different.length === 0
          ? `${before.length} tables are as they were before the fault`
          : `not as before the fault: ${counts.join('; ')}`,
    },
  ]);
};

const writesSurvived = async (
  connection: Connection,
  {damage, writes}: Evidence,
): Promise<Result<readonly Finding[]>> => {
  const faultMs = new Date(damage.committedAt).getTime();
  const findings: Finding[] = [];
  for (const [name, isMeant] of [
    ['before', (at: number) => at <= faultMs],
    ['after', (at: number) => at > faultMs],
  ] as const) {
    const meant = writes.acknowledged.filter(({atMs}) => isMeant(atMs));
    const gone = await missingKeys(connection, meant);
    if (!gone.ok) {
      return gone;
    }
    findings.push({
      name: `writes_survived:${name}`,
      ok: gone.value === 0,
      detail: `${meant.length} writes were acknowledged ${name} the fault, and ${gone.value === 0 ? 'all their rows are there' : `${gone.value} of their rows are gone`}`,
    });
  }
  return succeed(findings);
};

const missingKeys = async (connection: Connection, writes: readonly AcknowledgedWrite[]): Promise<Result<number>> => {
  let missing = 0;
  for (const table of new Set(writes.flatMap(({keys}) => Object.keys(keys)))) {
    const keys = writes.flatMap(write => write.keys[table] ?? []);
    const rows = await rowsOf(
      connection,
      `select count(*) as n from unnest($1::bigint[]) k(id) where not exists (select from ${table} t where t.id = k.id)`,
      [keys],
    );
    if (!rows.ok) {
      return fail(rows.reason.message);
    }
    missing += Number(rows.value[0]?.n);
  }
  return succeed(missing);
};

const noWriteTooMany = async (
  connection: Connection,
  writtenRows: Readonly<Record<string, string>>,
  writes: Writes,
): Promise<Result<readonly Finding[]>> => {
  const tooMany = await unknownWrites(connection, writtenRows, writes);
  if (!tooMany.ok) {
    return tooMany;
  }
  const ok = tooMany.value.length === 0;
  return succeed([
    {
      name: 'no_write_too_many',
      ok,
      detail: ok ? 'every row of the application is one that it was told of' : tooMany.value.join('; '),
    },
  ]);
};

const structureIsAsBefore = async (
  connection: Connection,
  role: string,
  {structure}: Damage,
): Promise<Result<readonly Finding[]>> => {
  const now = await readStructure(connection, role);
  if (!now.ok) {
    return now;
  }
  const {gone, added} = compareStructure(structure, now.value);
  const ok = gone.length + added.length === 0;
  const different = [...gone.map(line => `no longer: ${line}`), ...added.map(line => `not there before: ${line}`)];
  return succeed([
    {
      name: 'structure_as_before',
      ok,
      detail: ok
        ? `${structure.length} constraints, indexes, triggers and rights are as they were before the fault`
        : `${different.length} differences; ${different.slice(0, shownMax).join('; ')}`,
    },
  ]);
};

/** A sentence with all of them would be cut in the middle of one. */
const shownMax = 4;

const applicationCanWrite = async (estate: Estate): Promise<Result<readonly Finding[]>> => {
  const written = await writeAsApplication(estate);
  const detail = written.ok ? 'it wrote once more, and that was taken back' : `it cannot write: ${written.reason}`;
  return succeed([{name: 'application_writes', ok: written.ok, detail}]);
};

const noOrphans = async (connection: Connection): Promise<Result<readonly Finding[]>> => {
  const keys = await foreignKeys(connection);
  if (!keys.ok) {
    return fail(keys.reason.message);
  }
  const broken: string[] = [];
  for (const key of keys.value) {
    const rows = await rowsOf(connection, orphansSql(key));
    if (!rows.ok) {
      return fail(rows.reason.message);
    }
    const orphans = Number(rows.value[0]?.orphans);
    if (orphans > 0) {
      broken.push(`${orphans} rows of ${key.child} point at nothing (${key.name})`);
    }
  }
  return succeed([
    {
      name: 'no_orphans',
      ok: broken.length === 0,
      detail: broken.length === 0 ? `${keys.value.length} foreign keys hold` : broken.join('; '),
    },
  ]);
};
