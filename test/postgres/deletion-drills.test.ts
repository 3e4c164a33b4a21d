/** The drill with the most to bring back: a table that others point at is dropped with all that hangs on it, on a real cluster. */
import {expect, test} from 'vitest';
import {expectNothingLeft, findingsOf} from '../support/drills.ts';
import {makeDesk} from '../support/lifeboat.ts';

// The others are drilled in the full suite, all in one go: every-drill-of-deletion.test.ts.
test('a dropped table comes back with its rows, its indexes and the references of others', {
  timeout: 240_000,
}, async () => {
  const desk = makeDesk();
  const drill = 'dropped-table:with_everything_that_points_at_it';
  const {code, stdout, stderr} = await desk.lifeboat(['drill', drill, '--auto', '--scale', '1000']);
  expect({code, stderr, failed: findingsOf(desk).filter(({ok}) => !ok)}).toEqual({code: 0, stderr: '', failed: []});
  expect(stdout).toContain('The drill passed.');
  expectNothingLeft(desk);
});
