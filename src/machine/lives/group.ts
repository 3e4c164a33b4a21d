/** The life of a group: a way in is chosen or opened, the blocks inside run, and the group is closed by a fact of its own. */

import {and} from 'xstate';
import {failing} from './failing.ts';
import {aborting, beginning, held, life, over} from './life.ts';

const choosing = [
  {target: 'inside' as const, guard: 'leadsInside' as const, actions: ['see', 'enterBranch'] as const},
  {target: 'closing' as const, guard: 'leadsOn' as const, actions: ['see', 'enterBranch'] as const},
  {target: 'ending' as const, guard: 'leadsToEnd' as const, actions: ['see', 'enterBranch'] as const},
  {target: 'over' as const, guard: 'leadsAway' as const, actions: ['see', 'enterBranch', 'leaveByGoto'] as const},
];

const opening = [
  {target: 'inside' as const, guard: 'opensSome' as const, actions: ['see', 'open'] as const},
  {target: 'closing' as const, guard: 'opensNone' as const, actions: ['see', 'open'] as const},
];

const openingAtOnce = opening.map(way => ({...way, guard: and(['unconfirmed', way.guard])}));

export const groupLife = life.createMachine({
  id: 'group',
  context: ({input}) => beginning(input),
  initial: 'entered',
  states: {
    entered: {
      on: {
        'not-applicable': {target: 'over', guard: 'conditional', actions: 'see'},
        probed: {actions: 'look'},
        listed: {guard: 'lists', actions: 'list'},
        asked: [
          {target: 'confirming', guard: 'mustConfirm', actions: 'see'},
          {target: 'awaiting', guard: 'isChoice', actions: 'see'},
        ],
        chosen: choosing,
        opened: openingAtOnce,
        failed: failing,
        skipped: {target: 'over', guard: 'skippable', actions: 'see'},
      },
    },
    // A step with `each` is confirmed once, with its list shown.
    confirming: {
      on: {
        confirmed: {target: 'armed', actions: 'see'},
        failed: failing,
        skipped: {target: 'over', guard: 'skippable', actions: 'see'},
      },
    },
    armed: {on: {opened: opening, failed: failing}},
    awaiting: {
      on: {
        chosen: choosing,
        failed: failing,
        skipped: {target: 'over', guard: 'skippable', actions: 'see'},
      },
    },
    inside: {
      on: {
        picked: {guard: 'canPick', actions: 'see'},
        'round-over': {target: 'judging', actions: 'see'},
        'blocks-over': {target: 'closing', actions: 'see'},
      },
    },
    // After a round of a repeat: whether it is done, or another one is to come.
    judging: {
      on: {
        'round-ended': [
          {target: 'closing', guard: 'roundsDone', actions: 'see'},
          {target: 'inside', guard: 'roundsOn', actions: ['see', 'nextRound']},
        ],
        failed: failing,
      },
    },
    closing: {on: {succeeded: {target: 'over', actions: 'see'}, failed: failing}},
    // The branch ends the run: only that fact is wanted.
    ending: {on: {'file-ended': {target: 'over', guard: 'endsFile', actions: ['see', 'endFile']}}},
    held,
    aborting,
    over,
  },
});
