/** A record as a session. */
import {expect, test} from 'vitest';
import {fold} from '../../../src/run/fold.ts';
import {playback} from '../../../src/run/playback.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {plainState} from '../../support/plain-state.ts';
import {run, startMs} from '../../support/run.ts';

const {facts, lastMs} = run(deletion, [
  '0s start',
  '1m asked tell_people',
  '3m succeeded tell_people',
  '5m began stop_writes',
  '7m failed stop_writes no privilege',
]);
const open = (at?: number) =>
  playback({outline: deletion.outline, facts, output: () => ['alter role'], words: entries => `word ${entries}`}, at);

test('it opens at its end or where it is told to, and shows the time of then', () => {
  expect(open().state().steps.get('stop_writes')?.status).toBe('held');
  expect(open().nowMs()).toBe(lastMs);
  const early = open(3);
  expect(early.state().steps.get('tell_people')?.status).toBe('awaiting');
  expect(early.nowMs()).toBe(startMs + 60_000);
  expect(early.head()).toEqual({words: 'word 3', entries: 3});
});

test('wherever one seeks, forwards or back, the state is that of the facts so far', () => {
  const session = open();
  for (const position of [2, 5, 1, 6, 0, 4, 99]) {
    session.playback?.seek(position);
    const shown = Math.min(position, facts.length);
    expect(session.playback?.position()).toBe(shown);
    const [first] = facts;
    const known = first?.type === 'run-started' ? {run: first.run, objectives: first.objectives} : {};
    expect(plainState(session.state())).toEqual({
      ...fold(deletion.outline, facts.slice(0, shown)),
      mode: 'drill',
      ...known,
    });
  }
});

test('before its first fact a record knows which run it is and what it is held against', () => {
  const session = open(0);
  expect(session.state().startedAtMs).toBeUndefined();
  expect(session.state()).toMatchObject({run: open().state().run, objectives: open().state().objectives});
  expect(session.state().objectives.rtoMs).not.toBeNull();
});

test('a drill is a drill from the first frame on, and again when one goes back to it', () => {
  const drill = run(deletion, ['0s start'], {mode: 'drill'});
  const session = playback({outline: deletion.outline, facts: drill.facts, output: () => [], words: () => ''}, 0);
  expect(session.state()).toMatchObject({status: 'not-started', mode: 'drill'});
  session.playback?.seek(1);
  session.playback?.seek(0);
  expect(session.state()).toMatchObject({status: 'not-started', mode: 'drill'});
});

test('who listens hears of every seek, until they stop listening', () => {
  const session = open();
  let heard = 0;
  const stop = session.subscribe(() => {
    heard += 1;
  });
  session.playback?.seek(1);
  stop();
  session.playback?.seek(2);
  expect(heard).toBe(1);
  expect(session.version()).toBe(3);
});

test('questions of then are shown without a way to answer them', async () => {
  expect(open(3).prompts()).toMatchObject([{step: 'tell_people', kind: 'instruction', moves: []}]);
  expect(open().prompts()).toMatchObject([{step: 'stop_writes', kind: 'held', moves: []}]);
  expect(await open(3).send({intent: 'done'})).toEqual({
    accepted: false,
    why: 'This is a record; it cannot be changed.',
  });
});
