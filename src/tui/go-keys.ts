/** The keys that go to another step which waits or works: every branch of a run is one key away. */
import type {Binding} from './key-binding.ts';
import {type Moment, waitingSteps, workingSteps} from './moment.ts';

/** There is another one than that which is looked at. */
const hasOther =
  (steps: (moment: Moment) => readonly {readonly path: string}[]): Binding['when'] =>
  (moment, _, shown) =>
    steps(moment).some(({path}) => path !== shown);

export const goKeys: readonly Binding[] = [
  {
    keys: ['.'],
    command: 'next-waiting',
    label: 'next waiting',
    help: 'Go to the next step that waits for a person; again goes on to the one after it.',
    when: hasOther(waitingSteps),
  },
  {
    keys: [','],
    command: 'next-working',
    label: 'next at work',
    help: 'Go to the next step that is at work; again goes on to the one after it.',
    when: hasOther(workingSteps),
  },
];
