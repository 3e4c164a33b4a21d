/** Where no place takes the record the engine stands still and asks; without anybody to ask it ends. */
import {expect, test} from 'vitest';
import {assert} from '../../../src/base/assert.ts';
import {createEndings} from '../../../src/engine/ending.ts';
import {createNoPlace} from '../../../src/engine/no-place.ts';
import {scan} from '../../../src/journal/chain.ts';
import {readRunJournal} from '../../../src/journal/run-journal.ts';
import {done, failedWith, fakeRunners} from '../../support/fake-runners.ts';
import {checkStep, commandStep, endStep, instructionStep, probe, runbookOf} from '../../support/model.ts';
import {settled, unplacedRun} from '../../support/unplaced-run.ts';

const full = 'The disk that holds the run is full.';

/** A journal whose disk is full, and what became of what waits in it. */
const stand = (ask?: () => Promise<boolean>) => {
  const done: string[] = [];
  const endings = createEndings(() => undefined);
  const noPlace = createNoPlace({
    endings,
    goOn: () => done.push('goes on'),
    unwritten: {
      offer: () => done.push('kept'),
      isThere: () => done.includes('kept'),
      hold: () => done.push('held'),
      drop: () => done.push('dropped'),
      lines: () => '',
    },
  });
  if (ask) {
    noPlace.onNoPlace(ask);
  }
  return {done, endings, noPlace};
};

test('whoever says yes has it held in memory first, and then it goes on', async () => {
  const {done, endings, noPlace} = stand(async () => true);
  noPlace.came(full);
  noPlace.came('a second write, while the question is open');
  expect(noPlace.asked()).toBe(full);
  await Promise.resolve();
  expect({done, asked: noPlace.asked(), ending: endings.how()}).toEqual({
    done: ['kept', 'held', 'goes on'],
    asked: undefined,
    ending: undefined,
  });
});

test('whoever says no ends it here, with the sentence of the disk', async () => {
  const {done, endings, noPlace} = stand(async () => false);
  noPlace.came(full);
  expect(await endings.ended).toEqual({why: 'journal', reason: full});
  expect(done).toEqual(['kept', 'dropped']);
});

test('where nobody can be asked it ends at once', async () => {
  const {endings, noPlace} = stand();
  noPlace.came(full);
  expect(noPlace.asked()).toBeUndefined();
  expect(await endings.ended).toEqual({why: 'journal', reason: full});
});

test('somebody who leaves instead of answering ends it, and an answer that comes too late changes nothing', async () => {
  const late = Promise.withResolvers<boolean>();
  const {done, endings, noPlace} = stand(() => late.promise);
  noPlace.came(full);
  noPlace.giveUp();
  late.resolve(true);
  await late.promise;
  expect(await endings.ended).toEqual({why: 'journal', reason: full});
  expect(done).toEqual(['kept', 'dropped']);
});

const byHand = runbookOf([
  instructionStep('look'),
  checkStep('is_up', {onFailure: {do: 'continue'}}),
  commandStep('restart', [], {requires: [probe('safe')], onFailure: {do: 'continue'}}),
  instructionStep('open_doors', [], {verify: [probe('doors_open')], onFailure: {do: 'abort'}}),
  endStep('finish'),
]);

