/** The life of an instant: it takes no time; an end is passed by the fact that ends the run. */

import {failing} from './failing.ts';
import {aborting, beginning, held, life, over} from './life.ts';

export const instantLife = life.createMachine({
  id: 'instant',
  context: ({input}) => beginning(input),
  initial: 'entered',
  states: {
    entered: {
      on: {
        'not-applicable': {target: 'over', guard: 'conditional', actions: 'see'},
        succeeded: {target: 'over', guard: 'passable', actions: 'see'},
        'file-ended': {target: 'over', guard: 'endsFile', actions: ['see', 'endFile']},
        failed: failing,
      },
    },
    held,
    aborting,
    over,
  },
});
