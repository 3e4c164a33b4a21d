/** The keys that count whatever is asked: pause, notes, moving about, help. */
import type {Binding} from './key-binding.ts';
import {runningSteps} from './moment.ts';

type When = Binding['when'];

const live: When = ({state, playback, watches}) => playback === undefined && !watches && state.status !== 'ended';

export const pageKeys: readonly Binding[] = [
  {
    keys: ['t'],
    command: 'stop',
    label: 'stop',
    help: 'End the step that is running, with a reason; leaving never does.',
    when: moment => live(moment, undefined) && runningSteps(moment).length > 0,
  },
  {
    keys: ['u'],
    command: 'continue',
    label: 'continue',
    help: 'End the pause.',
    when: moment => live(moment, undefined) && moment.state.paused,
  },
  {
    keys: ['p'],
    command: 'pause',
    label: 'pause',
    help: 'Start nothing new; what runs goes on.',
    when: moment => live(moment, undefined) && !moment.state.paused,
  },
  {
    keys: [':'],
    command: 'command',
    label: 'command',
    help: 'Type a command: handover ROLE NAME, evidence FILE, escalate ROLE: REASON, or any other word of --plain.',
    when: live,
    isQuiet: true,
  },
  {keys: ['e'], command: 'note', label: 'note', help: 'Write a note into the record.', when: live},
  {
    keys: ['tab'],
    command: 'pane',
    label: 'steps',
    help: 'Move between the list of steps and the step; Enter in the list opens one.',
    when: () => true,
  },
  {keys: ['up', 'k'], command: 'up', label: 'up', help: 'Up in the list.', when: () => true, isQuiet: true},
  {keys: ['down', 'j'], command: 'down', label: 'down', help: 'Down in the list.', when: () => true, isQuiet: true},
  {keys: ['page-up'], command: 'page-up', label: 'up', help: 'Scroll the step up.', when: () => true, isQuiet: true},
  {
    keys: ['page-down'],
    command: 'page-down',
    label: 'down',
    help: 'Scroll the step down.',
    when: () => true,
    isQuiet: true,
  },
  {
    keys: ['escape'],
    command: 'follow',
    label: 'follow',
    help: 'Back to what the run is doing now. Never changes the run.',
    when: () => true,
    isQuiet: true,
  },
  {
    keys: ['ctrl-l'],
    command: 'repaint',
    label: 'repaint',
    help: 'Draw the screen again.',
    when: () => true,
    isQuiet: true,
  },
  {
    keys: ['q'],
    command: 'leave',
    label: 'quit',
    help: 'Leave the screen; asks first while the run is open.',
    when: moment => !live(moment, undefined),
  },
  {
    keys: ['ctrl-c', 'q'],
    command: 'menu',
    label: 'menu',
    help: 'Leave or abort; never stops a step by itself.',
    when: live,
  },
  {
    keys: ['ctrl-c'],
    command: 'leave',
    label: 'quit',
    help: 'Leave the screen.',
    when: moment => !live(moment, undefined),
    isQuiet: true,
  },
  {keys: ['?'], command: 'help', label: 'help', help: 'All keys.', when: () => true},
];
