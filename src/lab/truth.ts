/** What only the lab knows: what was damaged and what was acknowledged, kept beside the servers so that a killed drill can be judged. */
import {appendFileSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Damage} from './damage.ts';
import type {SiteName} from './sites/site.ts';

export type AcknowledgedWrite = {
  readonly atMs: number;
  /** Which server acknowledged it. */
  readonly server?: SiteName;
  /** The new keys by table, as the server returned them. */
  readonly keys: Readonly<Record<string, readonly number[]>>;
};

export type Writes = {
  readonly acknowledged: readonly AcknowledgedWrite[];
  /** How many were sent and never answered. */
  readonly unanswered: number;
};

const damagePath = (directory: string): string => join(directory, 'damage.json');
const acknowledgedPath = (directory: string): string => join(directory, 'acknowledged.jsonl');

/** Writes down what the fault did. Throws what the file system throws. */
export const keepDamage = (directory: string, damage: Damage): void => {
  writeFileSync(damagePath(directory), JSON.stringify(damage), {mode: 0o600});
};

export const readDamage = (directory: string): Result<Damage> => {
  try {
    return succeed(JSON.parse(readFileSync(damagePath(directory), 'utf8')) as Damage);
  } catch {
    return fail('The lab was killed before its fault was written down; there is nothing to judge by.');
  }
};

/** Writes down what the application was told. Throws what the file system throws. */
export const keepAcknowledged = (directory: string, write: AcknowledgedWrite): void => keepLine(directory, write);

/** Writes down that an answer never came: such a write may have happened, once. Throws what the file system throws. */
export const keepUnanswered = (directory: string): void => keepLine(directory, {unanswered: true});

/** A last line that was cut short by a kill is left out: its write was never seen to be acknowledged. */
export const readWrites = (directory: string): Writes => {
  const lines = readLines(acknowledgedPath(directory)).flatMap(parseLine);
  return {
    acknowledged: lines.flatMap(line => ('keys' in line ? [line] : [])),
    unanswered: lines.filter(line => 'unanswered' in line).length,
  };
};

/** A full disk cuts a line short, and the next one then stands behind it: two answers that are not known. */
const parseLine = (line: string): readonly Line[] => {
  try {
    return [JSON.parse(line) as Line];
  } catch {
    return [{unanswered: true}, {unanswered: true}];
  }
};

type Line = AcknowledgedWrite | {readonly unanswered: true};

const keepLine = (directory: string, line: Line): void => {
  appendFileSync(acknowledgedPath(directory), `${JSON.stringify(line)}\n`, {mode: 0o600});
};

const readLines = (path: string): readonly string[] => {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(0, -1);
  } catch {
    return [];
  }
};
