/** When a run is sealed while it goes on: with what it seals in one write, seldom enough, and never later than a minute. */
import {expect, test} from 'vitest';
import {createSealing} from '../../../src/engine/sealing.ts';
import {headOf, scan} from '../../../src/journal/chain.ts';
import {openSessionKey} from '../../../src/journal/signing/session-key.ts';
import {freshKey} from '../../../src/journal/signing/signing-key.ts';
import {fakeRunners} from '../../support/fake-runners.ts';
import {commandStep, endStep, instructionStep, runbookOf} from '../../support/model.ts';
import {type OpenEngine, openEngine} from '../../support/open-engine.ts';

const steps = [instructionStep('call'), commandStep('copy'), instructionStep('look'), endStep('finish')];

const sealed = () => {
  const key = openSessionKey('a-run', 1, freshKey());
  return {run: openEngine(runbookOf(steps), {signHead: key.seal, runners: fakeRunners()}), key};
};

const writesOf = ({journal}: OpenEngine): readonly string[] =>
  journal.flushes.map(facts => facts.map(({type}) => type).join(' '));

test('what the journal records itself behind a seal is sealed within a minute, too', () => {
  const {run} = sealed();
  const noted = run.facts().slice(-1);
  const atUs = noted[0]?.monoUs ?? 0;
  const sealing = createSealing(run.journal.head, () => 'signed');
  sealing.now();
  expect(sealing.dueInMs(atUs)).toBeUndefined();
  sealing.unsealed(noted);
  expect(sealing.dueInMs(atUs + 10_000_000)).toBe(50_000);
});

test('quick steps are not sealed one by one', async () => {
  const {run} = sealed();
  run.say({intent: 'done', step: 'call'});
  await run.settled();
  expect(writesOf(run).join('\n')).not.toContain('sealed');
});

test('the end of a step is sealed with it in one write, once a second has passed since the last seal', async () => {
  const {run, key} = sealed();
  run.clock.pass(1_000);
  run.say({intent: 'done', step: 'call'});
  await run.settled();
  expect(writesOf(run).slice(-2)).toEqual(['succeeded began sealed', 'succeeded asked']);

  const seal = run.fact('sealed');
  const {hash} = headOf(
    scan(
      Buffer.from(
        run.journal
          .text()
          .split('\n')
          .slice(0, seal.entries)
          .map(line => `${line}\n`)
          .join(''),
      ),
    ),
  );
  expect(seal).toMatchObject({head: hash, entries: seal.seq, signature: key.seal({entries: seal.seq, hash})});
});

test.each([
  ['a pause', (run: OpenEngine) => run.say({intent: 'pause', reason: 'shift change'}), 'paused sealed'],
  [
    'a hand-over',
    (run: OpenEngine) => run.say({intent: 'handover', value: 'approver', actor: 'Grace Hopper'}),
    'handed-over sealed',
  ],
  ['leaving', (run: OpenEngine) => run.engine.leave('the operator left'), 'session-closed sealed'],
])('%s is sealed at once', (_what, does, write) => {
  const {run} = sealed();
  does(run);
  expect(writesOf(run).at(-1)).toBe(write);
});

test('what nothing follows is sealed after a minute, once, by a timer that keeps no program alive', () => {
  const {run} = sealed();
  const before = run.clock.waiting();
  run.say({intent: 'note', reason: 'the venue waits'});
  run.clock.pass(59_999);
  expect(writesOf(run).join('\n')).not.toContain('sealed');
  run.clock.pass(1);
  expect(writesOf(run).at(-1)).toBe('sealed');
  expect(run.clock.waiting()).toBe(before);
  run.clock.pass(600_000);
  expect(writesOf(run).filter(write => write.includes('sealed'))).toHaveLength(1);
});

test('a run that was left is not sealed any more', () => {
  const {run} = sealed();
  run.engine.leave('the operator left');
  const writes = writesOf(run);
  run.clock.pass(600_000);
  expect(writesOf(run)).toEqual(writes);
});

test('a run that has ended is sealed once, after what its judgement says', async () => {
  const {run} = sealed();
  run.say({intent: 'done', step: 'call'});
  await run.settled();
  run.clock.pass(2_000);
  run.say({intent: 'done', step: 'look'});
  expect(writesOf(run).at(-1)).toBe('succeeded run-ended');
  expect(run.engine.seal([{type: 'drill-judged', findings: [], passed: true, partial: false}]).ok).toBe(true);
  expect(writesOf(run).at(-1)).toBe('drill-judged sealed');
  expect(run.engine.conclude([{type: 'noted', text: 'one more thing'}])).toMatchObject({ok: false});
});

test('a run that nobody signs is sealed at its end alone, without a signature', async () => {
  const run = openEngine(runbookOf([commandStep('copy'), endStep('finish')]));
  await run.settled();
  run.engine.seal([]);
  expect(run.fact('sealed')).not.toHaveProperty('signature');
  expect(writesOf(run).filter(write => write.includes('sealed'))).toEqual(['sealed']);
});
