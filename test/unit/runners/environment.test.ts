/** Programs of steps see an allow-list of the operator's environment. */
import {expect, test} from 'vitest';
import {attemptVariables, passedOn} from '../../../src/runners/environment.ts';

test('what tells a program where it is passes, what changes what it does stays out', () => {
  const operator = {
    PATH: '/usr/bin',
    HOME: '/home/ada',
    LC_TIME: 'de_DE.UTF-8',
    LIFEBOAT_STATE: '/srv/lifeboat',
    TERM: 'xterm-256color',
    BASH_ENV: '/tmp/evil.sh',
    ENV: '/tmp/evil.sh',
    LD_PRELOAD: '/tmp/evil.so',
    NODE_OPTIONS: '--require /tmp/evil.cjs',
    PERL5OPT: '-Mevil',
    PYTHONSTARTUP: '/tmp/evil.py',
    PGHOST: 'production.example',
    PGPASSWORD: 'secret',
    AWS_SECRET_ACCESS_KEY: 'secret',
    UNSET: undefined,
  };

  expect(passedOn(operator)).toEqual({
    PATH: '/usr/bin',
    HOME: '/home/ada',
    LC_TIME: 'de_DE.UTF-8',
    LIFEBOAT_STATE: '/srv/lifeboat',
    TERM: 'dumb',
  });
});

test('what a run gives its programs stands above what the operator has', () => {
  expect(
    passedOn({PATH: '/usr/bin', PGHOST: 'production.example'}, {PGHOST: '/var/tmp/lab', PATH: '/opt/bin'}),
  ).toEqual({
    TERM: 'dumb',
    PATH: '/opt/bin',
    PGHOST: '/var/tmp/lab',
  });
});

test('the idempotency key is the same for every attempt of a step', () => {
  const attempt = {run: '20261123t001957z-deletion-k7q2xw', step: 'restore/put_back', attempt: 3};

  expect(attemptVariables(attempt, 2)).toEqual({
    LIFEBOAT_RUN: '20261123t001957z-deletion-k7q2xw',
    LIFEBOAT_STEP: 'restore/put_back',
    LIFEBOAT_ATTEMPT: '3',
    LIFEBOAT_IDEMPOTENCY_KEY: '20261123t001957z-deletion-k7q2xw/restore/put_back',
    LIFEBOAT_FENCE: '2',
  });
});
