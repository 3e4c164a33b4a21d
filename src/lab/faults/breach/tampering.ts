/** What an intruder changes with the application's password: rows that are set otherwise, erased and forged, in one transaction. */
import {fail, type Result, succeed} from '../../../base/result.ts';
import type {Connection} from '../../../postgres/connect.ts';
import {inTransaction} from '../../../postgres/query.ts';
import type {LostTable} from '../../damage.ts';
import type {Estate} from '../../estate.ts';
import type {Fault, FaultParameter} from '../../fault.ts';
import {readLostRows} from '../../fingerprint.ts';
import {inLab} from '../../in-lab.ts';
import {chooseUpdate} from '../bad-update.ts';
import {readParameters} from '../fault-parameters.ts';
import {findTable, rehearse} from '../one-transaction.ts';
import {type Deed, wantAccounts} from './intrude.ts';

/** Of every fault that changes rows. */
export const tamperingParameters: Readonly<Record<string, FaultParameter>> = {
  table: {summary: 'the table whose rows are read and changed', isNeeded: true},
  set: {summary: "what is set, as SQL has it: `email = 'x' || id`", isNeeded: true},
  where: {summary: 'a condition in SQL; `t` is the row', isNeeded: true},
  erase_table: {summary: 'a table that rows are deleted from, as to cover tracks', isNeeded: false},
  erase_where: {summary: 'which rows of it; `t` is the row', isNeeded: false},
  forge: {summary: 'an INSERT that the intruder runs, as to give a ticket to somebody', isNeeded: false},
};

export type Tampering = {
  /** The table that is read on, quoted and with its schema. */
  readonly table: string;
  /** Every row that will not be as it was, as it is now. */
  readonly lost: readonly LostTable[];
  readonly deed: Deed;
};

/** Tries all of it as far as that goes without doing it. */
export const prepareTampering = async (
  estate: Estate,
  fault: Pick<Fault, 'name' | 'parameters'>,
  given: unknown,
): Promise<Result<Tampering>> => {
  const wanted = readParameters(fault, given);
  if (!wanted.ok) {
    return wanted;
  }
  const accounts = wantAccounts(fault.name, estate);
  return accounts.ok ? inLab(estate, connection => chooseTampering(connection, wanted.value)) : accounts;
};

const chooseTampering = async (
  connection: Connection,
  wanted: Readonly<Record<string, string>>,
): Promise<Result<Tampering>> => {
  const {table = '', set = '', where = '', forge} = wanted;
  const found = await findTable(connection, table);
  if (!found.ok) {
    return found;
  }
  const changed = await rehearse(connection, session => chooseUpdate(session, {table, set, where}));
  if (!changed.ok) {
    return changed;
  }
  const erased = await chooseErased(connection, wanted);
  if (!erased.ok) {
    return erased;
  }
  const statements = [
    ...changed.value.statements,
    ...erased.value.map(one => `delete from ${one.table} t\n where (${wanted.erase_where}\n)`),
    ...(forge === undefined ? [] : [forge]),
  ];
  return succeed({
    table: found.value,
    lost: [...changed.value.lost, ...erased.value],
    deed: {as: 'application', act: session => tamper(session, statements)},
  });
};

const chooseErased = async (
  connection: Connection,
  {erase_table: table, erase_where: where}: Readonly<Record<string, string>>,
): Promise<Result<readonly LostTable[]>> => {
  if (table === undefined || where === undefined) {
    return table === where ? succeed([]) : fail('erase_table and erase_where are given together or not at all');
  }
  const found = await findTable(connection, table);
  const rows = found.ok ? await readLostRows(connection, found.value, `(${where}\n)`) : found;
  if (!rows.ok) {
    return rows;
  }
  return rows.value.rows.length > 0 ? succeed([rows.value]) : fail(`erase_where names no row of ${table}`);
};

/** On the intruder's own session, so that log and rights are the intruder's. */
const tamper = async (session: Connection, statements: readonly string[]): ReturnType<Deed['act']> => {
  const done = await inTransaction(session, async () => {
    for (const statement of statements) {
      const ran = await session.run(statement);
      if (!ran.ok) {
        return ran;
      }
    }
    return succeed(undefined);
  });
  return done.ok ? succeed([]) : fail(done.reason.message);
};
