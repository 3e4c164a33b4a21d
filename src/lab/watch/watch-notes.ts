/** What the watch saw, kept beside the servers: which of them took a write of a client, and when. */
import {appendFileSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {SiteName} from '../sites/site.ts';

/** One write that was acknowledged, on the client's own clock. */
export type Beat = {readonly server: SiteName; readonly sentMs: number; readonly atMs: number};

/** A time in which every try was acknowledged. */
export type WritableSpan = {readonly server: SiteName; readonly fromMs: number; readonly untilMs: number};

const pathIn = (directory: string): string => join(directory, 'watch.jsonl');

/** Throws what the file system throws. */
export const keepBeat = (directory: string, beat: Beat): void =>
  appendFileSync(pathIn(directory), `${JSON.stringify(beat)}\n`, {mode: 0o600});

/** In the order in which they were acknowledged; a line that a kill or a full disk cut short is left out. */
export const readBeats = (directory: string): readonly Beat[] => {
  try {
    return readFileSync(pathIn(directory), 'utf8').split('\n').slice(0, -1).flatMap(parsed);
  } catch {
    return [];
  }
};

const parsed = (line: string): readonly Beat[] => {
  try {
    return [JSON.parse(line) as Beat];
  } catch {
    return [];
  }
};

/** Several tries of a watch that tries every 50 ms: one that is late on a busy host is no server that stopped. */
const sameSpanMs = 500;

/** For each server the times in which it took writes; between two beats that far apart it is taken to have stopped. */
export const writableSpans = (beats: readonly Beat[]): readonly WritableSpan[] =>
  [...Map.groupBy(beats, ({server}) => server)].flatMap(([server, own]) => {
    const spans: WritableSpan[] = [];
    for (const {atMs} of own.toSorted((a, b) => a.atMs - b.atMs)) {
      const last = spans.at(-1);
      if (last !== undefined && atMs - last.untilMs <= sameSpanMs) {
        spans.splice(-1, 1, {...last, untilMs: atMs});
      } else {
        spans.push({server, fromMs: atMs, untilMs: atMs});
      }
    }
    return spans;
  });

export type BothWritable = {
  readonly servers: readonly [SiteName, SiteName];
  readonly fromMs: number;
  readonly untilMs: number;
};

/** The times in which two servers took writes of clients: none, or each write since then may be lost with one of them. */
export const bothWritable = (beats: readonly Beat[]): readonly BothWritable[] => {
  const spans = writableSpans(beats);
  return spans.flatMap((one, index) =>
    spans
      .slice(index + 1)
      .filter(other => other.server !== one.server)
      .flatMap(other => {
        const [fromMs, untilMs] = [Math.max(one.fromMs, other.fromMs), Math.min(one.untilMs, other.untilMs)];
        return fromMs <= untilMs ? [{servers: [one.server, other.server] as const, fromMs, untilMs}] : [];
      }),
  );
};

export type Outage = {readonly fromMs: number; readonly untilMs: number; readonly lastedMs: number};

/**
 * The longest time around a moment in which no client was told of a write: from the last one before it, or between two after
 * it. Null where nothing was acknowledged on one of its sides, so that nobody can say how long it was.
 */
export const outageAround = (acknowledgedMs: readonly number[], momentMs: number): Outage | null => {
  const times = acknowledgedMs.toSorted((a, b) => a - b);
  const last = times.findLastIndex(atMs => atMs <= momentMs);
  const gaps = times.slice(Math.max(0, last)).flatMap((fromMs, index, rest) => {
    const untilMs = rest[index + 1];
    return untilMs === undefined ? [] : [{fromMs, untilMs, lastedMs: untilMs - fromMs}];
  });
  return last === -1 ? null : (gaps.toSorted((a, b) => b.lastedMs - a.lastedMs)[0] ?? null);
};
