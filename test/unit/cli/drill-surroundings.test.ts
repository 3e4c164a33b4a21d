/** What a drill's steps see of the operator's environment. */
import {expect, test} from 'vitest';
import {drillSurroundings} from '../../../src/cli/drill-surroundings.ts';

/** Files that would lead libpq and psql somewhere, HOME or not. */
const noFiles = {
  PGPASSFILE: '/nonexistent',
  PGSERVICEFILE: '/nonexistent',
  PGSYSCONFDIR: '/nonexistent',
  PSQLRC: '/nonexistent',
};

test('no variable or file of the operator leads a step to a database, and a program that is told none finds the lab', () => {
  const operator = {
    PATH: '/usr/bin',
    LIFEBOAT_STATE: '/srv/lifeboat',
    LIFEBOAT_POSTGRES: 'embedded',
    LIFEBOAT_DATABASE: 'postgres://root@production.example/tickets',
    LIFEBOAT_SIDE: 'postgres://root@production.example/tickets',
    PGUSER: 'root',
    PGSERVICE: 'production',
  };
  const lab = {primary: 'postgres://postgres@/tickets?host=/var/tmp/lab&port=5432', archive: '/var/tmp/lab/archive'};
  expect(drillSurroundings(operator, lab)).toEqual({
    env: {PATH: '/usr/bin', LIFEBOAT_STATE: '/srv/lifeboat', LIFEBOAT_POSTGRES: 'embedded'},
    given: {LIFEBOAT_DRILL: '/var/tmp/lab', PGHOST: '/var/tmp/lab', ...noFiles},
  });
});

test('a drill that has no server leads nowhere', () => {
  expect(drillSurroundings({PGHOST: 'production.example'}, {})).toEqual({
    env: {},
    given: {LIFEBOAT_DRILL: '/nonexistent', PGHOST: '/nonexistent', ...noFiles},
  });
});
