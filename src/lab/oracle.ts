/** The judgement after a drill, by what the fault wrote down and what the application was told, not by the runbook. */
import {type Result, succeed} from '../base/result.ts';
import type {Connection} from '../postgres/connect.ts';
import {unknownWrites, writeAsApplication} from './application-writes.ts';
import type {Damage} from './damage.ts';
import type {Estate} from './estate.ts';
import {findFault} from './faults.ts';
import {connectToLabNow} from './in-lab.ts';
import {cannotSee, type Finding} from './oracle/finding.ts';
import {indexesHold, noOrphans, sequencesAhead, structureIsAsBefore} from './oracle/held-together.ts';
import {intruderIsOut} from './oracle/intrusion.ts';
import {lostWrites} from './oracle/lost-writes.ts';
import {owedFindings} from './oracle/owed.ts';
import {lostRowsAreBack, nothingElseChanged, tablesAreBack} from './oracle/rows.ts';
import {storedCopyFindings} from './oracle/stored-copy.ts';
import {neverTwoWritable} from './oracle/two-writable.ts';
import {type Claimed, claimsNothing, writesFindings} from './oracle/writes.ts';
import type {Writes} from './truth.ts';
import {readBeats} from './watch/watch-notes.ts';

export type {Finding} from './oracle/finding.ts';

export type Evidence = {
  readonly damage: Damage;
  readonly writes: Writes;
  /** What the run measured and its drill promises; without it nothing may be lost. */
  readonly claimed?: Claimed;
  /** When the run said that the damage was contained. */
  readonly containedMs?: number | undefined;
};

/**
 * Judges the lab as it is now, by the server that takes writes. Fails only when there is no such server or it is not
 * the lab's; what else cannot be looked at is a finding that is not well.
 */
export const judge = async (estate: Estate, evidence: Evidence): Promise<Result<readonly Finding[]>> => {
  const {damage, writes} = evidence;
  const connection = await connectToLabNow(estate);
  if (!connection.ok) {
    return connection;
  }

  const {writtenRows, applicationRole} = estate.dataset;
  try {
    const {value} = connection;
    return succeed([
      await symptomIsGone(estate, damage),
      ...(await lostRowsAreBack(value, damage)),
      ...(await tablesAreBack(value, damage, writtenRows)),
      await nothingElseChanged(value, damage, {writtenRows, acknowledged: writes.acknowledged}),
      ...(await lookedAt('writes_survived', writesSurvived(value, evidence))),
      ...(await lookedAt('no_write_too_many', noWriteTooMany(value, writtenRows, writes))),
      await noOrphans(value),
      ...(await indexesHold(value)),
      await sequencesAhead(value),
      await structureIsAsBefore(value, applicationRole, damage),
      ...(await intruderIsOut(value, estate, {damage, containedMs: evidence.containedMs})),
      ...(await storedCopyFindings(estate, damage)),
      ...(await lookedAt('application_writes', applicationCanWrite(estate))),
      ...(await owedFindings({estate, connection: value, damage, writes})),
      ...(estate.network === null ? [] : [neverTwoWritable(readBeats(estate.directory))]),
    ]);
  } finally {
    await connection.value.close();
  }
};

const lookedAt = async (name: string, judgement: Promise<Result<readonly Finding[]>>): Promise<readonly Finding[]> => {
  const judged = await judgement;
  return judged.ok ? judged.value : [cannotSee(name, judged.reason)];
};

/** By the fault itself, which knows what it broke. */
const symptomIsGone = async (estate: Estate, damage: Damage): Promise<Finding> => {
  const name = 'symptom_gone';
  const fault = findFault(damage.fault);
  if (fault === undefined) {
    return cannotSee(name, `nobody knows a fault called ${damage.fault}`);
  }
  const symptom = await fault.symptomOf(estate, damage);
  return symptom.ok ? {name, ok: !symptom.value.seen, detail: symptom.value.detail} : cannotSee(name, symptom.reason);
};

const writesSurvived = async (
  connection: Connection,
  {damage, writes: {acknowledged}, claimed = claimsNothing}: Evidence,
): Promise<Result<readonly Finding[]>> => {
  const lost = await lostWrites(connection, acknowledged);
  const faultMs = new Date(damage.committedAt).getTime();
  const {held_by: heldBy} = damage.detail ?? {};
  return lost.ok
    ? succeed(
        writesFindings({
          acknowledged,
          lost: lost.value,
          faultMs,
          claimed,
          heldBy: Array.isArray(heldBy) ? heldBy.map(String) : [],
        }),
      )
    : lost;
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

const applicationCanWrite = async (estate: Estate): Promise<Result<readonly Finding[]>> => {
  const written = await writeAsApplication(estate);
  const detail = written.ok ? 'it wrote once more, and that was taken back' : `it cannot write: ${written.reason}`;
  return succeed([{name: 'application_writes', ok: written.ok, detail}]);
};
