/** Which nodes and lines each part of the language becomes. */
import {expect, test} from 'vitest';
import {clustersOf, type Graph, nodesOf} from '../../../src/graph/graph.ts';
import {graphOf} from '../../../src/graph/graph-of.ts';
import {drawnEdges} from '../../../src/graph/node-lines.ts';
import type {Step} from '../../../src/runbook/runbook.ts';
import {
  approvalStep,
  branch,
  commandStep,
  decisionStep,
  endStep,
  foreachStep,
  groupStep,
  includeStep,
  instructionStep,
  milestoneStep,
  parallelStep,
  repeatStep,
  runbookOf,
} from '../../support/model.ts';

const drawn = (...steps: readonly Step[]): Graph => graphOf(runbookOf([...steps, endStep('finish')]));

/** Every line as `from → to (kind: label)`. */
const linesOf = (graph: Graph): readonly string[] =>
  drawnEdges(graph).map(
    ({from, to, kind, label}) => `${from} → ${to} (${kind}${label === undefined ? '' : `: ${label}`})`,
  );

const nodeAt = (graph: Graph, id: string) => nodesOf(graph.items).find(node => node.id === id);

test('a line of steps is a line of nodes, from the start to the end', () => {
  const graph = drawn(commandStep('stop_writes'), milestoneStep('restored'));
  expect(linesOf(graph)).toEqual([
    '$start → stop_writes (next)',
    'stop_writes → restored (next)',
    'restored → finish (next)',
  ]);
  expect(nodesOf(graph.items).map(({shape}) => shape)).toEqual(['start', 'action', 'milestone', 'end']);
});

test('a decision leads into its branches, past the empty ones, away with a jump, and to an end', () => {
  const graph = drawn(
    decisionStep('which', [
      branch('restore', [commandStep('restore_dump')]),
      branch('nothing', []),
      branch('later', [], {goto: 'tell'}),
      branch('stop', [], {end: 'escalated'}),
    ]),
    commandStep('compare'),
    instructionStep('tell'),
  );
  expect(linesOf(graph)).toEqual([
    '$start → which$ask (next)',
    'which$ask → which:restore/restore_dump (choice: Take restore)',
    'which:restore/restore_dump → compare (next)',
    'which$ask → compare (choice: Take nothing)',
    'which$ask → tell (goto: Take later)',
    'which$ask → which:stop$end (choice: Take stop)',
    'compare → tell (next)',
    'tell → finish (next)',
  ]);
  expect(nodeAt(graph, 'which:stop$end')?.outcome).toBe('escalated');
});

test('a parallel parts and meets, and so does a group in any order, where people pick', () => {
  const graph = drawn(
    parallelStep('both', [branch('disk', [commandStep('grow')]), branch('people', [])], {atOnce: 1}),
    groupStep('look', [instructionStep('logs'), instructionStep('graphs')], {order: 'any'}),
  );
  expect(linesOf(graph)).toEqual([
    '$start → both$fork (next)',
    'both$fork → both:disk/grow (next)',
    'both:disk/grow → both$join (next)',
    'both$fork → both$join (next)',
    'both$join → look$fork (next)',
    'look$fork → look/logs (next)',
    'look/logs → look$join (next)',
    'look$fork → look/graphs (next)',
    'look/graphs → look$join (next)',
    'look$join → finish (next)',
  ]);
  expect(nodeAt(graph, 'both$fork')?.title).toBe('1 at a time');
  expect(graph.edges.filter(({from}) => from === 'look$fork').map(({event}) => event)).toEqual([
    'picked:logs',
    'picked:graphs',
  ]);
});

test('a loop over a list goes back to its head for the next item, also where an item is given up', () => {
  const graph = drawn(foreachStep('share', [commandStep('check')], {onItemFailure: 'continue', atOnce: 4}));
  expect(linesOf(graph)).toEqual([
    '$start → share$items (next)',
    'share$items → share/check (next: each item)',
    'share/check → share$items (back: next item)',
    'share/check → share$items (failure: it fails: the item is given up)',
    'share$items → finish (next: all done)',
  ]);
  expect(nodeAt(graph, 'share$items')).toMatchObject({
    title: "for each of ['eu', 'us', 'ap']",
    notes: ['4 at a time'],
  });
  expect(nodeAt(graph, 'share/check')?.hold).toBeUndefined();
});

test('a step with each is a loop of its own, and as a whole does what its author says of a failure', () => {
  const graph = drawn(
    commandStep('restart', undefined, {
      each: {in: 'inputs.hosts', atOnce: 2, onItemFailure: 'hold'},
      onFailure: {do: 'goto', step: 'give_up'},
    }),
    endStep('served'),
    endStep('give_up', 'escalated'),
  );
  expect(linesOf(graph)).toEqual([
    '$start → restart$items (next)',
    'restart$items → restart (next: each item)',
    'restart → restart$items (back: next item)',
    'restart → restart$items (failure: it fails: the item is given up)',
    'restart$items → served (next: all done)',
    'restart$items → give_up (failure: an item fails)',
  ]);
});

