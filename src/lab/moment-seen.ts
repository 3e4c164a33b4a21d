/** Whether any server of a lab shows a moment that has passed: its own production, or an instance that was restored beside it. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {readSideMarker} from '../backup/side-marker.ts';
import {sideConnection} from '../backup/side-state.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import {type Connection, withConnection} from '../postgres/connect.ts';
import {refusal} from '../postgres/failure.ts';
import {rowsOf} from '../postgres/query.ts';
import {formatConnection} from '../postgres/uri.ts';
import type {Damage, TableFingerprint} from './damage.ts';
import type {Estate} from './estate.ts';
import type {Symptom} from './fault.ts';
import {fingerprintTables} from './fingerprint.ts';
import {connectToLabNow} from './in-lab.ts';
import {lostWrites} from './oracle/lost-writes.ts';
import {readWrites} from './truth.ts';

export type Moment = {
  /** Every table without what the application writes, each as a line. */
  readonly tables: readonly string[];
  /** What the application was told until the first was there then, and what it was told after the second was not; null where nobody asks. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
};

/** As lines, which a fault can note. */
export const momentInWords = (tables: readonly TableFingerprint[]): readonly string[] =>
  tables.map(({table, rows, sum}) => `${table} ${rows} ${sum}`);

/** What a fault noted of it; null for a fault of another kind. */
export const momentOf = ({detail}: Damage): Moment | null =>
  Array.isArray(detail?.moment_tables)
    ? {tables: detail.moment_tables, fromMs: Number(detail.from_ms), toMs: Number(detail.to_ms)}
    : null;

/** The symptom is that no server has it. */
export const lookForMoment = async (
  estate: Estate,
  moment: Moment,
  seenAt: string | null,
): Promise<Result<Symptom>> => {
  const production = await connectToLabNow(estate);
  if (!production.ok) {
    return production;
  }
  const now = await showsTables(production.value, estate, moment);
  await production.value.close();
  if (!now.ok || now.value === null) {
    return now.ok ? succeed({seen: false, detail: 'production shows the moment itself'}) : now;
  }
  const {seen, others} = await lookBeside(estate, moment);
  if (seen !== null) {
    return succeed({seen: false, detail: `the ${seen} ${asItWas}`});
  }
  // What still stands counts as it stands.
  return others.length === 0 && seenAt !== null
    ? succeed({
        seen: false,
        detail: `what was restored is taken down by now; at ${seenAt} it ${asItWas.replace(/^shows/, 'showed')}`,
      })
    : succeed({
        seen: true,
        detail: `no server shows the moment: ${[`production differs in ${now.value}`, ...others].join('; ')}`,
      });
};

const asItWas = 'shows every table as it was, and the writes of until then and no later ones';

export type Beside = {
  /** The first that shows it. */
  readonly seen: string | null;
  /** How others that stand there differ. */
  readonly others: readonly string[];
};

/** Looks at every instance that stands beside production, as far as it waits or takes writes: one that replays passes by many moments. */
export const lookBeside = async (estate: Estate, moment: Moment): Promise<Beside> => {
  const others: string[] = [];
  for (const {name, connection} of besideIn(estate)) {
    const shown = await withConnection(connection, async session => {
      const found = await shows(session, estate, moment);
      return found.ok ? found : fail(refusal(found.reason));
    });
    if (shown.ok && shown.value === null) {
      return {seen: name, others};
    }
    others.push(
      shown.ok ? `the ${name} differs: ${shown.value}` : `the ${name} cannot be asked: ${shown.reason.message}`,
    );
  }
  return {seen: null, others};
};

/** Where a runbook may restore to. */
const besideIn = (estate: Estate): readonly {readonly name: string; readonly connection: string}[] => {
  const {database} = estate.dataset;
  const marker = readSideMarker(estate.side);
  const host = join(estate.directory, 'host');
  const connection = formatConnection({host, port: 5432, user: 'postgres', database, options: {}});
  return [
    ...(marker === null ? [] : [{name: 'side instance', connection: sideConnection(marker, {database})}]),
    ...(existsSync(host) ? [{name: 'other host', connection}] : []),
  ];
};

/** Null where it does, else how it differs. */
const shows = async (session: Connection, estate: Estate, moment: Moment): Promise<Result<string | null>> => {
  const waits = await rowsOf(
    session,
    `select not pg_is_in_recovery() or pg_get_wal_replay_pause_state() = 'paused' as still`,
  );
  if (!waits.ok || waits.value[0]?.still !== true) {
    return waits.ok ? succeed('it still replays') : fail(waits.reason.message);
  }
  const tables = await showsTables(session, estate, moment);
  return !tables.ok || tables.value !== null ? tables : showsWrites(session, estate, moment);
};

const showsTables = async (
  session: Connection,
  {dataset}: Estate,
  {tables}: Moment,
): Promise<Result<string | null>> => {
  const found = await fingerprintTables(session, dataset.writtenRows);
  if (!found.ok) {
    return found;
  }
  const now = momentInWords(found.value);
  const different = [...tables.filter(line => !now.includes(line)), ...now.filter(line => !tables.includes(line))];
  return succeed(different.length === 0 ? null : [...new Set(different.map(line => line.split(' ')[0]))].join(', '));
};

/** By the application's own record: what it was told before is there, and what it sent later is not. One may have been under way. */
const showsWrites = async (
  session: Connection,
  estate: Estate,
  {fromMs, toMs}: Moment,
): Promise<Result<string | null>> => {
  const {acknowledged} = readWrites(estate.directory);
  const before = acknowledged.filter(({atMs}) => fromMs !== null && atMs <= fromMs);
  const after = acknowledged.filter(({atMs}) => toMs !== null && atMs > toMs).slice(1);
  const lost = await lostWrites(session, before);
  const lostAfter = await lostWrites(session, after);
  if (!lost.ok || !lostAfter.ok) {
    return lost.ok ? (lostAfter.ok ? fail('') : lostAfter) : lost;
  }
  const early = lost.value.length;
  const late = after.length - lostAfter.value.length;
  return succeed(
    early + late === 0
      ? null
      : `${early} of ${before.length} writes of before are missing, and ${late} of ${after.length} of later are there`,
  );
};
