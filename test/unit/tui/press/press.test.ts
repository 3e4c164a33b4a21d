/** What keys do on the run screen, question by question. */
import {expect, test} from 'vitest';
import {momentOf} from '../../../../src/tui/moment.ts';
import {settle} from '../../../../src/tui/press/press.ts';
import {answered} from '../../../../src/tui/press/send.ts';
import {freshView, viewFor} from '../../../../src/tui/view.ts';
import {deletion} from '../../../support/deletion-sample.ts';
import {pressed, pressedOn} from '../../../support/pressed.ts';
import {replayed} from '../../../support/replayed.ts';
import {run} from '../../../support/run.ts';
import {toldSession} from '../../../support/told-session.ts';

const instruction = run(deletion, ['0s start', '1s asked tell_people']);
const allTicked = run(deletion, [
  '0s start',
  '1s asked tell_people',
  ...[0, 1, 2].map(index => `2s ticked tell_people ${index}`),
]);
const decision = run(deletion, ['0s start', '1s asked choose_path']);
const approval = run(deletion, ['0s start', '1s asked allow_repair']);
const confirmation = run(deletion, ['0s start', '1s asked put_back']);
const held = run(deletion, ['0s start', '1s began stop_writes', '3s failed stop_writes 2 sessions are left']);
const unknown = run(deletion, ['0s start', '1s began stop_writes', '3s unknown stop_writes the host restarted']);
const running = run(deletion, ['0s start', '1s began stop_writes']);

const at = (step: string) => ({step, attempt: 1});

test('an item of a checklist is ticked by its number or by the space bar', () => {
  expect(pressed(instruction, ['2']).sent).toEqual([{...at('tell_people'), intent: 'tick', value: 1}]);
  expect(pressed(instruction, ['j', 'space']).sent).toEqual([{...at('tell_people'), intent: 'tick', value: 1}]);
});

test('Enter says done when everything is ticked', () => {
  expect(pressed(allTicked, ['enter']).sent).toEqual([{...at('tell_people'), intent: 'done'}]);
});

test('with ticks missing Enter only says so', () => {
  expect(pressed(instruction, ['enter', 'enter'])).toMatchObject({
    sent: [],
    view: {notice: expect.stringContaining('3 items are not ticked yet')},
  });
});

test('a key pressed twice is not an answer given twice', () => {
  expect(pressed(allTicked, ['enter', 'enter', 'enter']).sent).toHaveLength(1);
});

test('what follows an answer in one burst is not read: it was typed for a question that nobody has seen', () => {
  expect(pressed(allTicked, ['enter', 'e', 'type:oops', 'enter'])).toMatchObject({
    sent: [{...at('tell_people'), intent: 'done'}],
    view: {dialog: {kind: 'none'}},
  });
});

test('a key that comes while an answer is being recorded is refused with a sentence, which outlives the recording', () => {
  const {view} = pressed(allTicked, ['enter', 'p']);
  expect(view.notice).toContain('Not read: your last answer was still being recorded');
  expect(answered(view, {accepted: true}, {intent: 'pause'})).toMatchObject({isSending: false, notice: view.notice});
  expect(answered(view, {accepted: false, why: 'it is over'}, {intent: 'pause'}).notice).toBe('Refused: it is over');
});

test('a decision starts at what the runbook proposes, and Enter takes the branch under the cursor', () => {
  expect(pressed(decision, ['enter']).sent).toEqual([{...at('choose_path'), intent: 'choose', value: 'point_in_time'}]);
  expect(pressed(decision, ['j', 'enter']).sent).toEqual([
    {...at('choose_path'), intent: 'choose', value: 'last_dump'},
  ]);
  expect(pressed(decision, ['2', 'enter']).sent).toEqual([
    {...at('choose_path'), intent: 'choose', value: 'last_dump'},
  ]);
});

test('without a proposal nothing is chosen beforehand', () => {
  const {proposal: _, ...open} = deletion.prompts.choose_path ?? {kind: 'decision', ask: ''};
  const told = run({...deletion, prompts: {choose_path: open}}, ['0s start', '1s asked choose_path']);
  expect(pressed(told, ['enter'])).toMatchObject({
    sent: [],
    view: {notice: expect.stringContaining('Nothing is chosen yet')},
  });
});

