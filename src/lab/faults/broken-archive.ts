/** `broken_archive`: the archive takes no more WAL, while the database goes on as if nothing were. */
import {chmodSync, statSync} from 'node:fs';
import {setTimeout as delay} from 'node:timers/promises';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Connection} from '../../postgres/connect.ts';
import {rowsOf} from '../../postgres/query.ts';
import type {Damage} from '../damage.ts';
import type {Estate} from '../estate.ts';
import type {Fault, Symptom} from '../fault.ts';
import {inLab, inLabNow} from '../in-lab.ts';
import {readMomentBefore} from '../moment-before.ts';
import {inMicroseconds} from './damaged-files.ts';
import {readParameters} from './fault-parameters.ts';

const name = 'broken_archive';

export const brokenArchive: Fault = {
  name,
  summary: 'Take away the right to write into the WAL archive, so that archiving fails from then on.',
  parameters: {},
  prepare: async (estate, parameters) => {
    const wanted = readParameters(brokenArchive, parameters);
    return wanted.ok
      ? succeed({
          summary: 'take away the right to write into the WAL archive',
          symptom: () => inLab(estate, archives),
          inject: () => inject(estate),
        })
      : wanted;
  },
  symptomOf: estate => inLabNow(estate, archives),
};

const inject = async (estate: Estate): Promise<Result<Damage>> => {
  const before = await inLab(estate, connection => readMomentBefore(connection, estate.dataset));
  if (!before.ok) {
    return before;
  }
  const mode = statSync(estate.archive).mode & 0o777;
  try {
    chmodSync(estate.archive, 0o500);
  } catch (thrown) {
    return fail(`the fault could not be injected: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
  return succeed({
    fault: name,
    committedAt: inMicroseconds(Date.now()),
    lost: [],
    tablesLost: [],
    rowsLost: 0,
    ...before.value,
    detail: {archive: estate.archive, mode},
  });
};

/** Longer than an archiver that fails waits between two of its three tries. */
const archivedWithinMs = 15_000;
const pollEveryMs = 50;

/** Ends a segment and waits until it is archived, or until its archiving is seen to have failed. */
const archives = async (connection: Connection): Promise<Result<Symptom>> => {
  const switched = await rowsOf(connection, switchSql);
  if (!switched.ok) {
    return fail(switched.reason.message);
  }
  const {segment, failed} = switched.value[0] ?? {};
  for (const deadlineMs = performance.now() + archivedWithinMs; performance.now() < deadlineMs; ) {
    const rows = await rowsOf(connection, statisticsSql, [segment, failed]);
    if (!rows.ok) {
      return fail(rows.reason.message);
    }
    if (rows.value[0]?.archived === true) {
      return succeed({seen: false, detail: `the segment ${String(segment)} was archived`});
    }
    if (rows.value[0]?.failed === true) {
      break;
    }
    await delay(pollEveryMs);
  }
  return succeed({seen: true, detail: `the segment ${String(segment)} is not archived`});
};

// Something has to be in a segment, or it is not ended.
const switchSql = `
  select pg_walfile_name(pg_switch_wal()) as segment, a.failed_count as failed
    from pg_stat_archiver a, pg_logical_emit_message(true, 'lifeboat', 'does the archive take this?')`;

const statisticsSql = `
  select left(last_archived_wal, 24) >= $1::text as archived, failed_count > $2::bigint as failed from pg_stat_archiver`;
