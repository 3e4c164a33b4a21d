/** What comes back to the screen when an answer was not taken as it was typed. */
import {expect, test} from 'vitest';
import type {Intent} from '../../../../src/run/intent.ts';
import {momentOf} from '../../../../src/tui/moment.ts';
import {press} from '../../../../src/tui/press/press.ts';
import {answered} from '../../../../src/tui/press/send.ts';
import {freshView, viewFor} from '../../../../src/tui/view.ts';
import {deletion} from '../../../support/deletion-sample.ts';
import {run} from '../../../support/run.ts';
import {toldSession} from '../../../support/told-session.ts';

const instruction = run(deletion, ['0s start', '1s asked tell_people']);

test('a time that was typed in words comes back in full, and Enter takes it', () => {
  const intent: Intent = {intent: 'answer', step: 'when', attempt: 1, value: '20m ago'};
  const meant = {says: 'That is 2026-11-24 02:47:00 UTC, which is local time here.', value: '2026-11-24T02:47:00Z'};
  const view = answered(freshView, {accepted: false, why: `${meant.says} To take it, answer …`, meant}, intent);
  expect(view.notice).toBe(meant.says);
  const {effect} = press(view, {kind: 'key', name: 'enter', text: ''}, momentOf(toldSession(instruction)));
  expect(effect).toEqual({do: 'send', intent: {...intent, value: '2026-11-24T02:47:00Z'}});
});

test('an approver whom the question does not name stands in the field again, and Enter takes it all the same', () => {
  const intent: Intent = {intent: 'approve', step: 'go', attempt: 1, actor: 'Bob'};
  const meant = {says: 'Bob is not one of: Grace Hopper.', value: 'Bob'};
  const moment = momentOf(toldSession(instruction));
  const view = answered(freshView, {accepted: false, why: meant.says, meant}, intent);
  expect(view).toMatchObject({
    notice: meant.says,
    dialog: {field: {label: 'Enter takes it all the same, or type another name', text: 'Bob'}},
  });
  const enter = {kind: 'key', name: 'enter', text: ''} as const;
  expect(press(view, enter, moment).effect).toEqual({do: 'send', intent: {...intent, value: 'Bob'}});
  const other = press(view, {kind: 'key', name: 'b', text: 'b'}, moment).view;
  expect(press(other, enter, moment).effect).toEqual({do: 'send', intent: {...intent, actor: 'b', value: 'Bob'}});
});

test('the field of such a time closes with its question', () => {
  const meant = {says: 'That is 2026-11-24 02:47:00 UTC.', value: '2026-11-24T02:47:00Z'};
  const asked = {...freshView, question: 'when#1'};
  const view = answered(asked, {accepted: false, why: meant.says, meant}, {intent: 'answer', step: 'when'});
  expect(viewFor(view, 'other#1', null).dialog.kind).toBe('none');
});
