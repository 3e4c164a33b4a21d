/** Connection strings as people write them, and nothing secret in what is shown. */

import fc from 'fast-check';
import {expect, test} from 'vitest';
import {displayTarget, formatConnection, libpqEnvironment, parseConnection} from '../../../src/postgres/uri.ts';

const parse = (text: string) => {
  const parsed = parseConnection(text);
  return parsed.ok ? parsed.value : parsed.reason;
};

test.each([
  [
    'postgres://app:s%40c:ret@db.internal:6432/tickets?sslmode=require',
    {
      host: 'db.internal',
      port: 6432,
      user: 'app',
      database: 'tickets',
      password: 's@c:ret',
      options: {sslmode: 'require'},
    },
  ],
  [
    'postgresql://postgres@/tickets?host=/var/run/lab&port=5433',
    {host: '/var/run/lab', port: 5433, user: 'postgres', database: 'tickets', options: {}},
  ],
  ['postgres://u@%2Fvar%2Frun/db', {host: '/var/run', port: 5432, user: 'u', database: 'db', options: {}}],
  ['postgres://u@[::1]:5433/db', {host: '::1', port: 5433, user: 'u', database: 'db', options: {}}],
  ['postgres://localhost', {host: 'localhost', port: 5432, user: 'postgres', database: 'postgres', options: {}}],
  [
    "host=/tmp port=5433 user=app password='it\\'s a = secret' dbname=tickets",
    {host: '/tmp', port: 5433, user: 'app', database: 'tickets', password: "it's a = secret", options: {}},
  ],
])('%s', (text, target) => {
  expect(parse(text)).toEqual(target);
});

test('what cannot be read is refused without repeating it, because a password may be in it', () => {
  for (const text of [
    '',
    'mysql://app:s3cret@db/x',
    'postgres://app:s3cret@db:99999/x',
    'postgres://app:s3cret@a,b/x',
    'postgres://app:s3cret%zz@a/x',
    'host=db password=s3cret nonsense',
  ]) {
    expect(parse(text)).toBeTypeOf('string');
    expect(parse(text)).not.toContain('s3cret');
  }
  expect(parse('postgres://u@a,b/x')).toContain('several hosts');
});

test('what is shown, written again or put into the environment has no password in it', () => {
  const target = {
    host: 'db',
    port: 5432,
    user: 'app',
    database: 'tickets',
    password: 'a:b\\c',
    options: {sslmode: 'verify-full'},
  };
  expect(displayTarget(target)).toBe('tickets at db:5432 as app');
  expect(formatConnection(target)).toBe('postgres://app@db:5432/tickets?sslmode=verify-full');
  expect(libpqEnvironment(target)).toEqual({
    variables: {PGHOST: 'db', PGPORT: '5432', PGUSER: 'app', PGDATABASE: 'tickets', PGSSLMODE: 'verify-full'},
    passwordLine: 'db:5432:tickets:app:a\\:b\\\\c',
  });
});

test('writing a target and reading it again is the same target', () => {
  const name = fc
    .string({minLength: 1, maxLength: 12, unit: 'grapheme'})
    .filter(text => text.isWellFormed() && !text.includes('\0'));
  const host = fc.constantFrom('db.internal', '10.0.0.1', '::1', '/var/tmp/lifeboat-lab-0-k7q2xw', "/tmp/a b+c%'&");
  const target = fc.record({
    host,
    port: fc.integer({min: 1, max: 65_535}),
    user: name,
    database: name,
    password: name,
    options: fc.constant({}),
  });
  fc.assert(
    fc.property(target, given => {
      expect(parse(formatConnection(given, {withPassword: true}))).toEqual(given);
    }),
  );
});

test('a zero byte would begin a setting of its own in the protocol, so there is none', () => {
  for (const uri of ['postgres://u@db/shop%00options%00-c%20fsync=off', 'postgres://u:topsecret%00@db/shop']) {
    expect(parse(uri)).toContain('has a zero byte (%00) in it');
    expect(parse(uri)).not.toContain('topsecret');
  }
});
