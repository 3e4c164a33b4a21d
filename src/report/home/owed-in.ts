/** What a run owes on the home screen, and until when a deadline stands there that its run can no longer have acknowledged. */
import type {RunBrief} from '../../run/brief.ts';
import {listedAfterMs} from '../../run/unacknowledged.ts';
import type {HomeOwed} from './home.ts';

/** All of it while the run is open. Afterwards nothing ends a deadline but time (docs/decisions/0086). */
export const owedIn = ({owed, run, mode, outcome}: RunBrief, nowMs: number): readonly HomeOwed[] =>
  owed
    .map(one => ({
      ...one,
      run,
      mode,
      listedUntilMs: outcome !== null && one.what === 'deadline' ? one.untilMs + listedAfterMs : null,
    }))
    .filter(({listedUntilMs}) => listedUntilMs === null || nowMs < listedUntilMs);
