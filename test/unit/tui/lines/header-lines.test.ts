/** The first line of the screen: what is cut, and in which order, where not everything has room. */
import {expect, test} from 'vitest';
import {headerLines} from '../../../../src/tui/lines/header-lines.ts';
import {momentOf} from '../../../../src/tui/moment.ts';
import {unicodeGlyphs} from '../../../../src/tui/theme.ts';
import {deletion} from '../../../support/deletion-sample.ts';
import {run} from '../../../support/run.ts';
import {toldSession} from '../../../support/told-session.ts';

const titleOn = (target: string, width: number): string => {
  const shown = {stop_writes: {kind: 'sql', lines: ['select 1'], target} as const};
  const told = run({...deletion, shown}, ['0s start', '1s began stop_writes'], {mode: 'incident'});
  const [line = []] = headerLines(momentOf(toldSession(told)), width, unicodeGlyphs);
  return line.map(({text}) => text).join('');
};

test('what has room stands there whole', () => {
  expect(titleOn('postgres://admin@db1/shop', 80)).toMatch(
    /^ INCIDENT {2}Accidental data deletion +on shop@db1 · run k7q2xw$/,
  );
});

test('the title is cut before the target is, and the run is left out after it', () => {
  expect(titleOn('postgres://admin@db1.berlin.example/ticketing_live', 80)).toBe(
    ' INCIDENT  Accidental data de… on ticketing_live@db1.berlin.example · run k7q2xw',
  );
  expect(titleOn('postgres://admin@db1.berlin.example:5433/ticketing_production', 80)).toBe(
    ' INCIDENT  Accidental data dele… on ticketing_production@db1.berlin.example:5433',
  );
  expect(titleOn('postgres://admin@db1.berlin/ticketing_live', 60)).toBe(
    ' INCIDENT  Accidental data del… on ticketing_live@db1.berlin',
  );
});

test('a target of any length leaves the mode and the title in sight', () => {
  const line = titleOn(`postgres://admin@${'long.'.repeat(40)}example/shop`, 80);
  expect(line).toMatch(/^ INCIDENT {2}Accidental data… on shop@long\./);
  expect(line).toHaveLength(80);
});

test('that things go wrong on purpose is said as long as the drill lasts, and not what', () => {
  const told = run(deletion, ['0s start', '1s began stop_writes'], {mode: 'drill'});
  const {state, ...moment} = momentOf(toldSession(told));
  const injects = {sha256: 'c0ffee'};
  const [line = []] = headerLines({...moment, state: {...state, injects}}, 80, unicodeGlyphs);

  expect(line.map(({text}) => text).join('')).toMatch(/^ DRILL {3}INJECTS {2}Accidental data deletion/);
});

const finishAt = (width: number, rtoMs: number): string => {
  const objectives = {rtoMs, rpoMs: null};
  const told = run(deletion, ['0s start', '1s began stop_writes'], {objectives, disruptedBefore: '0s'});
  const lines = headerLines(momentOf(toldSession(told)), width, unicodeGlyphs);
  return (lines[2] ?? []).map(({text}) => text).join('');
};

test('while the RTO is at risk or breaks it is said when it ends, and in which step by its title', () => {
  expect(finishAt(80, 60 * 60_000)).toMatch(/RTO ends 03:47 UTC {2}at risk in "Load the d/);
  expect(finishAt(100, 30 * 60_000)).toMatch(/RTO ends 03:17 UTC {2}breaks in "Load the dump"/);
  expect(finishAt(60, 30 * 60_000)).toMatch(/RTO ends 03:17 UTC {2}breaks *$/);
});
