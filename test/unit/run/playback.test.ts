/** A record as a session. */
import {expect, test} from 'vitest';
import type {Fact} from '../../../src/run/event.ts';
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

test('going back and on again repeats nothing: what the later facts say is told once', () => {
  const [start, ...rest] = facts;
  const handed: Fact = {
    ...(start as Fact),
    ...{type: 'handed-over', role: 'executor', from: 'sam', to: 'ada'},
  };
  const record = [start as Fact, handed, ...rest].map((fact, seq): Fact => ({...fact, seq}));
  const session = playback({outline: deletion.outline, facts: record, output: () => [], words: () => ''}, 0);
  const handovers = [0, 99, 0, 99, 1, 99].map(position => {
    session.playback.seek(position);
    return session.state().handovers.length;
  });
  expect(handovers).toEqual([0, 1, 0, 1, 0, 1]);
});

test('nothing that an attempt printed is there before the fact that ends it, however it is read', () => {
  const text = Buffer.from('alter role\n');
  const printed = {bytes: () => text.length, read: () => text};
  const session = playback(
    {outline: deletion.outline, facts, output: () => ['alter role'], words: () => '', printed: () => printed},
    0,
  );
  const ending = facts.findIndex(({type}) => type === 'failed') + 1;
  const read = (position: number) => {
    session.playback.seek(position);
    return {
      lines: session.output('stop_writes', 1),
      bytes: session.printed?.('stop_writes', 1).bytes(),
      isNow: session.playback.now().printedAt('stop_writes', 1)?.isNow,
    };
  };
  expect(read(ending - 1)).toEqual({lines: [], bytes: 0, isNow: false});
  expect(read(ending)).toEqual({lines: ['alter role'], bytes: text.length, isNow: true});
});

test('what an attempt printed that no fact ends is known where the record ends', () => {
  const {facts} = run(deletion, ['0s start', '5m began stop_writes', '6m noted the disk is slow']);
  const session = playback(
    {outline: deletion.outline, facts, output: () => ['alter role'], words: () => ''},
    facts.length - 1,
  );
  expect(session.output('stop_writes', 1)).toEqual([]);
  expect(session.playback.now().printedAt('stop_writes', 1)).toEqual({isNow: false});
  session.playback.seek(facts.length);
  expect(session.output('stop_writes', 1)).toEqual(['alter role']);
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
