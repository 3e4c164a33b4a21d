/** The real clocks of this very host. */
import {uptime} from 'node:os';
import {expect, test} from 'vitest';
import {systemClock} from '../../../src/cli/system-clock.ts';

test.skipIf(process.platform !== 'linux')('the time since the host was started is told, and goes on', () => {
  const first = systemClock.bootUs() ?? 0;
  const second = systemClock.bootUs() ?? 0;

  expect(second).toBeGreaterThanOrEqual(first);
  expect(Math.round(uptime() * 1_000_000)).toBeGreaterThanOrEqual(second);
});
