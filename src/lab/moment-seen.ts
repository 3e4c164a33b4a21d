/** Whether any server of a lab shows a moment that has passed: its own production, or an instance that was restored beside it. */
import {join} from 'node:path';
import {readSideMarker} from '../backup/side-marker.ts';
import {sideConnection} from '../backup/side-state.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import {type Connection, withConnection} from '../postgres/connect.ts';
import {refusal} from '../postgres/failure.ts';
import {formatConnection} from '../postgres/uri.ts';
import type {TableFingerprint} from './damage.ts';
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

/** The symptom is that no server has it. */
export const lookForMoment = async (estate: Estate, moment: Moment): Promise<Result<Symptom>> => {
  const production = await connectToLabNow(estate);
  if (!production.ok) {
    return production;
  }
  const now = await showsTables(production.value, estate, moment);
  await production.value.close();
  if (!now.ok || now.value === null) {
    return now.ok ? succeed({seen: false, detail: 'production shows the moment itself'}) : now;
  }
  const sides = besideIn(estate);
  const why: string[] = [`production differs in ${now.value}`];
  for (const {name, connection} of sides) {
    const shown = await withConnection(connection, async session => {
      const found = await shows(session, estate, moment);
      return found.ok ? found : fail(refusal(found.reason));
    });
    if (shown.ok && shown.value === null) {
      return succeed({
        seen: false,
        detail: `the ${name} shows every table as it was, and the writes of until then and no later ones`,
      });
    }
    why.push(shown.ok ? `the ${name} differs: ${shown.value}` : `the ${name} cannot be asked: ${shown.reason.message}`);
  }
  return succeed({seen: true, detail: `no server shows the moment: ${why.join('; ')}`});
};

/** Where a runbook may restore to. */
const besideIn = (estate: Estate): readonly {readonly name: string; readonly connection: string}[] => {
  const {database} = estate.dataset;
  const marker = readSideMarker(estate.side);
  const host = formatConnection({
    host: join(estate.directory, 'host'),
    port: 5432,
    user: 'postgres',
    database,
    options: {},
  });
  return [
    ...(marker === null ? [] : [{name: 'side instance', connection: sideConnection(marker, {database})}]),
    {name: 'other host', connection: host},
  ];
};

/** Null where it does, else how it differs. */
const shows = async (session: Connection, estate: Estate, moment: Moment): Promise<Result<string | null>> => {
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
