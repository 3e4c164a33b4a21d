/** Whether a primary is gone, by what each side says of it. */
import {expect, test} from 'vitest';
import {type Seen, verdictOn} from '../../../../src/backup/failover/primary-state.ts';
import type {ProbedServer} from '../../../../src/backup/failover/probe-server.ts';

const probed = (state: ProbedServer['state']): ProbedServer => ({
  state,
  detail: '',
  place: 'shop at 192.0.2.11:5432 as postgres',
  identifier: null,
  tries: 1,
});

const standby = (hearsPrimary: boolean, isStandby = true): Seen['standby'] => ({
  reached: true,
  identifier: '7711152328148641719',
  isStandby,
  hearsPrimary,
  receivedLsn: '0/3000000',
  replayedLsn: '0/3000000',
  lastCommitAt: null,
  isPaused: false,
  archiveMode: 'on',
  waitsFor: '',
});

const old = (state: NonNullable<Seen['old']>['state'], mayBeHidden = false): Seen['old'] => ({
  mayBeHidden,
  state,
  directory: '/srv/pg',
  identifier: null,
  startedAt: null,
  isShutDown: false,
  endLsn: null,
  isFenced: false,
});

const silence: Seen = {
  primary: probed('silent'),
  console: null,
  clients: null,
  standby: null,
  old: null,
  isOneServer: false,
};

test.each<readonly [string, string, Partial<Seen>]>([
  ['it answers and takes writes', 'up', {primary: probed('takes-writes')}],
  ['it answers, whoever else does not hear it', 'up', {primary: probed('takes-writes'), standby: standby(false)}],
  ['it lets nobody in', 'ailing', {primary: probed('answers')}],
  ['it is a standby', 'ailing', {primary: probed('follows')}],
  ['it takes no writes', 'ailing', {primary: probed('read-only')}],
  ['its standby hears it', 'cut-off', {standby: standby(true)}],
  ['its console answers', 'cut-off', {console: probed('answers')}],
  ['it runs on its host', 'cut-off', {old: old('running'), standby: standby(false)}],
  ['its files lie there and nothing runs', 'down', {old: old('stopped'), console: probed('silent')}],
  ['its files lie there, and a server runs that may be it', 'hidden', {old: old('stopped', true)}],
  ['no file of it can be seen, and a server runs that may be it', 'hidden', {old: old('gone', true)}],
  [
    'a server runs that may be it, and its standby hears it',
    'cut-off',
    {old: old('gone', true), standby: standby(true)},
  ],
  ['no file of it is here', 'gone', {old: old('gone'), standby: standby(false)}],
  [
    'its standby was promoted, and its files lie there',
    'replaced',
    {old: old('stopped'), standby: standby(false, false)},
  ],
  ['its standby was promoted, and it cannot be told how it is', 'replaced', {standby: standby(false, false)}],
  [
    'its standby was promoted, and it takes writes too',
    'two-primaries',
    {primary: probed('takes-writes'), standby: standby(false, false)},
  ],
  [
    'its standby was promoted, and by its console it takes writes',
    'two-primaries',
    {console: probed('takes-writes'), standby: standby(false, false)},
  ],
  [
    'its address was moved to the promoted standby',
    'up',
    {primary: probed('takes-writes'), standby: standby(false, false), isOneServer: true},
  ],
  ['nobody says anything', 'gone', {}],
])('%s: %s', (_what, verdict, seen) => {
  expect(verdictOn({...silence, ...seen})).toBe(verdict);
});
