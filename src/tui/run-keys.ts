/** The keys that act on the run whatever is asked: stop, pause, go on. */
import type {Binding} from './key-binding.ts';
import {isLive, runningSteps} from './moment.ts';

export const runKeys: readonly Binding[] = [
  {
    keys: ['t'],
    command: 'stop',
    label: 'stop',
    help: 'End the step that is running, with a reason; leaving never does.',
    when: moment => isLive(moment) && runningSteps(moment).length > 0,
  },
  {
    keys: ['u'],
    command: 'continue',
    label: 'continue',
    help: 'End the pause.',
    when: moment => isLive(moment) && moment.state.paused,
  },
  {
    keys: ['p'],
    command: 'pause',
    label: 'pause',
    help: 'Start nothing new; what runs goes on.',
    when: moment => isLive(moment) && !moment.state.paused,
  },
];
