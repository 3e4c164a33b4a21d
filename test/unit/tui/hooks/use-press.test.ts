/** Which keys may act on what a frame has shown. */
import {expect, test} from 'vitest';
import {isUnseenQuestion} from '../../../../src/tui/hooks/use-press.ts';
import {freshView} from '../../../../src/tui/view.ts';

const asking = (question: string) => ({...freshView, question});

test('a question that came since the last frame is answered by no key', () => {
  expect(isUnseenQuestion(asking('call#1 held'), asking('call#1 instruction'))).toBe(true);
  expect(isUnseenQuestion(asking('call#1 held'), freshView)).toBe(true);
  expect(isUnseenQuestion(asking('call#1 held'), asking('call#1 held'))).toBe(false);
  expect(isUnseenQuestion(freshView, asking('call#1 held'))).toBe(false);
});

test('what is typed into an open line goes on, and the list of steps is moved through, whatever is asked meanwhile', () => {
  const note = {kind: 'field', field: {label: 'Note', text: 'sec', intent: {intent: 'note'}, puts: 'value'}} as const;
  expect(isUnseenQuestion({...asking('call#1 held'), dialog: note}, freshView)).toBe(false);
  expect(isUnseenQuestion({...asking('call#1 held'), pane: 'steps'}, {...freshView, pane: 'steps'})).toBe(false);
});
