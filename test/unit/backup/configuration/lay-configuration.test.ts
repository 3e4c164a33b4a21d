/** A configuration that stood elsewhere names the places of its new host, and what a site has of its own stands above it. */
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {
  layConfiguration,
  planConfiguration,
  readSettings,
} from '../../../../src/backup/configuration/lay-configuration.ts';
import type {Configuration} from '../../../../src/backup/configuration/saved-configuration.ts';

const file = (role: 'config' | 'hba' | 'auto', name: string, path: string) =>
  ({role, name, path, saved: name, sha256: ''}) as const;

/** As Debian has it. */
const saved: Configuration = {
  title: 'the configuration saved at noon',
  savedAt: '2026-11-23T12:00:00Z',
  identifier: '7711152328148641719',
  major: 15,
  dataDirectory: '/var/lib/postgresql/15/shop',
  configDirectory: '/etc/postgresql/15/shop',
  needs: [],
  files: [
    file('config', 'postgresql.conf', '/etc/postgresql/15/shop/postgresql.conf'),
    file('hba', 'pg_hba.conf', '/etc/postgresql/15/shop/pg_hba.conf'),
    file('auto', 'postgresql.auto.conf', '/var/lib/postgresql/15/shop/postgresql.auto.conf'),
  ],
  contents: new Map([
    ['postgresql.conf', Buffer.from(`data_directory = '/var/lib/postgresql/15/shop'\nport = 5432`)],
    ['pg_hba.conf', Buffer.from('local all all peer\n')],
    ['postgresql.auto.conf', Buffer.from(`listen_addresses = '10.1.0.11'\n`)],
  ]),
};

const plan = (dataDirectory: string, configDirectory: string, settings = {}) =>
  Object.fromEntries(
    [
      ...planConfiguration({
        configuration: saved,
        dataDirectory,
        configDirectory,
        settings,
        user: {kind: 'self', name: 'tester'},
      }),
    ].map(([path, bytes]) => [path, bytes.toString('utf8')]),
  );

test('where it stood before, it is laid as it was saved', () => {
  expect(plan('/var/lib/postgresql/15/shop', '/etc/postgresql/15/shop')).toEqual({
    '/etc/postgresql/15/shop/postgresql.conf': `data_directory = '/var/lib/postgresql/15/shop'\nport = 5432`,
    '/etc/postgresql/15/shop/pg_hba.conf': 'local all all peer\n',
    '/var/lib/postgresql/15/shop/postgresql.auto.conf': `listen_addresses = '10.1.0.11'\n`,
  });
});

test('elsewhere, later lines name the data and the rules of this host', () => {
  expect(plan('/srv/pg', '/srv/pg')['/srv/pg/postgresql.conf']).toBe(
    `data_directory = '/var/lib/postgresql/15/shop'
port = 5432
# lifeboat: where the files of this site are
data_directory = '/srv/pg'
hba_file = '/srv/pg/pg_hba.conf'
ident_file = '/srv/pg/pg_ident.conf'
`,
  );
});

test('what the site has of its own stands at the end of the file that is read last', () => {
  expect(plan('/srv/pg', '/srv/etc', {listen_addresses: "10.2.0.11, it's"})['/srv/pg/postgresql.auto.conf']).toBe(
    `listen_addresses = '10.1.0.11'
# lifeboat: what this site has of its own
listen_addresses = '10.2.0.11, it''s'
# lifeboat: end of what this site has of its own
`,
  );
});

test('a setting is a name and a value, and none that says where files are', () => {
  expect(readSettings(['port=5433', 'archive_command=cp "%p" /a=b'])).toEqual({
    port: '5433',
    archive_command: 'cp "%p" /a=b',
  });
  expect(readSettings(['port'])).toMatch(/^a setting is written name=value/);
  expect(readSettings(['hba_file=/etc/passwd'])).toMatch(/^hba_file says where files are/);
});

test('where only what is missing is asked for, rules that were changed since stay, and settings of the site are added all the same', () => {
  const room = mkdtempSync(join(tmpdir(), 'lifeboat-lay-'));
  onTestFinished(() => rmSync(room, {recursive: true}));
  const [hba, auto] = [join(room, 'pg_hba.conf'), join(room, 'postgresql.auto.conf')];
  writeFileSync(hba, 'host all all 10.1.0.9/32 reject\n');
  writeFileSync(auto, `work_mem = '8MB'\n`);
  const laid = layConfiguration({
    configuration: saved,
    dataDirectory: room,
    configDirectory: room,
    settings: {port: '5433'},
    onlyMissing: true,
    user: {kind: 'self', name: 'tester'},
  });
  expect(laid).toEqual({written: [join(room, 'postgresql.conf'), auto], keptAside: [], missing: []});
  expect(readFileSync(hba, 'utf8')).toBe('host all all 10.1.0.9/32 reject\n');
  expect(readFileSync(auto, 'utf8')).toContain(
    `work_mem = '8MB'\n# lifeboat: what this site has of its own\nport = '5433'\n`,
  );
});
