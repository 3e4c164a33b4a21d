/** What the faults by an intruder have in common: keys that were stolen, deeds done by them, and an intruder who stays. */
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../../../base/result.ts';
import type {Connection} from '../../../postgres/connect.ts';
import {rowsOf} from '../../../postgres/query.ts';
import {keepIssued, readIssued} from '../../accounts/accounts.ts';
import {readPasswordFile} from '../../accounts/password-file.ts';
import {adminRole} from '../../accounts/roles.ts';
import type {Damage, LostTable} from '../../damage.ts';
import type {Estate} from '../../estate.ts';
import type {Symptom} from '../../fault.ts';
import {inLab} from '../../in-lab.ts';
import {comeIn} from '../../intruder/intruder.ts';
import {isIn, readIntruderNotes} from '../../intruder/intruder-notes.ts';
import {type IntruderPlan, intruderAddress, type Key, writePlan} from '../../intruder/intruder-plan.ts';
import {type MomentBefore, readMomentBefore} from '../../moment-before.ts';
import {readAccess} from '../../oracle/access.ts';

/** One thing that the intruder does before settling down; gives the keys that it made for coming back. */
export type Deed = {
  readonly as: 'application' | 'admin';
  readonly act: (connection: Connection) => Promise<Result<readonly Key[]>>;
};

export type Intrusion = {
  readonly fault: string;
  readonly deeds: readonly Deed[];
  /** Rows as they are before the deeds change them. */
  readonly lost?: readonly LostTable[];
  /** What is read all the time from then on, quoted and with its schema; null where nobody stays. */
  readonly reads: {readonly table: string; readonly rowsEachRead: number} | null;
};

/** A lab that asks for no password lets everybody in, so nobody can be kept out of it. */
export const wantAccounts = (fault: string, {accounts}: Estate): Result<void> =>
  accounts === null
    ? fail(
        `${fault} needs a lab whose clients have passwords; a drill gets one by naming lab.credentials, and lab up by --with credentials`,
      )
    : succeed(undefined);

/** Reads the moment before, does the deeds from the intruder's address, and lets the intruder stay. Throws what the file system throws. */
export const intrude = async (estate: Estate, intrusion: Intrusion): Promise<Result<Damage>> => {
  const {fault, lost = [], reads} = intrusion;
  const before = await inLab(estate, connection => readBefore(connection, estate));
  if (!before.ok) {
    return before;
  }
  steal(estate);
  const done = await doDeeds(estate, intrusion);
  if (!done.ok) {
    return fail(`the fault could not be injected: ${done.reason}`);
  }
  const {keys, committedAt} = done.value;
  const stays = reads === null ? succeed(undefined) : await letStay(estate, {keys, ...reads});
  if (!stays.ok) {
    return stays;
  }
  const {access, ...moment} = before.value;
  return succeed({
    fault,
    committedAt,
    lost,
    tablesLost: [],
    rowsLost: lost.reduce((sum, {rows}) => sum + rows.length, 0),
    ...moment,
    intrusion: {address: intruderAddress, roles: keys.map(({role}) => role), access},
  });
};

/** Whether the intruder is in, by its own notes: what the server says of sessions is what the cure looks at. */
export const symptomOfPresence = ({directory}: Pick<Estate, 'directory'>): Result<Symptom> => {
  const notes = readIntruderNotes(directory);
  const role = isIn(notes);
  return succeed(
    role === null
      ? {seen: false, detail: `nobody from ${intruderAddress} is in`}
      : {seen: true, detail: `somebody from ${intruderAddress} is in as ${role}`},
  );
};

/** Several as one: seen while any of them is. What cannot be looked at is the reason. */
export const together = (symptoms: readonly Result<Symptom>[]): Result<Symptom> => {
  const seen: Symptom[] = [];
  for (const one of symptoms) {
    if (!one.ok) {
      return one;
    }
    seen.push(one.value);
  }
  const told = seen.some(one => one.seen) ? seen.filter(one => one.seen) : seen;
  return succeed({seen: seen.some(one => one.seen), detail: told.map(({detail}) => detail).join('; ')});
};

type Before = MomentBefore & {readonly access: readonly string[]};

const readBefore = async (connection: Connection, {dataset}: Estate): Promise<Result<Before>> => {
  const moment = await readMomentBefore(connection, dataset);
  const access = await readAccess(connection);
  if (!moment.ok) {
    return moment;
  }
  return access.ok ? succeed({...moment.value, access: access.value}) : access;
};

/** What counts at the moment: a lab that was cured once has other passwords than it was built with. */
const steal = ({directory, accounts}: Estate): void => {
  if (accounts !== null) {
    keepIssued(directory, readPasswordFile(accounts.passwordFile));
  }
};

type Done = {readonly keys: readonly Key[]; readonly committedAt: string};

/** The keys that were stolen for it, and those that it made. */
const doDeeds = async (estate: Estate, {deeds}: Intrusion): Promise<Result<Done>> => {
  const stolen = new Map<string, Key>();
  const made: Key[] = [];
  for (const {as, act} of deeds) {
    const role = as === 'admin' ? adminRole : estate.dataset.applicationRole;
    const session = await enterAs(estate, role);
    if (!session.ok) {
      return session;
    }
    const {key, connection} = session.value;
    const acted = await act(connection);
    await connection.close();
    if (!acted.ok) {
      return acted;
    }
    stolen.set(role, key);
    made.push(...acted.value);
  }
  const keys = [...stolen.values(), ...made];
  return inLab(estate, async connection => {
    const now = await rowsOf(connection, 'select clock_timestamp() as at');
    return now.ok ? succeed({keys, committedAt: String(now.value[0]?.at)}) : fail(now.reason.message);
  });
};

/** With the password that was issued at first, from the intruder's address. */
const enterAs = async (
  {directory, accounts}: Estate,
  role: string,
): Promise<Result<{readonly key: Key; readonly connection: Connection}>> => {
  const key = readIssued(directory).find(one => one.role === role);
  if (key === undefined || accounts === null) {
    return fail(`the lab issued no password for ${role}`);
  }
  const session = await comeIn(accounts, key);
  return session.ok ? succeed({key, connection: session.value}) : fail(session.reason.message);
};

const readsWithinMs = 10_000;
const pollEveryMs = 20;

/** Lets it loose, and waits until it has read something. */
const letStay = async ({directory}: Estate, plan: IntruderPlan): Promise<Result<void>> => {
  try {
    writePlan(directory, plan);
  } catch (thrown) {
    return fail(`the intruder cannot be let loose: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
  for (const deadlineMs = performance.now() + readsWithinMs; performance.now() < deadlineMs; await delay(pollEveryMs)) {
    if (readIntruderNotes(directory).some(({did}) => did === 'read')) {
      return succeed(undefined);
    }
  }
  const last = readIntruderNotes(directory).at(-1);
  return fail(
    last === undefined
      ? 'the intruder did not come; it lives beside the application of the lab, which does not run'
      : `the intruder does not come in: ${'why' in last ? last.why : last.did}`,
  );
};
