/** The proof sheet: claims that hold, that do not, and that nobody can know before a run. */
import {expect, test} from 'vitest';
import {type Claim, proofOf} from '../../../src/runbook/proof.ts';
import type {Runbook, Step} from '../../../src/runbook/runbook.ts';
import {
  approvalStep,
  branch,
  checkStep,
  commandStep,
  decisionStep,
  endStep,
  milestoneStep,
  runbookOf,
} from '../../support/model.ts';

const rest = [milestoneStep('restored'), endStep('finish')];
const claims = (steps: readonly Step[], extra: Partial<Runbook> = {}, holds?: Claim['holds']): readonly string[] =>
  proofOf(runbookOf([...steps, ...rest], extra), {plan: undefined, waivers: []})
    .parts.flatMap(part => part.claims)
    .filter(claim => holds === undefined || claim.holds === holds)
    .map(({says}) => says);
const wipe = commandStep('wipe', ['wipe'], {
  effects: 'destructive',
  pointOfNoReturn: true,
  estimate: {p50Ms: 60_000, p90Ms: 60_000},
});

test('what guards a destructive step is named, nearest first, and only where it does on every way', () => {
  const guarded = claims([checkStep('look'), approvalStep('go'), wipe], {}, 'proved');
  expect(guarded).toContain('wipe is checked before on every way: look.');
  expect(guarded).toContain('wipe is agreed to before on every way: go.');

  const perhaps = claims(
    [decisionStep('which', [branch('careful', [checkStep('look')]), branch('quick', [])]), wipe],
    {},
    'not-proved',
  );
  expect(perhaps).toContain('wipe is checked before on every way.');
});

test('what one destructive step used up guards no other', () => {
  const second = commandStep('wipe_again', ['wipe'], {effects: 'destructive', pointOfNoReturn: true});
  expect(claims([checkStep('look'), approvalStep('go'), wipe, second], {}, 'not-proved')).toEqual(
    expect.arrayContaining([
      'wipe_again is checked before on every way.',
      'wipe_again is agreed to before on every way.',
    ]),
  );
});

test('the longest way is held against the RTO', () => {
  const slow = {estimate: {p50Ms: 7_200_000, p90Ms: 7_200_000}};
  expect(claims([commandStep('restore', [], slow)], {}, 'not-proved')).toContain(
    'The longest way to service_restored takes 2 h 00 min (p90), longer than the RTO of 1 h 00 min.',
  );
  expect(claims([commandStep('restore', [], slow)], {objectives: {rtoMs: null}}, 'open')).toContain(
    'The longest way to service_restored takes 2 h 00 min (p90); there is no RTO.',
  );
});

test('what changes something says how it is taken back, or that nobody knows', () => {
  const said = claims([
    commandStep('lend', [], {undo: {kind: 'command', run: ['give_back'], env: {}}}),
    commandStep('write', []),
    wipe,
    checkStep('look'),
  ]);
  expect(said).toEqual(
    expect.arrayContaining([
      'lend is undone by its command.',
      'write can be undone: it does not say how, so a person is asked.',
      'wipe is a point of no return: once it is done nobody goes back over it.',
    ]),
  );
  expect(said.filter(words => words.startsWith('look'))).toEqual([]);
});
