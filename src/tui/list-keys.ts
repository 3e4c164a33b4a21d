/** The keys while the list of steps has them. */
import type {Binding} from './key-binding.ts';

const always = (): boolean => true;

/** They come before those of looking about: there a key means the list. */
export const listKeys: readonly Binding[] = [
  {keys: ['enter', 'tab'], command: 'pane', label: 'open', help: 'Open the step.', when: always, pane: 'steps'},
  {
    keys: ['escape'],
    command: 'follow',
    label: 'back',
    help: 'Back to what the run is doing now. Never changes the run.',
    when: always,
    pane: 'steps',
    isAlways: true,
  },
  {
    keys: ['/'],
    command: 'find-step',
    label: 'search',
    help: 'Find a step by words of its title or its id.',
    when: always,
    pane: 'steps',
  },
  {
    keys: ['n'],
    command: 'find-next',
    label: 'next',
    help: 'To the next step that was searched for.',
    when: always,
    pane: 'steps',
    isQuiet: true,
  },
  {
    keys: ['N'],
    command: 'find-previous',
    label: 'previous',
    help: 'To the one before it.',
    when: always,
    pane: 'steps',
    isQuiet: true,
  },
  {
    keys: ['home', 'g'],
    command: 'first-step',
    label: 'first',
    help: 'To the first step.',
    when: always,
    pane: 'steps',
    isQuiet: true,
  },
  {
    keys: ['end', 'G'],
    command: 'last-step',
    label: 'last',
    help: 'To the last step.',
    when: always,
    pane: 'steps',
    isQuiet: true,
  },
];
