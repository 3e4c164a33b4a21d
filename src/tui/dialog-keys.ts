/** The keys while something stands over the page: a line to type into, the menu, the help. */
import type {Explained} from './key-binding.ts';
import type {Moment} from './moment.ts';
import {outputKeysAt} from './output/output-keys.ts';
import type {View} from './view.ts';

/** What one types goes into the line; these do something else. */
export const fieldKeys: readonly Explained[] = [
  {keys: ['enter'], label: 'hand in', help: 'Hand in what stands in the line.'},
  {keys: ['escape', 'ctrl-c'], label: 'give up', help: 'Close the line; nothing is recorded.'},
  {keys: ['ctrl-u'], label: 'clear', help: 'Empty the line.'},
  {keys: ['backspace'], label: 'delete', help: 'Take the last character away.', isQuiet: true},
  {
    keys: ['left'],
    label: 'change',
    help: 'Go into a text that was refused: else the next letter replaces it.',
    isQuiet: true,
  },
];

export const menuKeys: readonly Explained[] = [
  {keys: ['enter'], label: 'take', help: 'Take the entry under the cursor.'},
  {keys: ['up', 'k'], label: 'up', help: 'Up in the menu.', isQuiet: true},
  {keys: ['down', 'j'], label: 'down', help: 'Down in the menu; 1 to 3 go to an entry.', isQuiet: true},
  {keys: ['escape'], label: 'back', help: 'Back to the run; nothing happens.'},
  {
    keys: ['ctrl-c'],
    label: 'leave at once',
    help: 'Leave the screen at once. What runs goes on, and the run can be resumed.',
    isAlways: true,
  },
];

export const helpKeys: readonly Explained[] = [
  {keys: ['page-down', 'down', 'j', 'space'], label: 'down', help: 'Further down.'},
  {keys: ['page-up', 'up', 'k'], label: 'up', help: 'Further up.'},
  {keys: ['escape'], label: 'close', help: 'Close the help, as any other key does; it does nothing else.'},
];

const findKeys: readonly Explained[] = [
  {keys: ['enter'], label: 'stay here', help: ''},
  {keys: ['escape'], label: 'give up', help: ''},
  {keys: ['ctrl-u'], label: 'clear', help: ''},
];

/** The keys of what is open over the page; nothing where the page has them. */
export const dialogKeys = ({dialog}: Pick<View, 'dialog'>, moment: Moment): readonly Explained[] | undefined => {
  switch (dialog.kind) {
    case 'none':
      return undefined;
    case 'field':
      return fieldKeys;
    case 'menu':
      return menuKeys;
    case 'help':
      return helpKeys;
    case 'find-step':
      return findKeys;
    case 'output':
      return dialog.output.typing === null ? outputKeysAt(moment) : findKeys;
  }
};
