/** The keys of the screen itself: leaving it, drawing it anew, all other keys. */
import type {Binding} from './key-binding.ts';
import {isLive} from './moment.ts';
import {terminalKeys} from './terminal-keys.ts';

export const screenKeys: readonly Binding[] = [
  ...terminalKeys(() => true, '; nothing new starts meanwhile, what runs goes on'),
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
