/** Every order in which steps finish and intents arrive, in runbooks that are small enough for all of them. */
import {expect, test} from 'vitest';
import type {Intent} from '../../src/run/intent.ts';
import {done, failedWith, lost} from '../support/fake-runners.ts';
import {type Explored, explore} from '../support/interleavings.ts';
import {approvalStep, branch, commandStep, endStep, foreachStep, parallelStep, runbookOf} from '../support/model.ts';
import type {OpenEngine} from '../support/open-engine.ts';

const reason = 'it was on fire';
const finish = endStep('finish');
const undo = {kind: 'command', run: ['/bin/undo'], env: {}} as const;

/** What a person may say of what is held or unknown, so that every way has an end. */
const goOn = (run: OpenEngine): readonly Intent[] =>
  run.engine.prompts().flatMap(({step, kind}): readonly Intent[] => {
    if (kind === 'held') {
      return [{intent: 'override', step, reason}];
    }
    return kind === 'unknown'
      ? (['done', 'failed'] as const).map(value => ({intent: 'resolve', step, value, reason}))
      : [];
  });

const outcomesOf = ({ends}: Explored): readonly string[] =>
  [...new Set(ends.map(end => end.slice(0, end.indexOf(':'))))].toSorted();

test('two branches: whichever finishes first and however, both are over before the run goes on, and nothing destroys beside a hold', async () => {
  const explored = await explore({
    runbook: runbookOf([
      parallelStep('estate', [
        branch('primary', [commandStep('stop'), commandStep('wipe', ['/bin/true'], {effects: 'destructive'})]),
        branch('standby', [commandStep('promote')]),
      ]),
      commandStep('tell'),
      finish,
    ]),
    verdicts: [done, failedWith(3), lost()],
    intents: goOn,
  });
  expect(explored.broken).toEqual([]);
  expect(outcomesOf(explored)).toEqual(['recovered', 'recovered-with-exceptions']);
});

test('a loop, two items at a time: in every order each item is done once, and one that fails is given up alone', async () => {
  const explored = await explore({
    runbook: runbookOf([
      foreachStep('share', [commandStep('copy'), commandStep('check_rows')], {atOnce: 2, onItemFailure: 'continue'}),
      finish,
    ]),
    verdicts: [done, failedWith(3)],
    intents: goOn,
  });
  expect(explored.broken).toEqual([]);
  // Each of three items is done, or fails at its first or its second step.
  expect(explored.ends).toHaveLength(27);
});

test('a go or a no-go beside a running step: neither waits for the other, and both are over at the end', async () => {
  const explored = await explore({
    runbook: runbookOf([
      parallelStep('estate', [
        branch('restore', [commandStep('restore')]),
        branch('gate', [approvalStep('may_we'), commandStep('open_traffic')]),
      ]),
      finish,
    ]),
    verdicts: [done, failedWith(3)],
    intents: run => [
      ...goOn(run).filter(({step}) => run.state.steps.get(step ?? '')?.outline.kind !== 'approval'),
      ...run.engine
        .prompts()
        .flatMap(({step, kind, moves}): readonly Intent[] => {
          const gate: readonly Intent[] = [
            {intent: 'approve', step, actor: 'Dana Fox'},
            {intent: 'reject', step, reason},
          ];
          return kind === 'approval'
            ? gate
            : moves.includes('retry') && step.endsWith('may_we')
              ? [{intent: 'retry', step}]
              : [];
        })
        .filter(({intent}) => intent !== 'retry' || (run.state.steps.get('estate:gate/may_we')?.attempt ?? 0) < 3),
      {intent: 'abort', reason},
    ],
  });
  expect(explored.broken).toEqual([]);
  expect(outcomesOf(explored)).toEqual(['aborted', 'recovered-with-exceptions']);
});

test('a stop beside finishing: what is stopped is over, held or unknown, and is never tried again by itself', async () => {
  const retry = {attempts: 3, delayMs: 0, backoff: 1};
  const explored = await explore({
    runbook: runbookOf([commandStep('copy', ['/bin/true'], {idempotent: true, retry}), commandStep('swap'), finish]),
    verdicts: [done, failedWith(3), lost()],
    intents: run => [
      ...goOn(run),
      ...run.runners.onHold().map((name): Intent => ({intent: 'stop', step: name.slice(0, name.indexOf('#')), reason})),
    ],
  });
  expect(explored.broken).toEqual([]);
  expect(outcomesOf(explored)).toEqual(['recovered', 'recovered-with-exceptions']);
});

test('an abort and a pause beside finishing: nothing begins in a pause, and a run that ended stays ended', async () => {
  const explored = await explore({
    runbook: runbookOf([
      parallelStep('estate', [branch('primary', [commandStep('stop')]), branch('standby', [commandStep('promote')])]),
      commandStep('tell'),
      finish,
    ]),
    verdicts: [done, failedWith(3)],
    intents: run => [
      ...goOn(run),
      {intent: 'abort', reason},
      run.state.paused ? {intent: 'continue'} : {intent: 'pause', reason},
    ],
  });
  expect(explored.broken).toEqual([]);
  expect(outcomesOf(explored)).toEqual(['aborted', 'recovered', 'recovered-with-exceptions']);
});

test('an undo beside a branch: it begins only when nothing acts, and what goes on beside it stays done', async () => {
  const explored = await explore({
    runbook: runbookOf([
      parallelStep('estate', [
        branch('primary', [commandStep('fence', ['/bin/true'], {undo}), commandStep('promote', ['/bin/true'], {undo})]),
        branch('pooler', [commandStep('point', ['/bin/true'], {undo})]),
      ]),
      finish,
    ]),
    verdicts: [done, failedWith(3)],
    intents: run => [
      ...goOn(run),
      ...run.engine
        .prompts()
        .filter(({moves, attempt}) => moves.includes('undo_to') && attempt < 3)
        .map(
          ({step}): Intent => ({
            intent: 'undo_to',
            step,
            value: step.includes(':primary') ? 'estate:primary/fence' : step,
            reason,
          }),
        ),
    ],
  });
  expect(explored.broken).toEqual([]);
  expect(outcomesOf(explored)).toEqual(['recovered', 'recovered-with-exceptions']);
});