test('by hand no program starts and no probe is asked, and what would have is held, whatever its on_failure says', async () => {
  const run = unplacedRun({runbook: byHand});
  await settled();
  run.room.isThere = false;
  run.say({intent: 'done', step: 'look'});
  await settled();
  expect(run.told().slice(-3)).toEqual(['began is_up', 'degraded', 'failed is_up']);
  for (const step of ['is_up', 'restart']) {
    expect(run.state.steps.get(step)).toMatchObject({
      status: 'held',
      reason: expect.stringContaining('nothing was started'),
    });
    run.say({intent: 'override', step, reason: 'Sam looked and did it by hand'});
    await settled();
  }
  run.say({intent: 'done', step: 'open_doors'});
  await settled();
  expect(run.state.steps.get('open_doors')?.status).toBe('held');
  expect({performed: run.runners.log, probed: run.told().filter(told => told.startsWith('probed'))}).toEqual({
    performed: [],
    probed: [],
  });

  run.room.isThere = true;
  run.say({intent: 'override', step: 'open_doors', reason: 'They stand open'});
  await settled();
  expect(run.state).toMatchObject({status: 'ended', degraded: {where: 'run-directory'}});
  expect(run.engine.seal([]).ok).toBe(true);
  run.journal.close();
  const {facts, end} = scan(bytesOf(run.path));
  expect({end: end.kind, seqs: facts.map(({seq}) => seq)}).toEqual({
    end: 'whole',
    seqs: facts.map((_fact, seq) => seq),
  });
});

test('while the question is open nothing starts, not even the next look of a check that is at work', async () => {
  const answer = Promise.withResolvers<boolean>();
  const check = checkStep('is_up');
  assert(check.kind === 'check', 'a check is one');
  const patient = {...check, probe: {...check.probe, withinMs: 600_000, everyMs: 5_000}};
  const runbook = runbookOf([patient, endStep('finish')]);
  const runners = fakeRunners({verdict: () => failedWith(1)});
  const run = unplacedRun({runbook, runners, ask: () => answer.promise});
  await settled();
  run.room.isThere = false;
  run.say({intent: 'note', value: 'The venue was called'});
  const before = runners.log.length;
  for (let look = 0; look < 5; look += 1) {
    run.clock.pass(5_000);
    await settled();
  }
  answer.resolve(true);
  await settled();
  expect(runners.log.length).toBe(before);
  expect(run.state.steps.get('is_up')?.status).toBe('held');
});

test('what came while the question was open is told behind what was said about it, as it stands in the record', async () => {
  const answer = Promise.withResolvers<boolean>();
  const runners = fakeRunners({verdict: () => 'hold'});
  const runbook = runbookOf([commandStep('dump'), instructionStep('call'), endStep('finish')]);
  const run = unplacedRun({runbook, runners, ask: () => answer.promise});
  await settled();
  run.room.isThere = false;
  run.say({intent: 'note', value: 'The venue was called'});
  runners.settle('dump#1', done);
  await settled();
  answer.resolve(true);
  await settled();
  const seqs = run.facts.map(({seq}) => seq);
  expect(seqs).toEqual(seqs.toSorted((one, other) => one - other));
  expect(run.told()).toContain('asked call');
});

test('nobody is asked by a run that is being left, or that has ended', async () => {
  let asked = 0;
  const ask = async () => {
    asked += 1;
    return true;
  };
  const runbook = runbookOf([instructionStep('look'), endStep('finish')]);
  const left = unplacedRun({runbook, ask});
  await settled();
  left.room.isThere = false;
  left.engine.leave('Ctrl-C');
  expect((await left.engine.stopped).why).toBe('journal');

  const ended = unplacedRun({runbook, ask});
  await settled();
  ended.say({intent: 'done', step: 'look'});
  await settled();
  ended.room.isThere = false;
  expect(ended.engine.seal([]).ok).toBe(false);
  expect(asked).toBe(0);
});

test('until the outcome of a program is in a place, what it left is needed', async () => {
  const run = unplacedRun({runbook: byHand, ask: async () => false});
  await settled();
  expect(run.engine.isOffRecord()).toBe(false);
  run.room.isThere = false;
  run.say({intent: 'done', step: 'look'});
  expect(run.engine.isOffRecord()).toBe(true);
  await settled();
  // It was given up: a resume will ask for it.
  expect(run.engine.isOffRecord()).toBe(true);
});

const bytesOf = (path: string): Buffer => {
  const read = readRunJournal(path);
  return read.ok ? read.value.bytes : Buffer.alloc(0);
};
