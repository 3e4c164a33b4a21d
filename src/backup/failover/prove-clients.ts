/** Proof from end to end: a write by the way that clients take, read back by a second session on it, and by the server that is meant. */
import {randomInt} from 'node:crypto';
import {type Result, succeed} from '../../base/result.ts';
import {type Connection, withConnection} from '../../postgres/connect.ts';
import {type DatabaseFailure, refusal} from '../../postgres/failure.ts';
import {rowsOf} from '../../postgres/query.ts';
import {quoteIdentifier} from '../../postgres/quote.ts';
import {isSameInstance} from '../../postgres/same-instance.ts';
import {type ConnectionTarget, displayTarget, parseConnection} from '../../postgres/uri.ts';
import {type Hindrance, impossible, unsafe} from '../in-place/hindrance.ts';
import {addressOf} from './resolve-name.ts';

export type Proof = {
  /** The way that clients take, without a password. */
  readonly way: string;
  /** The address that the name led to. */
  readonly address: string;
  /** `row`: a row of a table made for it, gone again. `transaction`: where that role may make none, a commit that is written. */
  readonly proof: 'row' | 'transaction';
  readonly takesWrites: true;
  /** True: it is the very server that was meant, by a lock that both sessions see. */
  readonly isMeant: true;
  readonly at: string;
};

export type ProofOrder = {
  readonly clients: string;
  readonly resolver: string | undefined;
  /** The server that has to answer there, reached directly. */
  readonly meant: string;
};

const timeouts = {connectTimeoutMs: 3_000, statementTimeoutMs: 10_000, applicationName: 'lifeboat'};

/** Once; whoever waits for clients to find their way asks again. */
export const proveClients = async ({clients, resolver, meant}: ProofOrder): Promise<Result<Proof, Hindrance>> => {
  const target = parseConnection(clients);
  if (!target.ok) {
    return impossible(`${target.reason}.`, 'Give the connection as clients have it.');
  }
  const address = await addressOf(target.value.host, resolver, timeouts.connectTimeoutMs);
  if (!address.ok) {
    return impossible(
      `${address.reason}.`,
      'Clients find nobody by it; point the name at the server that takes writes.',
    );
  }
  const way = displayTarget(target.value);
  const there = {...target.value, host: address.value};
  const same = await isMeant(there, meant);
  if (!same.ok) {
    return impossible(`The way of the clients cannot be proven: ${same.reason.message}.`, wayOut);
  }
  if (!same.value) {
    return unsafe(`Clients that go to ${way} reach another server than the one that is meant.`, wayOut);
  }
  const written = await write(there);
  const readBack = written.ok ? await read(there, written.value) : written;
  return written.ok && readBack.ok
    ? succeed({
        way,
        address: address.value,
        proof: written.value.table === null ? 'transaction' : 'row',
        takesWrites: true,
        isMeant: true,
        at: new Date().toISOString(),
      })
    : impossible(`A client cannot write by ${way}: ${readBack.ok ? '' : readBack.reason.message}.`, wayOut);
};

const wayOut = 'See where the name, the pooler, the balancer or the list of hosts leads; then run this again.';

/** The lock is taken on the server itself: a pooler may give each statement of its clients to another session. */
const isMeant = (there: ConnectionTarget, meant: string): Promise<Result<boolean, DatabaseFailure>> =>
  withConnection(meant, own => withConnection(there, theirs => isSameInstance(own, theirs), timeouts), timeouts);

type Written = {readonly table: string | null; readonly value: string};

const write = (there: ConnectionTarget): Promise<Result<Written, DatabaseFailure>> =>
  withConnection(
    there,
    async connection => {
      const value = String(randomInt(2 ** 31 - 1));
      const table = `lifeboat_proof_${value}`;
      const made = await connection.run(
        `create table ${quoteIdentifier(table)} (n bigint); insert into ${quoteIdentifier(table)} values (${value})`,
      );
      if (made.ok) {
        return succeed({table, value});
      }
      // Not allowed, or no schema that it may write to: what its own tables want, nobody here knows.
      return ['42501', '3F000'].includes(made.reason.sqlstate ?? '') ? commit(connection) : made;
    },
    timeouts,
  );

const commit = async (connection: Connection): Promise<Result<Written, DatabaseFailure>> => {
  const rows = await rowsOf(
    connection,
    `select pg_current_xact_id()::text as xid, pg_logical_emit_message(true, 'lifeboat', 'proof')`,
  );
  return rows.ok ? succeed({table: null, value: String(rows.value[0]?.xid)}) : rows;
};

const read = (there: ConnectionTarget, {table, value}: Written): Promise<Result<void, DatabaseFailure>> =>
  withConnection(
    there,
    async connection => {
      const rows =
        table === null
          ? await rowsOf(connection, `select pg_xact_status($1::xid8) = 'committed' as there`, [value])
          : await rowsOf(connection, `select n::text = $1 as there from ${quoteIdentifier(table)}`, [value]);
      if (!rows.ok) {
        return rows;
      }
      const dropped =
        table === null ? succeed(undefined) : await connection.run(`drop table ${quoteIdentifier(table)}`);
      if (!dropped.ok) {
        return dropped;
      }
      return rows.value[0]?.there === true
        ? succeed(undefined)
        : {ok: false, reason: refusal('what was written is not there when it is read back')};
    },
    timeouts,
  );
