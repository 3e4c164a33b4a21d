/** The life of an action: it changes the world, so it is recorded before, judged after, and may end unknown. */

import {failing} from './failing.ts';
import {aborting, beginning, byHand, held, life, over} from './life.ts';

export const actionLife = life.createMachine({
  id: 'action',
  context: ({input}) => beginning(input),
  initial: 'entered',
  states: {
    entered: {
      on: {
        backfilled: byHand,
        'not-applicable': {target: 'over', guard: 'conditional', actions: 'see'},
        asked: {target: 'confirming', guard: 'mustConfirm', actions: 'see'},
        probed: {actions: 'look'},
        began: {target: 'running', guard: 'unconfirmed', actions: 'see'},
        failed: failing,
        skipped: {target: 'over', guard: 'skippable', actions: 'see'},
      },
    },
    confirming: {
      on: {
        backfilled: byHand,
        confirmed: {target: 'armed', actions: 'see'},
        failed: failing,
        skipped: {target: 'over', guard: 'skippable', actions: 'see'},
      },
    },
    armed: {
      on: {
        backfilled: byHand,
        probed: {actions: 'look'},
        began: {target: 'running', actions: 'see'},
        failed: failing,
      },
    },
    running: {
      on: {
        spawned: {actions: 'see'},
        'stop-requested': {actions: 'see'},
        performed: [
          {target: 'informed', guard: 'mustAck', actions: 'see'},
          {target: 'verifying', guard: 'mustVerify', actions: 'see'},
        ],
        succeeded: {target: 'over', guard: 'noVerify', actions: 'see'},
        failed: failing,
        unknown: {target: 'unknown', actions: 'see'},
      },
    },
    // It was sent; somebody is asked whether they have heard it.
    informed: {
      on: {
        backfilled: byHand,
        asked: {target: 'awaiting', actions: 'see'},
        // A record of before this was asked after an unknown outcome goes on as it did.
        probed: {actions: 'look'},
        succeeded: {target: 'over', actions: 'see'},
        failed: failing,
      },
    },
    awaiting: {
      on: {
        backfilled: byHand,
        performed: {target: 'verifying', guard: 'mustVerify', actions: 'see'},
        succeeded: {target: 'over', actions: 'see'},
        failed: failing,
        skipped: {target: 'over', guard: 'skippable', actions: 'see'},
      },
    },
    verifying: {
      on: {
        backfilled: byHand,
        probed: {actions: 'look'},
        succeeded: {target: 'over', actions: 'see'},
        failed: failing,
      },
    },
    unknown: {
      on: {
        backfilled: byHand,
        probed: {actions: 'look'},
        resolved: [
          {target: 'informed', guard: 'asSent', actions: 'see'},
          {target: 'verifying', guard: 'asDone', actions: 'see'},
          {target: 'entered', guard: 'asAgain', actions: ['see', 'startOver']},
          {target: 'held', guard: 'asFailed', actions: 'see'},
        ],
      },
    },
    held,
    aborting,
    over,
  },
});
