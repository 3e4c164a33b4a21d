/** On a host with two servers the configuration of one is never laid where the other reads it. */
import {existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {checkConfiguration, restoreConfiguration} from '../../../../src/backup/configuration/check-configuration.ts';
import type {Configuration} from '../../../../src/backup/configuration/saved-configuration.ts';

const identifier = '7711152328148641719';

let room: string;

beforeEach(() => {
  room = realpathSync(mkdtempSync(join(tmpdir(), 'lifeboat-places-')));
  mkdirSync(join(room, 'etc/main'), {recursive: true});
  for (const name of ['main', 'replica']) {
    mkdirSync(join(room, name, 'global'), {recursive: true});
    const control = Buffer.alloc(8192);
    control.writeBigUInt64LE(BigInt(identifier));
    writeFileSync(join(room, name, 'global/pg_control'), control);
    writeFileSync(join(room, name, 'PG_VERSION'), '15\n');
  }
});

afterEach(() => rmSync(room, {recursive: true}));

/** As Debian has it; a standby has the identifier of its primary. */
const saved = (dataDirectory = join(room, 'main')): Configuration => ({
  title: 'the configuration saved at noon',
  savedAt: '2026-11-23T12:00:00Z',
  identifier,
  major: 15,
  dataDirectory,
  configDirectory: join(room, 'etc/main'),
  needs: [],
  files: [{role: 'hba', name: 'pg_hba.conf', path: join(room, 'etc/main/pg_hba.conf'), saved: 'hba', sha256: ''}],
  contents: new Map([['hba', Buffer.from('local all all peer\n')]]),
});

const request = (data: string, configDirectory?: string, configuration = saved()) => ({
  dataDirectory: join(room, data),
  configDirectory,
  configuration,
  settings: {},
  surroundings: {apart: []},
});

/** Not everybody may run a server on these files: as root that is what is said next. */
const kindOf = async (asked: ReturnType<typeof request>) => {
  const checked = await checkConfiguration(asked);
  return checked.ok ? 'checked' : checked.reason.kind;
};

test('for a standby on the host of its primary somebody has to say where it reads its configuration', async () => {
  for (const done of [await checkConfiguration(request('replica')), await restoreConfiguration(request('replica'))]) {
    expect(done).toMatchObject({
      ok: false,
      reason: {
        kind: 'unsafe',
        sentence: `In ${room}/etc/main stood the configuration saved at noon, for the server in ${room}/main and not for the one in ${room}/replica.`,
      },
    });
  }
  expect(existsSync(join(room, 'etc/main/pg_hba.conf'))).toBe(false);
  expect(await kindOf(request('replica', join(room, 'replica')))).not.toBe('unsafe');
});

test('where the data lie as they did, also by a link, it goes where it stood', async () => {
  symlinkSync(join(room, 'main'), join(room, 'cluster'));
  for (const place of [join(room, 'main'), join(room, 'cluster')]) {
    expect(await kindOf(request('main', undefined, saved(place)))).not.toBe('unsafe');
  }
});
