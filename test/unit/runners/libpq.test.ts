/** A connection as psql and pg_dump take it. */
import {expect, test} from 'vitest';
import {libpqConnection} from '../../../src/runners/libpq.ts';

test('the parts of a URI become variables, and the password goes into a file for its own host only', () => {
  const connection = libpqConnection('postgres://ada:s%3Acr%5Cet@db.example:6432/tickets?sslmode=require', 'ada');

  expect(connection).toEqual({
    ok: true,
    value: {
      env: {PGHOST: 'db.example', PGPORT: '6432', PGUSER: 'ada', PGDATABASE: 'tickets', PGSSLMODE: 'require'},
      passfile: `${String.raw`db.example:6432:*:ada:s\:cr\\et`}\n`,
    },
  });
});

test('without a password there is no password file, so that the own one of the operator counts', () => {
  const connection = libpqConnection('postgres://db.example/tickets', 'ada');

  expect(connection).toMatchObject({ok: true, value: {env: {PGUSER: 'ada'}, passfile: undefined}});
});

test('through a socket libpq may look for localhost, so the file has both', () => {
  const connection = libpqConnection('postgres://ada:secret@/tickets?host=/run/postgresql', 'ada');

  expect(connection).toMatchObject({
    value: {passfile: '/run/postgresql:5432:*:ada:secret\nlocalhost:5432:*:ada:secret\n'},
  });
});

test('what is no connection is refused without repeating it', () => {
  const connection = libpqConnection('postgres://ada:secret@db:port/tickets', 'ada');

  expect(connection.ok).toBe(false);
  expect(JSON.stringify(connection)).not.toContain('secret');
});
