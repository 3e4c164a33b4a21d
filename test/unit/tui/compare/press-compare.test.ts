/** The keys of the comparison, pressed without a terminal. */
import {expect, test} from 'vitest';
import {compareRuns} from '../../../../src/run/compare/compare.ts';
import {
  type CompareSubject,
  type CompareView,
  freshCompareView,
  rowsOf,
} from '../../../../src/tui/compare/compare-view.ts';
import {pressCompare} from '../../../../src/tui/compare/press-compare.ts';
import {runsSubject} from '../../../../src/tui/compare/runs-subject.ts';
import {deletion} from '../../../support/deletion-sample.ts';
import {run} from '../../../support/run.ts';

const subject = ((): CompareSubject => {
  const [a, b] = [
    [
      '0s start',
      '1s asked tell_people',
      '9s succeeded tell_people',
      '9s began stop_writes',
      '60s succeeded stop_writes',
    ],
    ['0s start', '1s asked tell_people', '9s succeeded tell_people', '9s skipped stop_writes it is down'],
  ].map(timeline => {
    const {state, lastMs} = run(deletion, timeline);
    return {state, nowMs: lastMs};
  });
  if (!a || !b) {
    throw new Error('two runs');
  }
  const output = (): readonly string[] => [];
  return runsSubject(compareRuns(a, b), {outputA: output, outputB: output});
})();

/** The view after these keys, pressed one by one. */
const after = (...keys: readonly string[]): CompareView =>
  keys.reduce(
    (view, name) => pressCompare(view, {kind: 'key', name, text: ''}, {subject, pageLines: 5}).view,
    freshCompareView,
  );

const effectOf = (view: CompareView, name: string): string | undefined =>
  pressCompare(view, {kind: 'key', name, text: ''}, {subject, pageLines: 5}).effect;

test('the cursor stays in the list', () => {
  expect(after('up').at).toBe(0);
  expect(after('down', 'down').at).toBe(2);
  expect(after('page-down').at).toBe(5);
  expect(after('end', 'down').at).toBe(subject.comparison.steps.length - 1);
  expect(after('end', 'home').at).toBe(0);
});

test('the largest differences come first on a key, and the order of the page on the same key again', () => {
  expect(rowsOf(subject, after('d')).map(({a}) => a?.path)).toEqual(['stop_writes']);
  expect(after('d', 'd').order).toBe('page');
});

test('one key leads to where they part, from whatever order', () => {
  const view = after('end', 'd', 'p');
  expect(rowsOf(subject, view)[view.at]?.a?.path).toBe('stop_writes');
});

test('a step opens, scrolls and closes, and the list is as it was', () => {
  const open = after('down', 'enter', 'page-down');
  expect(open).toMatchObject({page: 'step', at: 1, scroll: 5});
  expect(after('down', 'enter', 'page-down', 'escape')).toEqual(after('down'));
});

test('both are shown at the next moment and the one before, counted from their clocks, and then as they ended', () => {
  expect(after('right').momentMs).toBe(301_000);
  expect(after('right', 'right').momentMs).toBe(309_000);
  expect(after('right', 'right', 'left').momentMs).toBe(301_000);
  expect(after('left').momentMs).toBe(360_000);
  expect(after('left', 'right').momentMs).toBeNull();
  expect(after('right', 'escape').momentMs).toBeNull();
});

test('leaving is possible from every page, and nothing else leaves', () => {
  for (const keys of [[], ['enter'], ['s'], ['?']]) {
    expect(effectOf(after(...keys), 'q')).toBe('leave');
    expect(effectOf(after(...keys), 'ctrl-c')).toBe('leave');
    expect(effectOf(after(...keys), 'escape')).toBeUndefined();
  }
});

test('a paste and an unknown key change nothing', () => {
  expect(pressCompare(freshCompareView, {kind: 'paste', text: 'q'}, {subject, pageLines: 5})).toEqual({
    view: freshCompareView,
  });
  expect(after('x')).toEqual(freshCompareView);
});
