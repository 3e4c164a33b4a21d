/** The keys for looking about: other steps, those that wait or work, what was printed. None of them changes the run. */
import type {Binding} from './key-binding.ts';

const always = (): boolean => true;

/** Before the run, and where a person is asked about a step that has not acted, there is nothing that could have been printed. */
const mayHavePrinted: Binding['when'] = ({state}, question) =>
  state.status !== 'not-started' && (question === undefined || question.kind === 'held' || question.kind === 'unknown');

export const lookKeys: readonly Binding[] = [
  {
    keys: ['L'],
    command: 'output',
    label: 'output',
    help: 'Look through all that the step printed, to any place of it.',
    when: mayHavePrinted,
  },
  {
    keys: ['tab'],
    command: 'pane',
    label: 'steps',
    help: 'Into the list of steps, where the arrows choose one to look at.',
    when: always,
    pane: 'step',
    isAlways: true,
  },
  {
    keys: ['/'],
    command: 'find-output',
    label: 'search',
    help: 'Search what the step printed.',
    when: mayHavePrinted,
    pane: 'step',
    isQuiet: true,
  },
  {keys: ['up', 'k'], command: 'up', label: 'up', help: 'Up in the list.', when: always, isQuiet: true},
  {keys: ['down', 'j'], command: 'down', label: 'down', help: 'Down in the list.', when: always, isQuiet: true},
  {
    keys: ['page-up'],
    command: 'page-up',
    label: 'up',
    help: 'Scroll the step up, or the list by a page.',
    when: always,
    isQuiet: true,
  },
  {
    keys: ['page-down'],
    command: 'page-down',
    label: 'down',
    help: 'Scroll the step down, or the list by a page.',
    when: always,
    isQuiet: true,
  },
  {
    keys: ['escape'],
    command: 'follow',
    label: 'follow',
    help: 'Back to what the run is doing now. Never changes the run.',
    when: always,
    pane: 'step',
    isQuiet: true,
  },
];
