/** The keys of the comparison as data: key, what it asks for, how it is explained. */

import {terminalKeys} from '../terminal-keys.ts';
import {type CompareSubject, type CompareView, rowsOf} from './compare-view.ts';

export type CompareCommand =
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'first'
  | 'last'
  | 'open'
  | 'back'
  | 'order'
  | 'parting'
  | 'earlier'
  | 'later'
  | 'sentences'
  | 'help'
  | 'repaint'
  | 'suspend'
  | 'leave';

export type CompareBinding = {
  readonly keys: readonly string[];
  readonly command: CompareCommand;
  readonly label: string;
  readonly help: string;
  readonly when: (view: CompareView, subject: CompareSubject) => boolean;
  /** Left out of the footer: everybody knows it. */
  readonly isQuiet?: boolean;
};

const always = (): boolean => true;
const onList = ({page}: CompareView): boolean => page === 'list';
const offList = ({page}: CompareView): boolean => page !== 'list';

export const compareBindings: readonly CompareBinding[] = [
  {
    keys: ['enter'],
    command: 'open',
    label: 'open',
    help: 'Both attempts of a step side by side: what happened, who, the checks, what was printed.',
    when: (view, subject) => onList(view) && rowsOf(subject, view).length > 0,
  },
  {
    keys: ['d'],
    command: 'order',
    label: 'differences',
    help: 'The steps with the largest differences first, and back to the order of the page.',
    when: onList,
  },
  {
    keys: ['p'],
    command: 'parting',
    label: 'parting',
    help: 'To the step at which they part.',
    when: (view, {parting}) => onList(view) && parting !== null,
  },
  {
    keys: ['h', 'left'],
    command: 'earlier',
    label: 'earlier',
    help: 'Both as they stood at the moment before, counted from the start of each clock.',
    when: onList,
    isQuiet: true,
  },
  {
    keys: ['l', 'right'],
    command: 'later',
    label: 'moment',
    help: 'Both as they stood at the next moment, counted from the start of each clock; behind the last one, as they ended.',
    when: onList,
  },
  {
    keys: ['s'],
    command: 'sentences',
    label: 'words',
    help: 'All of it in sentences: recovery time, data loss, milestones, deviations.',
    when: onList,
  },
  {
    keys: ['escape', 'backspace'],
    command: 'back',
    label: 'back',
    help: 'Back to the list, and to the end of both runs.',
    when: view => offList(view) || view.momentMs !== null,
  },
  {keys: ['up', 'k'], command: 'up', label: 'up', help: 'Up.', when: always, isQuiet: true},
  {keys: ['down', 'j'], command: 'down', label: 'down', help: 'Down.', when: always, isQuiet: true},
  {keys: ['page-up'], command: 'page-up', label: 'up', help: 'A page up.', when: always, isQuiet: true},
  {
    keys: ['page-down', 'space'],
    command: 'page-down',
    label: 'down',
    help: 'A page down.',
    when: always,
    isQuiet: true,
  },
  {keys: ['home', 'g'], command: 'first', label: 'first', help: 'To the first line.', when: always, isQuiet: true},
  {keys: ['end', 'G'], command: 'last', label: 'last', help: 'To the last line.', when: always, isQuiet: true},
  ...terminalKeys(always),
  {keys: ['q', 'ctrl-c'], command: 'leave', label: 'quit', help: 'Leave the comparison.', when: always},
  {keys: ['?'], command: 'help', label: 'help', help: 'All keys.', when: always},
];

export const compareBindingOf = (key: string, view: CompareView, subject: CompareSubject): CompareBinding | undefined =>
  compareBindings.find(({keys, when}) => keys.includes(key) && when(view, subject));
