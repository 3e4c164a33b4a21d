/** A line that is typed into closes when its answer is accepted, and until then no letter is a key of the page. */
import {expect, test} from 'vitest';
import type {Intent, IntentAnswer} from '../../../../src/run/intent.ts';
import {type Moment, momentOf} from '../../../../src/tui/moment.ts';
import {press} from '../../../../src/tui/press/press.ts';
import {answered} from '../../../../src/tui/press/send.ts';
import {freshView, type View} from '../../../../src/tui/view.ts';
import {deletion} from '../../../support/deletion-sample.ts';
import {keyPresses, pressedOn} from '../../../support/pressed.ts';
import {run} from '../../../support/run.ts';
import {toldSession} from '../../../support/told-session.ts';

const momentAfter = (...timeline: readonly string[]): Moment =>
  momentOf(toldSession(run(deletion, ['0s start', ...timeline])));

const held = momentAfter('1s began stop_writes', '3s failed stop_writes 2 sessions are left');
const approval = momentAfter('1s asked allow_repair');
const running = momentAfter('1s began stop_writes');

/** The view after the keys, each answer that goes out answered as told. */
const after = (moment: Moment, answer: IntentAnswer, keys: readonly string[]) => {
  const sent: Intent[] = [];
  let view: View = freshView;
  for (const key of keys.flatMap(keyPresses)) {
    const pressed = press(view, key, moment);
    view = pressed.view;
    if (pressed.effect?.do === 'send') {
      sent.push(pressed.effect.intent);
      view = answered(view, answer, pressed.effect.intent);
    }
  }
  return {sent, view, text: view.dialog.kind === 'field' ? view.dialog.field.text : undefined};
};

const refusing: IntentAnswer = {accepted: false, why: 'nobody of that role is called so'};

test('a refused answer stays in its line with the refusal, and what is typed next replaces it', () => {
  const first = after(approval, refusing, ['enter', 'type:Bob', 'enter']);
  expect(first).toMatchObject({text: 'Bob', view: {notice: 'Refused: nobody of that role is called so'}});
  const second = after(approval, refusing, ['enter', 'type:Bob', 'enter', 'type:two', 'enter']);
  expect(second.sent).toMatchObject([{actor: 'Bob'}, {actor: 'two'}]);
  expect(after(approval, {accepted: true}, ['enter', 'type:Bob', 'enter']).text).toBe(undefined);
});

test('a text that the screen itself refuses is replaced by the next letter, and mended after the left arrow key', () => {
  expect(after(approval, refusing, ['enter', 'type:ada', 'enter', 'type:Bob']).text).toBe('Bob');
  expect(after(approval, refusing, ['enter', 'type:ada', 'enter', 'left', 'type:m']).text).toBe('adam');
  expect(after(approval, refusing, ['enter', 'type:ada', 'enter', 'backspace', 'type:a']).text).toBe('ada');
  expect(after(approval, refusing, ['enter', 'type:ada', 'enter', 'paste:Grace Hopper']).text).toBe('Grace Hopper');
  expect(after(running, refusing, [':', 'type:status', 'enter', 'type:pause']).text).toBe('pause');
  expect(after(held, refusing, ['s', 'type:because', 'enter', 'escape']).view.dialog.kind).toBe('none');
});

test('of a name and its reason that went out as one the name is asked for again, and the reason is kept', () => {
  const keys = ['x', 'type:Bob', 'enter', 'type:count first', 'enter'];
  expect(after(approval, refusing, keys).text).toBe('Bob');
  expect(after(approval, refusing, [...keys, 'type:Grace Hopper', 'enter', 'enter']).sent).toMatchObject([
    {actor: 'Bob', reason: 'count first'},
    {actor: 'Grace Hopper', reason: 'count first'},
  ]);
});

test('while an answer is on its way Ctrl-C opens the menu: it is too late to say that nothing was recorded', () => {
  let view = after(approval, refusing, ['enter', 'type:Bob']).view;
  for (const key of ['enter', 'ctrl-c'].flatMap(keyPresses)) {
    view = press(view, key, approval).view;
  }
  expect(view).toMatchObject({isSending: true, dialog: {kind: 'menu'}});
  expect(answered(view, refusing, {intent: 'approve'}).dialog.kind).toBe('menu');
});

test('a time that was meant is replaced by another that is typed', () => {
  const meant: IntentAnswer = {
    accepted: false,
    why: '',
    meant: {says: 'That is 02:47 UTC.', value: '2026-11-24T02:47:00Z'},
  };
  expect(after(approval, meant, ['enter', 'type:02:47', 'enter', 'type:3']).text).toBe('3');
});

test('who names the step to go back to is told what is undone before anything is', () => {
  const told = run(deletion, [
    '0s start',
    '1s asked tell_people',
    '2s succeeded tell_people',
    '3s began stop_writes',
    '4s failed stop_writes 2 sessions are left',
  ]);
  const session = toldSession(told);
  const prompts = () => session.prompts().map(open => ({...open, moves: [...open.moves, 'undo_to' as const]}));
  const named = pressedOn({...session, prompts}, ['b', 'type:tell_people', 'enter']);
  expect(named.sent).toEqual([]);
  expect(named.view.dialog).toMatchObject({
    field: {
      label:
        'This undoes, in this order: "Stop application writes" (stop_writes); "Tell the incident channel" (tell_people), by hand, as it has no undo. Why everything since is undone',
    },
  });
});
