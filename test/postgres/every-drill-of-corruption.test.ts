/** What is shipped for this scenario cures what it says it cures: every runbook, in every variant of its drill. */
import {test} from 'vitest';
import {everyDrillMs, expectEveryDrill} from '../support/every-drill.ts';

test('every shipped drill of corruption passes, and nothing of its lab is left', {timeout: everyDrillMs}, () =>
  expectEveryDrill('corruption'),
);
