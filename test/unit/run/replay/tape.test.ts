/** Where a replay stands, and how it plays. */
import {expect, test} from 'vitest';
import {makeCheckpoints} from '../../../../src/run/replay/checkpoints.ts';
import {openTape} from '../../../../src/run/replay/tape.ts';
import {runTimesOf} from '../../../../src/run/run-time.ts';
import {deletion} from '../../../support/deletion-sample.ts';
import {run, startMs} from '../../../support/run.ts';

const {facts} = run(deletion, [
  '0s start',
  '2s asked tell_people',
  '60s succeeded tell_people',
  '61s began stop_writes',
  '15m succeeded stop_writes',
]);

const open = (at = 0) =>
  openTape({times: runTimesOf(facts), checkpoints: makeCheckpoints({outline: deletion.outline, facts})}, at);

const secondsOf = (tape: ReturnType<typeof open>) => (tape.player().nowMs - startMs) / 1_000;

test('played as it happened, a fact is shown when its time has come, and the clock runs between them', () => {
  const tape = open();
  tape.act({do: 'play'});
  tape.pass(1_000);
  expect([tape.position(), secondsOf(tape)]).toEqual([2, 1]);
  tape.pass(1_000);
  expect([tape.position(), secondsOf(tape)]).toEqual([3, 2]);
  expect(tape.state().steps.get('tell_people')?.status).toBe('awaiting');
});

test('at a higher speed several facts come at once, and at the last one it stops', () => {
  const tape = open();
  for (let times = 0; times < 9; times += 1) {
    tape.act({do: 'speed', by: 1});
  }
  tape.act({do: 'play'});
  tape.pass(100);
  expect([tape.position(), secondsOf(tape)]).toEqual([5, 100]);
  tape.pass(1_000);
  expect([tape.position(), secondsOf(tape)]).toEqual([6, 900]);
  expect(tape.player().isPlaying).toBe(false);
});

test('from the end it plays from the start', () => {
  const tape = open(facts.length);
  tape.act({do: 'play'});
  expect([tape.position(), tape.player().isPlaying]).toEqual([0, true]);
});

test('moving by hand stops it, and a time between two facts is shown as such', () => {
  const tape = open();
  tape.act({do: 'play'});
  tape.act({do: 'go', to: {facts: 5, atMs: startMs + 300_000}});
  expect([tape.position(), secondsOf(tape), tape.player().isPlaying]).toEqual([5, 300, false]);
  expect(tape.pass(1_000)).toBe(false);
  tape.act({do: 'go', to: {facts: 99}});
  expect([tape.position(), secondsOf(tape)]).toEqual([6, 900]);
});

test('what looks the same is not drawn again', () => {
  const tape = open(5);
  tape.act({do: 'play'});
  expect([tape.pass(400), tape.pass(400), tape.pass(400)]).toEqual([false, false, true]);
});

test('cut silences are told until the next fact', () => {
  const tape = open(5);
  tape.act({do: 'silence'});
  tape.act({do: 'play'});
  tape.pass(100);
  expect(tape.player().skippedMs).toBe(838_400);
  tape.pass(600);
  expect([tape.position(), tape.player().skippedMs]).toEqual([6, 0]);
});
