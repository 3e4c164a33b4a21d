/** The proof sheet: claims that hold, that do not, and that nobody can know before a run. */
import {expect, test} from 'vitest';
import {type Claim, proofOf} from '../../../../src/runbook/flow/proof.ts';
import type {DrillBlock, Runbook, Step} from '../../../../src/runbook/runbook.ts';
import {
  approvalStep,
  branch,
  checkStep,
  commandStep,
  decisionStep,
  endStep,
  foreachStep,
  includeStep,
  milestoneStep,
  parallelStep,
  runbookOf,
} from '../../../support/model.ts';

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

const guards = [checkStep('look'), approvalStep('go')];
const said = (steps: readonly Step[], holds: Claim['holds']): readonly string[] =>
  claims([...guards, ...steps, wipe], {}, holds).filter(
    words => words.startsWith('wipe is') && words.includes('before'),
  );

test('what an included runbook destroys uses up what was looked at before, however deep it is included', () => {
  const inner = runbookOf([
    checkStep('inner_look'),
    commandStep('drop', [], {effects: 'destructive'}),
    endStep('over'),
  ]);
  const outer = runbookOf([includeStep('again', inner), endStep('over')]);
  const harmless = runbookOf([commandStep('count'), endStep('over')]);

  expect(said([includeStep('other', outer)], 'not-proved')).toHaveLength(2);
  expect(said([includeStep('other', outer, {onFailure: {do: 'continue'}})], 'not-proved')).toHaveLength(2);
  expect(said([includeStep('other', harmless)], 'proved')).toEqual([
    'wipe is checked before on every way: look.',
    'wipe is agreed to before on every way: go.',
  ]);
});

test('branches are named in their order, and none that another branch has used up', () => {
  const drop = commandStep('drop', [], {effects: 'destructive'});
  const beside = (there: readonly Step[]) =>
    parallelStep('both', [
      branch('here', [checkStep('look_here'), checkStep('look_again')]),
      branch('there', [checkStep('look_there'), approvalStep('ask_there'), ...there]),
    ]);

  expect(said([beside([])], 'proved')).toEqual([
    'wipe is checked before on every way: look_there, look_again, look_here, look.',
    'wipe is agreed to before on every way: ask_there, go.',
  ]);
  expect(said([beside([drop])], 'not-proved')).toHaveLength(2);
  expect(said([beside([drop, checkStep('look_after')])], 'proved')).toEqual([
    'wipe is checked before on every way: look_after.',
  ]);
});

test('one destructive step for each item of a list has its look and its answer before the list', () => {
  const item = (steps: readonly Step[]): readonly string[] =>
    claims([...guards, foreachStep('each_copy', [...steps, {...wipe, id: 'remove'}])], {}, 'proved').filter(
      words => words.startsWith('remove is') && words.includes('before'),
    );
  expect(item([])).toEqual([
    'remove is checked before on every way: look.',
    'remove is agreed to before on every way: go.',
  ]);
  expect(item([{...wipe, id: 'remove_other'}])).toEqual([]);
});

test('where each way has a look of its own none is named', () => {
  const which = decisionStep('which', [branch('one', [checkStep('a')]), branch('other', [checkStep('b')])]);
  const proved = claims([which, approvalStep('go'), wipe], {}, 'proved');
  expect(proved).toContain('wipe is checked before on every way, on each by a step of its own.');
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

const drill: DrillBlock = {
  lab: 'postgres',
  dataset: {name: 'shop', scale: 1},
  inputs: {},
  answers: {},
  accept: [],
  keepsNewerWrites: true,
  variants: [],
};

test('a drill carries out what it does not simulate, and at a table nothing is carried out', () => {
  const carried = 'Every step is carried out as in an incident.';
  expect(claims([wipe], {drill}, 'proved')).toContain(carried);
  expect(claims([{...wipe, drill: {do: 'skip'}}], {drill}, 'not-proved')).toContain(carried);

  const atTable = {drill: {...drill, lab: 'none'} as const};
  expect(claims([wipe], atTable)).not.toContain(carried);
  expect(claims([wipe], atTable, 'open')).toContain(
    'It is gone through at a table: nothing acts, looks or waits, and people say what they would do.',
  );
});

test('the robot knows only what it was told, whatever a step is called', () => {
  const ask = decisionStep('constructor', [branch('one', []), branch('other', [])]);
  expect(claims([ask], {drill}, 'not-proved')).toContain('The robot knows which way to take at constructor.');
  const told = {drill: {...drill, answers: {constructor: 'one'}}};
  expect(claims([ask], told, 'proved')).toContain('The robot knows which way to take at every decision.');
});