test('an approval takes the name of somebody else', () => {
  expect(pressed(approval, ['enter', 'type:Grace Hopper', 'enter']).sent).toEqual([
    {...at('allow_repair'), intent: 'approve', actor: 'Grace Hopper'},
  ]);
});

test('who runs the procedure cannot approve it, however the name is written', () => {
  expect(pressed(approval, ['enter', 'type: ADA', 'enter'])).toMatchObject({
    sent: [],
    view: {notice: expect.stringContaining('ada runs this and cannot approve it')},
  });
});

test('a no-go carries who said it and why', () => {
  expect(pressed(approval, ['x', 'type:Grace Hopper', 'enter', 'type:count first', 'enter']).sent).toEqual([
    {...at('allow_repair'), intent: 'reject', actor: 'Grace Hopper', reason: 'count first'},
  ]);
});

test('a confirmation is typed letter by letter: the target’s own name and nothing else', () => {
  expect(pressed(confirmation, ['enter', 'type:ticketing', 'enter']).sent).toEqual([
    {...at('put_back'), intent: 'confirm', value: 'ticketing'},
  ]);
  expect(pressed(confirmation, ['enter', 'type:ticketin', 'enter'])).toMatchObject({
    sent: [],
    view: {notice: 'That is not ticketing. Nothing was done.'},
  });
});

test('a paste cannot confirm, nor press keys', () => {
  expect(pressed(confirmation, ['enter', 'paste:ticketing', 'enter']).sent).toEqual([]);
  expect(pressed(allTicked, ['paste:\r'])).toMatchObject({
    sent: [],
    view: {notice: expect.stringContaining('not read as keys')},
  });
});

test.each(['ctrl-c', '?'])('where no line is open a paste does nothing and says so, also over what %s opens', key => {
  expect(pressed(running, [key, 'paste:3\rabort\r'])).toMatchObject({
    sent: [],
    exits: [],
    view: {notice: 'Pasted text is not read as keys. Nothing was done.'},
  });
});

test('notes, files and handovers have a key each, and say when they are recorded', () => {
  expect(pressed(running, ['f', 'paste:/tmp/alert.png', 'enter']).sent).toEqual([
    {intent: 'evidence', value: '/tmp/alert.png'},
  ]);
  expect(pressed(running, ['i', 'type:executor Grace Hopper', 'enter']).sent).toEqual([
    {intent: 'handover', value: 'executor', actor: 'Grace Hopper'},
  ]);
  expect(pressed(running, ['i', 'type:executor', 'enter'])).toMatchObject({
    sent: [],
    view: {notice: 'Write it as: handover ROLE NAME.'},
  });
  const sent = pressed(running, ['e', 'type:called Grace', 'enter']).view;
  expect(answered(sent, {accepted: true}, {intent: 'note'}).notice).toBe('Recorded: the note.');
  expect(answered(sent, {accepted: false, why: 'the disk is full'}, {intent: 'note'}).notice).toBe(
    'Refused: the disk is full',
  );
});

test('a reason may be pasted; its lines become one', () => {
  expect(pressed(held, ['s', 'paste:sessions belong to\nthe backup ', 'enter']).sent).toEqual([
    {...at('stop_writes'), intent: 'skip', reason: 'sessions belong to the backup'},
  ]);
});

test('nothing is skipped without a reason, but a retry needs none', () => {
  expect(pressed(held, ['s', 'enter']).sent).toEqual([]);
  expect(pressed(held, ['r', 'enter']).sent).toEqual([{...at('stop_writes'), intent: 'retry'}]);
});

test('Esc gives up a text and records nothing', () => {
  expect(pressed(held, ['s', 'type:because', 'escape'])).toMatchObject({sent: [], view: {dialog: {kind: 'none'}}});
});

test('an unknown outcome has nothing preselected: Enter does nothing, each answer has its own letter and a reason', () => {
  expect(pressed(unknown, ['enter', 'enter']).sent).toEqual([]);
  expect(pressed(unknown, ['d', 'type:role is nologin', 'enter']).sent).toEqual([
    {...at('stop_writes'), intent: 'resolve', value: 'done', reason: 'role is nologin'},
  ]);
});

