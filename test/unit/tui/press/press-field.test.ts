/** What is typed into the field: one text after another, and what is said of the first before the second. */
import {expect, test} from 'vitest';
import {deletion} from '../../../support/deletion-sample.ts';
import {pressedOn} from '../../../support/pressed.ts';
import {run} from '../../../support/run.ts';
import {toldSession} from '../../../support/told-session.ts';

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
