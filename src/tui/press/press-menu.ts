/** The menu behind Ctrl-C: leave, abort, back. None of them ends a step that runs. */
import {isLive, type Moment} from '../moment.ts';
import {freshView, type Pressed, type View} from '../view.ts';
import type {KeyPress} from './key-press.ts';

export type MenuItem = {readonly title: string; readonly detail: string};

export const menuItems: readonly MenuItem[] = [
  {title: 'Back to the run', detail: 'Nothing happens.'},
  {
    title: 'Leave this screen',
    detail: 'A step that runs goes on; nothing new starts. The run can be resumed; how is said then.',
  },
  {title: 'Abort the run', detail: 'Ends it for good, with a reason. What was done stays done.'},
];

/** Where nothing is live there is nothing to abort, and the way out asks nothing. */
export const openMenu = (view: View, moment: Moment): Pressed =>
  isLive(moment) ? {view: {...view, dialog: {kind: 'menu', cursor: 0}}} : leave(view, moment);

export const leave = (view: View, {state}: Moment): Pressed => ({
  view,
  effect: {do: 'exit', why: state.status === 'ended' ? 'ended' : 'left'},
});

/** A second Ctrl-C leaves at once: whoever presses it twice means it. */
export const pressMenu = (view: View, key: KeyPress): Pressed => {
  const cursor = view.dialog.kind === 'menu' ? view.dialog.cursor : 0;
  const at = (place: number): Pressed => ({
    view: {...view, dialog: {kind: 'menu', cursor: Math.max(0, Math.min(menuItems.length - 1, place))}},
  });
  switch (key.kind === 'key' ? key.name : '') {
    case 'ctrl-c':
      return {view, effect: {do: 'exit', why: 'interrupted'}};
    case 'up':
    case 'k':
      return at(cursor - 1);
    case 'down':
    case 'j':
      return at(cursor + 1);
    case '1':
    case '2':
    case '3':
      return at(Number(key.kind === 'key' ? key.name : 1) - 1);
    case 'enter':
      return take(view, cursor);
    case 'escape':
      return {view: {...view, dialog: freshView.dialog}};
    default:
      return {view};
  }
};

const take = (view: View, cursor: number): Pressed => {
  switch (cursor) {
    case 1:
      return {view, effect: {do: 'exit', why: 'left'}};
    case 2:
      return {
        view: {
          ...view,
          dialog: {
            kind: 'field',
            field: {label: 'Why the run is aborted', text: '', intent: {intent: 'abort'}, puts: 'reason'},
          },
        },
      };
    default:
      return {view: {...view, dialog: freshView.dialog}};
  }
};
