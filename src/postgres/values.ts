/** PostgreSQL's values as a runbook sees them: plain JSON, exact where a number would not be. */
import pg from 'pg';
import type {Json} from '../base/canonical-json.ts';

/** Type numbers of pg_type that never change. */
const oid = {
  int8: 20,
  int2: 21,
  int4: 23,
  oid: 26,
  json: 114,
  float4: 700,
  float8: 701,
  timestamptz: 1184,
  numeric: 1700,
  jsonb: 3802,
} as const;

// Only these come out of the driver's own parsers as JSON; its dates and buffers would not.
const driverParsed: ReadonlySet<number> = new Set([16, 1000, 1005, 1007, 1009, 1015]);

export type Column = {readonly name: string; readonly dataTypeID: number};
export type Row = {readonly [column: string]: Json};

/** Every column as text, so that this file alone decides what a value becomes. */
export const textOnly = {getTypeParser: () => (text: string | Buffer) => text};

/** One row by column name; numeric and float columns also carry their exact text under `<name>_text`. */
export const toRow = (columns: readonly Column[], texts: readonly (string | null)[]): Row => {
  // A null prototype: a column may be called __proto__, and would else be lost, or change what the row inherits.
  const row: Record<string, Json> = Object.create(null);
  for (const [index, {name, dataTypeID}] of columns.entries()) {
    const text = texts[index] ?? null;
    row[name] = text === null ? null : toValue(dataTypeID, text);
    const exactName = `${name}_text`;
    if (inexact.has(dataTypeID) && !columns.some(column => column.name === exactName)) {
      row[exactName] = text;
    }
  }
  return row;
};

const inexact: ReadonlySet<number> = new Set([oid.numeric, oid.float4, oid.float8]);

/** One value by its type; what is not known here stays the text that PostgreSQL wrote. */
export const toValue = (type: number, text: string): Json => {
  switch (type) {
    case oid.int2:
    case oid.int4:
    case oid.oid:
      return Number(text);
    case oid.int8:
      return Number.isSafeInteger(Number(text)) ? Number(text) : text;
    case oid.numeric:
    case oid.float4:
    case oid.float8:
      return Number.isFinite(Number(text)) ? Number(text) : text;
    case oid.timestamptz:
      return toRfc3339(text);
    case oid.json:
    case oid.jsonb:
      return JSON.parse(text);
  }
  return driverParsed.has(type) ? pg.types.getTypeParser(type, 'text')(text) : text;
};

/**
 * `2026-11-24 03:12:07.123456+01` as `2026-11-24T02:12:07.123456Z`: microseconds kept, because a recovery target needs
 * them. `infinity` and years outside 0 to 9999 have no such form and stay as they are.
 */
export const toRfc3339 = (text: string): string => {
  const parts = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(\.\d+)?([+-])(\d\d)(?::?(\d\d))?(?::?(\d\d))?$/.exec(text);
  if (parts === null) {
    return text;
  }

  const [, year, month, day, hour, minute, second, fraction = '', sign, zoneHour, zoneMinute = '0', zoneSecond = '0'] =
    parts;
  const wallMs = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`).getTime();
  const offsetMs = (Number(zoneHour) * 3600 + Number(zoneMinute) * 60 + Number(zoneSecond)) * 1000;
  const utc = new Date(sign === '-' ? wallMs + offsetMs : wallMs - offsetMs).toISOString();
  return `${utc.slice(0, 19)}${fraction}Z`;
};
