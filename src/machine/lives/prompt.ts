/** The life of a prompt: a person is asked, and what they say is what happened. */

import {failing} from './failing.ts';
import {aborting, beginning, byHand, held, life, over} from './life.ts';

export const promptLife = life.createMachine({
  id: 'prompt',
  context: ({input}) => beginning(input),
  initial: 'entered',
  states: {
    entered: {
      on: {
        backfilled: byHand,
        'not-applicable': {target: 'over', guard: 'conditional', actions: 'see'},
        probed: {actions: 'look'},
        asked: [
          {target: 'confirming', guard: 'mustConfirm', actions: 'see'},
          {target: 'awaiting', actions: ['see', 'askAfresh']},
        ],
        failed: failing,
        skipped: {target: 'over', guard: 'skippable', actions: 'see'},
      },
    },
    // The target's own name is typed first; the question itself comes then.
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
        asked: {target: 'awaiting', actions: ['see', 'askAfresh']},
        failed: failing,
      },
    },
    awaiting: {
      on: {
        backfilled: byHand,
        ticked: {guard: 'tickable', actions: 'see'},
        revealed: {guard: 'reveals', actions: 'see'},
        approved: {actions: ['see', 'approve']},
        // It is asked again; an expiry never decides.
        expired: {target: 'entered', guard: 'expires', actions: 'see'},
        performed: {target: 'verifying', guard: 'toBeVerified', actions: 'see'},
        succeeded: {target: 'over', guard: 'settled', actions: 'see'},
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
    held,
    aborting,
    over,
  },
});
