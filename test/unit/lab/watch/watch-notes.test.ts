/** What the watch saw says whether two servers took writes at once, and how long clients waited. */
import {appendFileSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {SiteName} from '../../../../src/lab/sites/site.ts';
import {
  type Beat,
  bothWritable,
  keepBeat,
  outageAround,
  readBeats,
  writableSpans,
} from '../../../../src/lab/watch/watch-notes.ts';

const beats = (server: SiteName, ...timesMs: readonly number[]): readonly Beat[] =>
  timesMs.map(atMs => ({server, sentMs: atMs - 2, atMs}));

test('beats that follow each other are one time; a pause makes two of it', () => {
  expect(writableSpans(beats('primary', 0, 50, 100, 4000, 4050))).toEqual([
    {server: 'primary', fromMs: 0, untilMs: 100},
    {server: 'primary', fromMs: 4000, untilMs: 4050},
  ]);
});

test('a failover, and the way back, are never two at once', () => {
  const there = [...beats('primary', 0, 50, 100), ...beats('standby', 1500, 1550, 1600)];
  expect(bothWritable(there)).toEqual([]);
  expect(bothWritable([...there, ...beats('primary', 2300, 2350)])).toEqual([]);
});

test('an old primary that comes back while the new one takes writes is seen, also when it is once', () => {
  const seen = bothWritable([
    ...beats('primary', 0, 50),
    ...beats('standby', 900, 950, 1000, 1050),
    ...beats('primary', 1001),
  ]);
  expect(seen).toEqual([{servers: ['primary', 'standby'], fromMs: 1001, untilMs: 1001}]);
});

test('the outage is the longest wait around the fault, not one long before it', () => {
  expect(outageAround([0, 5000, 5020, 5040, 6500, 6520], 5045)).toEqual({fromMs: 5040, untilMs: 6500, lastedMs: 1460});
  // A second one, when the old side came back.
  expect(outageAround([5040, 5500, 5520, 9000], 5045)).toMatchObject({lastedMs: 3480});
  expect(outageAround([], 5045)).toBeNull();
  expect(outageAround([6000, 6020], 5045)).toBeNull();
  expect(outageAround([5000], 5045)).toBeNull();
});

test('what a kill cut short is left out', () => {
  const directory = mkdtempSync(join(tmpdir(), 'lab-watch-'));
  onTestFinished(() => rmSync(directory, {recursive: true}));
  expect(readBeats(directory)).toEqual([]);
  for (const one of beats('standby', 10, 60)) {
    keepBeat(directory, one);
  }
  appendFileSync(join(directory, 'watch.jsonl'), '{"server":"stan');
  expect(readBeats(directory)).toEqual(beats('standby', 10, 60));
});
