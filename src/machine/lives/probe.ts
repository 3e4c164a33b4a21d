/** The life of a probe: it only looks, so after a crash it simply looks again. */

import {failing} from './failing.ts';
import {aborting, beginning, byHand, held, life, over} from './life.ts';

export const probeLife = life.createMachine({
  id: 'probe',
  context: ({input}) => beginning(input),
  initial: 'entered',
  states: {
    entered: {
      on: {
        backfilled: byHand,
        'not-applicable': {target: 'over', guard: 'conditional', actions: 'see'},
        probed: {actions: 'look'},
        began: {target: 'running', actions: 'see'},
        failed: failing,
        skipped: {target: 'over', guard: 'skippable', actions: 'see'},
      },
    },
    running: {
      on: {
        backfilled: byHand,
        probed: {actions: 'look'},
        succeeded: {target: 'over', actions: 'see'},
        failed: failing,
      },
    },
    held,
    aborting,
    over,
  },
});
