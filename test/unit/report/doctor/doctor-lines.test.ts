/** What the doctor says of a host on which something is missing, and of one that is well. */
import {expect, test} from 'vitest';
import {type Doctor, isWell, type ToolReport} from '../../../../src/report/doctor/doctor.ts';
import {doctorLines} from '../../../../src/report/doctor/doctor-lines.ts';
import {badlySaid} from '../../../support/badly-said.ts';

const pgDump: ToolReport = {
  name: 'pg_dump',
  path: '/usr/lib/postgresql/15/bin/pg_dump',
  version: '15.18',
  health: 'good',
  why: null,
  what: 'takes logical backups',
  without: 'there are no logical backups',
  install: 'apt-get install postgresql-client',
  neededBy: [
    {kind: 'driver', name: 'pg_dump', isMust: true},
    {kind: 'runbook', name: 'database-corruption', isMust: false},
  ],
};

const well: Doctor = {
  program: '0.1.0',
  servers: [
    {version: '15.18', directory: '/usr/lib/postgresql/15/bin', source: 'installed', isUsed: true},
    {version: '15.18', directory: null, source: 'embedded', isUsed: false},
  ],
  noServer: null,
  tools: [pgDump],
  host: [{name: 'locale', health: 'good', says: 'C.UTF-8'}],
};

test('a host on which nothing is missing is told in a few lines', () => {
  expect(isWell(well)).toBe(true);
  expect(doctorLines(well)).toEqual([
    'Lifeboat 0.1.0. All that is known here can be run.',
    'PostgreSQL servers:',
    '  15.18 in /usr/lib/postgresql/15/bin; used.',
    '  15.18, which npm brought along; used where no other is here, or LIFEBOAT_POSTGRES is embedded.',
    'Tools, 1 of 1 here:',
    '  pg_dump 15.18, /usr/lib/postgresql/15/bin/pg_dump.',
    '    Needed by the driver pg_dump. Also called where it helps by the runbook database-corruption.',
    'This host:',
    '  locale: C.UTF-8.',
  ]);
});

const fence: ToolReport = {
  ...pgDump,
  name: 'ipmitool',
  path: null,
  version: null,
  health: 'bad',
  what: null,
  without: null,
  install: 'install ipmitool',
  neededBy: [
    {kind: 'runbook', name: 'split-brain', isMust: true},
    {kind: 'drill', name: 'failover', isMust: true},
  ],
};

test('what somebody has to do stands first, with who needs it and the way out', () => {
  const sick: Doctor = {
    ...well,
    servers: [],
    noServer: 'no PostgreSQL server was found; install one',
    tools: [{...pgDump, path: null, health: 'note', why: 'pg_dump is not here'}, fence],
    host: [
      {name: 'clock', health: 'bad', says: 'it is 2026-11-30, and the newest run began later', hint: 'Set it right.'},
    ],
  };
  expect(isWell(sick)).toBe(false);
  expect(doctorLines(sick)).toEqual([
    'Lifeboat 0.1.0. Somebody has to do something first.',
    '  no PostgreSQL server was found; install one.',
    '  ipmitool is missing, and the runbook split-brain; the drill of failover need it. Way out: install ipmitool',
    '  it is 2026-11-30, and the newest run began later. Way out: Set it right.',
    'PostgreSQL servers:',
    '  none',
    'Tools, 0 of 2 here:',
    '  Not here: pg_dump, which takes logical backups.',
    '    pg_dump is not here.',
    '    Needed by the driver pg_dump. Also called where it helps by the runbook database-corruption.',
    '    Without it: there are no logical backups.',
    '    To install it: apt-get install postgresql-client',
    '  MISSING: ipmitool.',
    '    Needed by the runbook split-brain; the drill of failover.',
    '    To install it: install ipmitool',
    'This host:',
    '  clock: NOT WELL, it is 2026-11-30, and the newest run began later.',
    '    Set it right.',
  ]);
  expect(badlySaid(doctorLines(sick).join(''))).toEqual([]);
});

test('a name that a runbook brings cannot pretend to be a line of ours', () => {
  const lines = doctorLines({...well, tools: [{...fence, name: 'x\nAll is well'}]});
  expect(lines.some(line => line === 'All is well')).toBe(false);
});