test('a repeat asks after each round, with its bound, and holds or leads on when that is used up', () => {
  const graph = drawn(
    repeatStep('until_quiet', [instructionStep('look')], {max: 5, onExhausted: {do: 'goto', step: 'give_up'}}),
    endStep('quiet'),
    endStep('give_up', 'escalated'),
  );
  expect(linesOf(graph)).toEqual([
    '$start → until_quiet/look (next)',
    'until_quiet$rounds → quiet (next: done)',
    'until_quiet$rounds → until_quiet/look (back: another round)',
    'until_quiet$rounds → give_up (failure: not done after 5 rounds)',
    'until_quiet/look → until_quiet$rounds (next)',
  ]);
  expect(nodeAt(graph, 'until_quiet$rounds')?.notes).toEqual(['at most 5 rounds']);
});

test('what is included is a cluster of its own: its ends lead on, and one that has failed goes the way of the step', () => {
  const child = runbookOf([
    decisionStep('seen', [branch('yes', []), branch('no', [], {end: 'escalated'})]),
    endStep('told', 'no-action'),
  ]);
  const held = drawn(includeStep('tell', child));
  expect(linesOf(held)).toEqual([
    '$start → tell/seen$ask (next)',
    'tell/seen$ask → tell/told (choice: Take yes)',
    'tell/seen$ask → tell/seen:no$end (choice: Take no)',
    'tell/seen:no$end → tell$failed (failure: it ends escalated)',
    'tell/told → finish (next)',
  ]);
  expect(nodeAt(held, 'tell$failed')).toMatchObject({shape: 'held', hold: {again: 'tell/seen$ask', past: 'finish'}});
  const goesOn = drawn(includeStep('tell', child, {onFailure: {do: 'continue'}}));
  expect(linesOf(goesOn)).toContain('tell/seen:no$end → finish (failure: it ends escalated)');
  expect(clustersOf(goesOn.items).find(({kind}) => kind === 'include')?.notes).toEqual([
    'includes lost-tickets, version 1.0.0',
  ]);
});

test('a failure holds, goes on, ends the run, jumps, or proposes the way back', () => {
  const failing = (onFailure: Step['onFailure']) =>
    drawn(commandStep('before'), commandStep('risky', undefined, {onFailure}), commandStep('after'));
  const linesFrom = (graph: Graph) => linesOf(graph).filter(line => line.startsWith('risky'));
  expect(linesFrom(failing({do: 'hold'}))).toEqual(['risky → after (next)']);
  expect(nodeAt(failing({do: 'hold'}), 'risky')?.hold).toEqual({
    after: ['failed'],
    again: 'risky',
    past: 'after',
    moves: ['skipped', 'overridden'],
  });
  expect(linesFrom(failing({do: 'continue'}))).toEqual(['risky → after (next: also when it fails)']);
  expect(linesFrom(failing({do: 'abort'}))).toEqual(['risky → after (next)', 'risky → $aborted (failure: it fails)']);
  expect(linesFrom(failing({do: 'goto', step: 'finish'}))).toContain('risky → finish (failure: it fails)');
  expect(linesFrom(failing({do: 'undo_to', step: 'before', then: 'finish'}))).toEqual([
    'risky → after (next)',
    'risky → before (undo: it fails: undo back to here)',
    'risky → finish (undo: after the undo)',
  ]);
});

test('an approval leads on with go, and its no-go where the author says', () => {
  const graph = drawn(approvalStep('may_we', 2, {onNoGo: {do: 'goto', step: 'leave_it'}}), endStep('leave_it'));
  expect(linesOf(graph)).toEqual(['$start → may_we (next)', 'may_we → leave_it (next: go, also when no-go)']);
  expect(nodeAt(graph, 'may_we')).toMatchObject({notes: ['2 of approver'], hold: {after: ['failed'], moves: []}});
});

test('what may be passed by says when, and a line leads past it where it would lead elsewhere itself', () => {
  const graph = drawn(
    commandStep('optional', undefined, {when: 'inputs.deep'}),
    groupStep('more', [commandStep('inner')], {when: 'inputs.deep'}),
    endStep('early', 'no-action', {when: 'inputs.deep'}),
  );
  expect(linesOf(graph)).toEqual([
    '$start → optional (next)',
    'optional → more$when (next)',
    'more$when → more/inner (next)',
    'more$when → early (passed: else)',
    'more/inner → early (next)',
    'early → finish (passed: else)',
  ]);
  expect(nodeAt(graph, 'optional')).toMatchObject({isConditional: true, notes: ['only when inputs.deep']});
});

test('destructive steps and points of no return are marked in words', () => {
  const graph = drawn(commandStep('drop', undefined, {effects: 'destructive', pointOfNoReturn: true}));
  expect(nodeAt(graph, 'drop')?.marks).toEqual(['destructive', 'point of no return']);
});

test('steps below a heading stand in a section; what is inside a group belongs to the section around it', () => {
  const graph = drawn(
    commandStep('look', undefined, {heading: 'Look', phase: 'activation'}),
    groupStep('mend', [commandStep('inner', undefined, {heading: 'Mend'})], {heading: 'Mend'}),
  );
  const sections = clustersOf(graph.items).filter(({kind}) => kind === 'section');
  expect(sections.map(({title, notes}) => [title, ...notes])).toEqual([['Look', 'activation'], ['Mend']]);
});
