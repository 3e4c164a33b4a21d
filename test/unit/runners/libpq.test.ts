/** A connection as psql and pg_dump take it. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {formatConnection} from '../../../src/postgres/uri.ts';
import {libpqConnection} from '../../../src/runners/libpq.ts';
import {anyValue} from '../../support/any-values.ts';

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

test('a line break would begin another line of the password file, so there is none', () => {
  for (const uri of ['postgres://ada:secret%0A*:*:*:*:other@db/tickets', 'postgres://a%0Db:secret@db/tickets']) {
    const connection = libpqConnection(uri, 'ada');

    expect(connection).toMatchObject({ok: false, reason: expect.stringContaining('a line break')});
    expect(JSON.stringify(connection)).not.toContain('secret');
  }
});

/** The fields of a line of a password file, as libpq reads them (PostgreSQL manual, 34.16). */
const fieldsOf = (line: string): readonly string[] =>
  [...line.matchAll(/((?:[^\\:]|\\[\s\S])*)(?::|$)/g)].map(([, field = '']) => field.replace(/\\([\s\S])/g, '$1'));

test('whatever a name or a password is, it is one variable and one field, byte for byte', () => {
  const part = anyValue.filter(value => value !== '' && !/[\n\r]/.test(value));
  fc.assert(
    fc.property(part, part, part, (user, password, database) => {
      const target = {host: 'db-1', port: 5433, user, database, password, options: {}};
      const read = libpqConnection(formatConnection(target, {withPassword: true}), 'ada');
      const {env, passfile} = read.ok ? read.value : {env: {}, passfile: undefined};

      expect(env).toMatchObject({PGHOST: 'db-1', PGPORT: '5433', PGUSER: user, PGDATABASE: database});
      expect(fieldsOf((passfile ?? '').slice(0, -1)).slice(0, 5)).toEqual(['db-1', '5433', '*', user, password]);
    }),
    {numRuns: 1_000},
  );
});
