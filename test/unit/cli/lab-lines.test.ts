/** A lab in lines: where each server is reached, what takes writes, and what the application was told. */
import {expect, test} from 'vitest';
import {labLines} from '../../../src/cli/lab-lines.ts';
import type {LabStatus} from '../../../src/lab/lab-status.ts';

const status: LabStatus = {
  dataset: 'ticketing',
  scale: 1000,
  servers: [
    {
      name: 'primary',
      state: 'unreachable',
      why: 'nobody listens\u001b[2J there',
      connection: 'postgres://postgres@/ticketing?host=/var/tmp/lab&port=5432',
      dataDirectory: '/var/tmp/lab/primary',
    },
    {
      name: 'standby',
      state: 'takes-writes',
      why: null,
      connection: 'postgres://postgres@/ticketing?host=/var/tmp/lab/site2&port=5432',
      dataDirectory: '/var/tmp/lab/site2/data',
    },
  ],
  application: {
    pid: 4711,
    acknowledged: 1,
    unanswered: 1,
    lastAcknowledged: {at: '2026-11-30T03:12:00.000Z', server: 'standby'},
    failedReads: 3,
    lastFailedRead: {at: '2026-11-30T03:12:00.000Z', why: 'relation "orders" does not exist'},
  },
};

test('a line for each server and for each thing that the application knows', () => {
  expect(labLines(status, Date.parse('2026-11-30T03:12:05Z'))).toEqual([
    "  primary      cannot be reached (nobody listens␛[2J there): psql 'postgres://postgres@/ticketing?host=/var/tmp/lab&port=5432'",
    "  standby      takes writes: psql 'postgres://postgres@/ticketing?host=/var/tmp/lab/site2&port=5432'",
    '  application  was told of 1 write, the last 5 seconds ago by the standby; 1 was never answered',
    '  application  3 reads failed, the last one: relation "orders" does not exist',
    '  application  goes on as process 4711',
  ]);
});

test('an application that was told of nothing says so, and one of a drill has no process of its own', () => {
  const application = {
    pid: null,
    acknowledged: 0,
    unanswered: 0,
    lastAcknowledged: null,
    failedReads: 0,
    lastFailedRead: null,
  };
  expect(labLines({...status, servers: [], application}, 0)).toEqual(['  application  was told of 0 writes']);
});
