/** The intruder of a lab: waits until it is let loose, then reads what it can, and comes back with every key that it has. */
import {setTimeout as delay} from 'node:timers/promises';
import {type Connection, connect} from '../../postgres/connect.ts';
import {type Accounts, targetOf} from '../accounts/accounts.ts';
import {type IntruderNotes, isIn, openIntruderNotes, readIntruderNotes} from './intruder-notes.ts';
import {type IntruderPlan, intruderAddress, intruderProgram, type Key, readPlan} from './intruder-plan.ts';

type Lair = {readonly directory: string; readonly accounts: Accounts | null};

const lookEveryMs = 50;
const readEveryMs = 100;
/** Between two keys that did not fit. */
const nextKeyAfterMs = 40;
const connectTimeoutMs = 2_000;
const statementTimeoutMs = 10_000;

/** Lives until the signal; never where clients need no password, because then nobody can be kept out. */
export const haveIntruder = async ({directory, accounts}: Lair, signal: AbortSignal): Promise<void> => {
  if (accounts === null) {
    return;
  }
  const notes = openIntruderNotes(directory);
  const inside = isIn(readIntruderNotes(directory));
  if (inside !== null) {
    notes.note({did: 'lost', atMs: Date.now(), role: inside, why: 'the program that it lived in ended'});
  }
  for (let plan = readPlan(directory); !signal.aborted; plan = readPlan(directory)) {
    if (plan === null) {
      await pause(lookEveryMs, signal);
    } else {
      await tryEachKey({accounts, notes, signal}, plan).catch(() => undefined);
    }
  }
};

type Burglary = {readonly accounts: Accounts; readonly notes: IntruderNotes; readonly signal: AbortSignal};

const tryEachKey = async (burglary: Burglary, plan: IntruderPlan): Promise<void> => {
  const {accounts, notes, signal} = burglary;
  for (const key of plan.keys) {
    if (signal.aborted) {
      return;
    }
    const session = await comeIn(accounts, key);
    if (session.ok) {
      notes.note({did: 'came-in', atMs: Date.now(), role: key.role});
      await readOn(burglary, {connection: session.value, role: key.role, plan});
      await session.value.close();
      return;
    }
    notes.note({did: 'refused', atMs: Date.now(), role: key.role, why: session.reason.message});
    await pause(nextKeyAfterMs, signal);
  }
};

/** A session from the intruder's address. */
export const comeIn = (accounts: Accounts, {role, password}: Key) =>
  connect(targetOf(accounts, role, password), {
    connectTimeoutMs,
    statementTimeoutMs,
    applicationName: intruderProgram,
    from: intruderAddress,
  });

type Loot = {readonly connection: Connection; readonly role: string; readonly plan: IntruderPlan};

/** Page after page, and from the beginning again, until the session is of no more use. */
const readOn = async ({notes, signal}: Burglary, {connection, role, plan}: Loot): Promise<void> => {
  for (let offset = 0; !signal.aborted; ) {
    const read = await connection.run(`select * from ${plan.table} limit ${plan.rowsEachRead} offset ${offset}`);
    if (!read.ok) {
      notes.note({did: 'lost', atMs: Date.now(), role, why: read.reason.message});
      return;
    }
    const rows = read.value[0]?.rowCount ?? 0;
    notes.note({did: 'read', atMs: Date.now(), role, rows});
    offset = rows < plan.rowsEachRead ? 0 : offset + rows;
    await pause(readEveryMs, signal);
  }
};

const pause = (ms: number, signal: AbortSignal): Promise<unknown> =>
  delay(ms, undefined, {signal, ref: false}).catch(() => undefined);
