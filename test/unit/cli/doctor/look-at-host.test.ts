/** Terminal, locale and clock of hosts as they come. */
import {expect, test} from 'vitest';
import {checkClock, checkLocale, checkTerminal} from '../../../../src/cli/doctor/look-at-host.ts';

const large = {columns: 120, rows: 40};

test('a terminal for people gets the screen, anything else lines', () => {
  expect(checkTerminal({TERM: 'xterm-256color'}, {size: large, hasColours: true})).toMatchObject({
    health: 'good',
    says: '120 by 40, TERM is xterm-256color, with colours',
  });
  expect(checkTerminal({TERM: 'dumb'}, {size: large, hasColours: false}).says).toBe(
    'TERM is dumb, so runs are told line by line',
  );
  expect(checkTerminal({}, {size: undefined, hasColours: false}).health).toBe('note');
  expect(checkTerminal({TERM: 'vt100'}, {size: {columns: 50, rows: 40}, hasColours: false}).hint).toContain('60 by 20');
});

test('the locale is the first that is set, and it must promise UTF-8', () => {
  expect(checkLocale({LC_ALL: '', LANG: 'de_DE.UTF-8@euro'})).toMatchObject({health: 'good', says: 'de_DE.UTF-8@euro'});
  expect(checkLocale({LC_ALL: 'C', LANG: 'de_DE.UTF-8'}).health).toBe('note');
  expect(checkLocale({}).says).toContain('none is set');
});

const nowMs = Date.parse('2026-11-30T12:00:00Z');

test('a clock that is behind the newest run was set, and a minute is forgiven', () => {
  const at = (newest: string) => checkClock({nowMs, isKept: 'yes', newestRunAtMs: Date.parse(newest)});
  expect(at('2026-11-30T11:00:00Z').health).toBe('good');
  expect(at('2026-11-30T12:00:30Z').health).toBe('good');
  expect(at('2026-11-30T12:05:00Z')).toMatchObject({
    health: 'bad',
    says: expect.stringContaining('the newest run here began at 2026-11-30 12:05:00 UTC, which is later'),
  });
});

test('that nobody keeps the clock, or that nobody knows, is said and is no fault', () => {
  expect(checkClock({nowMs, isKept: 'no', newestRunAtMs: null})).toMatchObject({
    health: 'note',
    says: expect.stringContaining('no time service keeps it'),
  });
  expect(checkClock({nowMs, isKept: null, newestRunAtMs: null}).says).toContain('is not known');
});
