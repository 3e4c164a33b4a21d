/** The keys of the screen itself: leaving it, drawing it anew, all other keys. */
import type {Binding} from './key-binding.ts';
import {isLive} from './moment.ts';

export const screenKeys: readonly Binding[] = [
  {
    keys: ['ctrl-l'],
    command: 'repaint',
    label: 'repaint',
    help: 'Draw the screen again.',
    when: () => true,
    isQuiet: true,
  },
  {
    keys: ['ctrl-z'],
    command: 'suspend',
    label: 'to the shell',
    help: 'Stop this program until the shell says fg; nothing new starts meanwhile, what runs goes on.',
    when: () => true,
    isQuiet: true,
  },
  {
    keys: ['q'],
    command: 'leave',
    label: 'quit',
    help: 'Leave the screen; asks first while the run is open.',
    when: moment => !isLive(moment),
    isAlways: true,
  },
  {
    keys: ['ctrl-c', 'q'],
    command: 'menu',
    label: 'menu',
    help: 'Leave or abort; never stops a step by itself.',
    when: isLive,
    isAlways: true,
  },
  {
    keys: ['ctrl-c'],
    command: 'leave',
    label: 'quit',
    help: 'Leave the screen.',
    when: moment => !isLive(moment),
    isQuiet: true,
  },
  {keys: ['?'], command: 'help', label: 'help', help: 'All keys.', when: () => true, isAlways: true},
];
