/** What a command comes down to. */
import {expect, test} from 'vitest';
import {commandProgram} from '../../../src/runners/command.ts';

const files = {out: '/run/x.out', err: '/run/x.err', script: '/run/x.script', passfile: '/run/x.pgpass'};
const context = {self: ['/usr/bin/node', '/opt/lifeboat.mjs'], user: 'ada', files};

test('arguments reach the program as they are, blanks and shell characters included', () => {
  const argv = ['psql', '-c', 'select 1; $(rm -rf /)'];

  expect(commandProgram({kind: 'command', argv, env: {}}, context)).toEqual({
    ok: true,
    value: {argv, env: {}, files: []},
  });
});

test('lifeboat in a command is this very program, whatever the PATH has', () => {
  const action = {kind: 'command', argv: ['lifeboat', 'backup', 'take'], env: {}} as const;

  expect(commandProgram(action, context)).toMatchObject({
    value: {argv: ['/usr/bin/node', '/opt/lifeboat.mjs', 'backup', 'take']},
  });
});

test('the password of a connection is in the password file and nowhere else', () => {
  const connection = 'postgres://ada:topsecret@db.example/tickets';
  const program = commandProgram({kind: 'command', argv: ['pg_dump'], env: {}, connection}, context);

  expect(program).toMatchObject({
    value: {
      argv: ['pg_dump'],
      env: {PGHOST: 'db.example', PGPASSFILE: '/run/x.pgpass'},
      files: [{path: '/run/x.pgpass', mode: 0o600, text: 'db.example:5432:*:ada:topsecret\n'}],
    },
  });
  const {argv, env} = program.ok ? program.value : {argv: [], env: {}};
  expect(JSON.stringify({argv, env})).not.toContain('topsecret');
});

test('what the step itself sets wins over what comes from its connection', () => {
  const action = {
    kind: 'command',
    argv: ['psql'],
    env: {PGDATABASE: 'postgres'},
    connection: 'postgres://db.example/tickets',
  } as const;

  expect(commandProgram(action, context)).toMatchObject({value: {env: {PGDATABASE: 'postgres'}}});
});

test('a command whose first word turned out empty is refused', () => {
  expect(commandProgram({kind: 'command', argv: [''], env: {}}, context)).toEqual({
    ok: false,
    reason: 'the command has no program: its first word is empty',
  });
});
