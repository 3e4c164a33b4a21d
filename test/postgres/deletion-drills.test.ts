/** The drills of the deletion runbooks: each breaks a real cluster, cures it, and is judged by an oracle of its own. */
import {expect, test} from 'vitest';
import {expectNothingLeft, findingsOf} from '../support/drills.ts';
import {makeDesk} from '../support/lifeboat.ts';

const isCi = process.env.CI === 'true';

const drills = [
  'dropped-table:with_everything_that_points_at_it',
  'dropped-table',
  'truncated-table',
  'bad-update',
  'bad-update:writes_stopped',
  'dropped-database',
  'accidental-deletion:delayed_standby',
  'accidental-deletion:dump',
  'accidental-deletion:another_moment',
] as const;

// The first has the most to bring back; the others wait for a machine that has time.
test.each(isCi ? drills : drills.slice(0, 1))('%s', {timeout: 240_000}, async name => {
  const desk = makeDesk();
  const {code, stdout, stderr} = await desk.lifeboat(['drill', name, '--auto', '--scale', '1000']);
  expect({code, stderr, failed: findingsOf(desk).filter(({ok}) => !ok)}).toEqual({code: 0, stderr: '', failed: []});
  expect(stdout).toContain('The drill passed.');
  expectNothingLeft(desk);
});