test('what changes data is run again only after its id was typed', () => {
  expect(pressed(unknown, ['n', 'type:yes', 'enter']).sent).toEqual([]);
  expect(pressed(unknown, ['n', 'type:stop_writes', 'enter', 'type:role can log in', 'enter']).sent).toEqual([
    {...at('stop_writes'), intent: 'resolve', value: 'again', reason: 'role can log in'},
  ]);
});

test('a move that the machine does not allow now does nothing', () => {
  expect(pressed(running, ['enter', 's', 'r', 'o', 'c', 'd', '1']).sent).toEqual([]);
});

test('Ctrl-C opens a menu and never stops a step; only leaving or an abort with a reason comes out of it', () => {
  expect(pressed(running, ['ctrl-c'])).toMatchObject({sent: [], exits: [], view: {dialog: {kind: 'menu'}}});
  expect(pressed(running, ['ctrl-c', 'enter'])).toMatchObject({sent: [], exits: [], view: {dialog: {kind: 'none'}}});
  expect(pressed(running, ['q', '2', 'enter']).exits).toEqual(['left']);
  expect(pressed(running, ['ctrl-c', '3', 'enter', 'type:wrong cluster', 'enter']).sent).toEqual([
    {intent: 'abort', reason: 'wrong cluster'},
  ]);
});

test('t asks why, and stops the attempt that is seen to run; where nothing runs it does nothing', () => {
  expect(pressed(running, ['t'])).toMatchObject({sent: [], view: {dialog: {kind: 'field'}}});
  expect(pressed(running, ['t', 'type:wrong host', 'enter']).sent).toEqual([
    {...at('stop_writes'), intent: 'stop', reason: 'wrong host'},
  ]);
  expect(pressed(instruction, ['t'])).toMatchObject({sent: [], view: {dialog: {kind: 'none'}}});
});

test('Ctrl-C twice leaves at once', () => {
  expect(pressed(running, ['ctrl-c', 'ctrl-c']).exits).toEqual(['interrupted']);
});

test('a note can be written and the run paused at every moment', () => {
  expect(pressed(running, ['e', 'type:called Grace', 'enter']).sent).toEqual([{intent: 'note', value: 'called Grace'}]);
  expect(pressed(running, ['p']).sent).toEqual([{intent: 'pause'}]);
});

test('in a replay the arrows go fact by fact and nothing can be answered', () => {
  const replay = () => replayed(instruction, 1);
  const places = pressedOn(replay(), ['right', 'left', 'home', 'end']).acts;
  expect(places).toEqual([2, 1, 0, 3].map(facts => ({do: 'go', to: {facts}})));
  expect(pressedOn(replay(), ['enter', '1', 's', 'p', 'e']).sent).toEqual([]);
  expect(pressedOn(replay(), ['q']).exits).toEqual(['left']);
});

test('the list of steps is looked through without touching the run', () => {
  expect(pressed(running, ['tab', 'down', 'down'])).toMatchObject({
    sent: [],
    view: {pane: 'steps', selected: 'choose_path:point_in_time/restore'},
  });
  expect(pressed(running, ['tab', 'down', 'escape']).view).toMatchObject({pane: 'step', selected: null});
});

test('who opened a question from the list and answered it follows the run again; who only looks at a step stays there', () => {
  const asked = momentOf(toldSession(instruction));
  const over = momentOf(toldSession(running));
  const opened = settle({...freshView, selected: 'tell_people'}, asked);
  expect(opened).toMatchObject({selected: 'tell_people', question: expect.any(String)});
  expect(settle(opened, over)).toMatchObject({selected: null, question: null});
  expect(settle({...freshView, selected: 'put_back'}, over).selected).toBe('put_back');
});

test('a secret that was asked for goes with its question', () => {
  const revealed = {text: 'hunter2', untilMs: 30_000};
  const view = answered(freshView, {accepted: true, revealed}, {intent: 'reveal'});
  expect(view.revealed).toEqual(revealed);
  expect(viewFor(view, 'another question', null).revealed).toBe(null);
});
