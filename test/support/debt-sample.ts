/** Drill debt as it stands after one drill: what nobody has gone through, what has changed since. */
import {type Debt, debtOf} from '../../src/report/history/debt.ts';
import type {PartNow} from '../../src/report/history/used-parts.ts';
import type {RunBrief} from '../../src/run/brief.ts';

/** One way and its steps were never gone through, another step has changed, and one variant waits for its first drill. */
export const debtAfter = (last: RunBrief): Debt =>
  debtOf(
    [
      ['step', 'stop_writes', 'Stop application writes', 'now'],
      ['undo', 'stop_writes', 'Undo of "Stop application writes"', 'now'],
      ['branch', 'choose_path:last_dump', 'Choose the way back: Restore the last nightly dump', 'now'],
      ['step', 'choose_path:last_dump/load_dump', 'Load the dump', 'now'],
      ['step', 'put_back', 'Put the lost rows back', 'changed'],
    ].map(([kind = '', path = '', title = '', digest = '']) => ({
      name: `${kind} ${path}`,
      kind: kind as PartNow['kind'],
      path,
      title,
      drill: 'run',
      digest,
    })),
    {
      runs: [
        {
          ...last,
          exercise: {
            text: 'old',
            executor: 'ada',
            parts: {'step stop_writes': [9_000, null], 'step put_back': [41_000, null]},
            simulated: [],
          },
        },
      ],
      digests: new Map([
        [
          'old',
          new Map([
            ['step stop_writes', 'now'],
            ['step put_back', 'then'],
          ]),
        ],
      ]),
      variants: [null, 'dropped_table'],
    },
  );
