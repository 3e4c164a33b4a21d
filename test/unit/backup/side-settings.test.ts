/** What a standby must have as much of as its primary, read from the log in which the server says so. */

import {expect, test} from 'vitest';
import {demandedSettings} from '../../../src/backup/side-settings.ts';

test('every limit that the server names is taken with the primary’s value', () => {
  const log = `2026-11-24 03:12:00 UTC [7] WARNING:  hot standby is not possible because of insufficient parameter settings
2026-11-24 03:12:00 UTC [7] DETAIL:  max_connections = 100 is a lower setting than on the primary server, where its value was 400.
2026-11-24 03:12:00 UTC [7] FATAL:  recovery aborted because of insufficient parameter settings
2026-11-24 03:12:00 UTC [7] DETAIL:  max_worker_processes = 8 is a lower setting than on the primary server, where its value was 32.`;
  expect(demandedSettings(log)).toEqual({max_connections: '400', max_worker_processes: '32'});
  expect(demandedSettings('LOG:  redo starts at 0/2000028')).toEqual({});
});
