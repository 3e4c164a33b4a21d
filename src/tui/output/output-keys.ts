/** The keys while one looks through what a step printed. */
import type {Explained} from '../key-binding.ts';
import {isLive, type Moment} from '../moment.ts';

export type OutputCommand =
  | 'close'
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'first'
  | 'follow'
  | 'left'
  | 'right'
  | 'search'
  | 'next'
  | 'previous'
  | 'menu'
  | 'leave'
  | 'help';

export type OutputKey = Explained & {
  readonly command: OutputCommand;
  readonly when?: (moment: Moment) => boolean;
};

export const outputKeys: readonly OutputKey[] = [
  {keys: ['escape', 'q', 'L'], command: 'close', label: 'back', help: 'Back to the step.', isAlways: true},
  {
    keys: ['/'],
    command: 'search',
    label: 'search',
    help: 'Search; small letters find capitals too. The nearest place above is gone to first while the end is followed.',
  },
  {keys: ['n'], command: 'next', label: 'next', help: 'To the next place below.'},
  {keys: ['N'], command: 'previous', label: 'previous', help: 'To the place above.'},
  {
    keys: ['f', 'end', 'G'],
    command: 'follow',
    label: 'follow',
    help: 'To the end, and on with what is printed.',
  },
  {keys: ['home', 'g'], command: 'first', label: 'start', help: 'To the beginning.'},
  {keys: ['page-up', 'b'], command: 'page-up', label: 'page up', help: 'A page up.', isQuiet: true},
  {keys: ['page-down', 'space'], command: 'page-down', label: 'page down', help: 'A page down.', isQuiet: true},
  {keys: ['up', 'k'], command: 'up', label: 'up', help: 'A row up.', isQuiet: true},
  {keys: ['down', 'j'], command: 'down', label: 'down', help: 'A row down.', isQuiet: true},
  {keys: ['left', 'h'], command: 'left', label: 'left', help: 'Show what is left of long rows.', isQuiet: true},
  {keys: ['right', 'l'], command: 'right', label: 'right', help: 'Show what is right of long rows.', isQuiet: true},
  {
    keys: ['ctrl-c'],
    command: 'menu',
    label: 'menu',
    help: 'Leave or abort; never stops a step by itself.',
    isAlways: true,
    when: isLive,
  },
  {
    keys: ['ctrl-c'],
    command: 'leave',
    label: 'quit',
    help: 'Leave the screen, where nothing is live.',
    isAlways: true,
    when: moment => !isLive(moment),
  },
  {keys: ['?'], command: 'help', label: 'help', help: 'All keys.', isAlways: true},
];

/** Those that count now: where nothing is live there is nothing to abort. */
export const outputKeysAt = (moment: Moment): readonly OutputKey[] =>
  outputKeys.filter(({when}) => when === undefined || when(moment));
