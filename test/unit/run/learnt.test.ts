/** Estimates that runs teach: from how many on, and where they stand in an outline. */
import {expect, test} from 'vitest';
import {learntFrom, learntIn, type Measured, withLearnt} from '../../../src/run/learnt.ts';
import {deletion} from '../../support/deletion-sample.ts';

test('of several runs the middle one counts, nine of ten do not exceed the late one, and the first is the last that was run', () => {
  expect(learntFrom([])).toBeNull();
  expect(learntFrom([9_000, 1_000, 2_000])).toEqual({p50Ms: 2_000, p90Ms: 9_000, lastMs: 9_000, runs: 3});
  const ten = [5, 1, 2, 3, 4, 6, 7, 8, 9, 100].map(seconds => seconds * 1_000);
  expect(learntFrom(ten)).toEqual({p50Ms: 5_000, p90Ms: 9_000, lastMs: 5_000, runs: 10});
});

const measured = (runs: number): Measured => ({p50Ms: 30_000, p90Ms: 45_000, lastMs: 20_000, runs});

test('three runs replace the estimate of a step, also inside a branch; two do not', () => {
  const outline = withLearnt(
    deletion.outline,
    new Map([
      ['stop_writes', measured(3)],
      ['choose_path:last_dump/load_dump', measured(4)],
      ['put_back', measured(2)],
    ]),
  );
  const [, stop, choose, , putBack] = outline.steps;
  expect(stop).toMatchObject({estimate: {p50Ms: 30_000, p90Ms: 45_000}, learntFrom: 3});
  expect(choose?.branches?.[1]?.steps[0]).toMatchObject({estimate: {p50Ms: 30_000, p90Ms: 45_000}, learntFrom: 4});
  expect(putBack).toEqual(deletion.outline.steps[4]);
});

test('what an outline was taught can be read from it, and taught to another one', () => {
  const learnt = new Map([['choose_path:last_dump/load_dump', measured(3)]]);
  const outline = withLearnt(deletion.outline, learnt);
  expect([...learntIn(outline).keys()]).toEqual(['choose_path:last_dump/load_dump']);
  expect(withLearnt(deletion.outline, learntIn(outline))).toEqual(outline);
  expect(withLearnt(deletion.outline, new Map())).toBe(deletion.outline);
});
