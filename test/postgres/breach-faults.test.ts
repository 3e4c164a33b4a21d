/** An intruder in a lab: in with a stolen password, seen, and out only for an oracle that tries every door itself. */
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, expect, test} from 'vitest';
import {readPasswordFile, writePasswordFile} from '../../src/lab/accounts/password-file.ts';
import {type Application, startApplication} from '../../src/lab/application.ts';
import {takeBaseBackup} from '../../src/lab/base-backup.ts';
import {breakLab} from '../../src/lab/break-lab.ts';
import type {Damage} from '../../src/lab/damage.ts';
import {type Estate, openEstate} from '../../src/lab/estate.ts';
import {judge} from '../../src/lab/oracle.ts';
import {takeSecondCopy} from '../../src/lab/second-copy.ts';
import {startWatch, type Watch} from '../../src/lab/watch/watch.ts';
import {connect} from '../../src/postgres/connect.ts';
import {quoteIdentifier, quoteLiteral} from '../../src/postgres/quote.ts';
import {must} from '../support/postgres-must.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'lifeboat-state-'));
let estate: Estate;
let application: Application;
let watch: Watch;

beforeAll(async () => {
  estate = must(
    await openEstate({run: `breach-${process.pid}`, stateDir, scale: 400, withAccounts: true, withSecondCopy: true}),
  );
  await onConsole(keptBefore);
});

afterAll(async () => {
  must(await estate.dismantle());
  rmSync(stateDir, {recursive: true});
});

/** Each test has an intruder of its own, who comes from nowhere. */
beforeEach(() => {
  for (const file of ['intruder.json', 'intruder.jsonl']) {
    rmSync(join(estate.directory, file), {force: true});
  }
  application = startApplication(estate);
  watch = startWatch(estate);
});

afterEach(async () => {
  await Promise.all([application.stop(), watch.stop()]);
});

/** What is put back from when somebody changes it. */
const keptBefore = `
  create schema kept; create table kept.customers as table customers; create table kept.audit_log as table audit_log;
  alter table kept.customers add primary key (id); alter table kept.audit_log add primary key (id)`;

const onConsole = async (sql: string) => {
  const connection = must(await connect(estate.primary));
  const done = await connection.run(sql);
  await connection.close();
  return must(done);
};

/** While the application writes, nobody can say whether a row is one that it was told of. */
const complaints = async (damage: Damage): Promise<readonly string[]> => {
  const judged = must(await judge(estate, {damage, writes: application.writes()}));
  return judged.filter(({ok, name}) => !ok && name !== 'no_write_too_many').map(({name}) => name);
};

const details = async (damage: Damage, name: string): Promise<string> =>
  must(await judge(estate, {damage, writes: application.writes()})).find(finding => finding.name === name)?.detail ??
  '';

const rulesFile = () => join(estate.dataDirectory, 'pg_hba.conf');

const rotate = async (roles: readonly string[]) => {
  const store = estate.accounts?.passwordFile ?? '';
  const fresh = readPasswordFile(store).map(({role, password}) => ({
    role,
    password: roles.includes(role) ? `${password}x` : password,
  }));
  for (const {role, password} of fresh) {
    await onConsole(`alter role ${quoteIdentifier(role)} password ${quoteLiteral(password)}`);
  }
  writePasswordFile(store, fresh);
};

const endForeignSessions = () =>
  onConsole(`select pg_terminate_backend(pid, 5000) from pg_stat_activity where host(client_addr) = '127.0.0.66'`);

const putBack = `
  update customers c set email = k.email from kept.customers k where k.id = c.id and k.email <> c.email;
  insert into audit_log overriding system value select * from kept.audit_log k where not exists (select from audit_log a where a.id = k.id);
  delete from customers c where not exists (select from kept.customers k where k.id = c.id)`;

const everybody = ['app', 'reporting', 'replicator', 'backup', 'admin'];

test('an intruder who read, changed, erased and forged, and left backdoors, is out when every door is shut', async () => {
  const {damage, symptom} = must(
    await breakLab(
      estate,
      {
        intrusion: {
          table: 'customers',
          set: "email = 'x' || id || '@intruder.test'",
          where: 'id % 50 = 1',
          erase_table: 'audit_log',
          erase_where: 'id % 70 = 1',
          forge: "insert into customers (email, full_name) values ('guest@intruder.test', 'A guest')",
        },
      },
      undefined,
    ),
  );
  expect(symptom).toBe(
    'of 10 rows 6 are missing and 4 are not as they were; there is the superuser support2, the function refresh_statistics(text), a membership of reporting in pg_read_all_data, a rule that lets 127.0.0.66 in; somebody from 127.0.0.66 is in as app',
  );
  const rows = ['rows_back:public.customers', 'rows_back:public.audit_log', 'nothing_else_changed'];
  expect(await complaints(damage)).toEqual([
    'symptom_gone',
    ...rows,
    'structure_as_before',
    'old_passwords_refused',
    'intruder_is_out',
    'intruder_has_no_session',
    'access_as_before',
  ]);

  await onConsole(putBack);
  expect(await complaints(damage)).not.toEqual(expect.arrayContaining([rows[0]]));

  await onConsole('alter role reporting nologin');
  expect(await details(damage, 'old_passwords_refused')).toContain(
    'the old password of reporting is refused, and not for being wrong',
  );
  await onConsole('alter role reporting login');
  await rotate(everybody.slice(1));
  await endForeignSessions();
  expect(await details(damage, 'old_passwords_refused')).toBe('the old password of app lets in');

  await rotate(['app']);
  await onConsole('drop role support2; drop function refresh_statistics(text); revoke pg_read_all_data from reporting');
  await endForeignSessions();
  expect(await complaints(damage)).toEqual([
    'symptom_gone',
    'intruder_is_out',
    'intruder_has_no_session',
    'access_as_before',
  ]);

  writeFileSync(rulesFile(), readFileSync(rulesFile(), 'utf8').replace(/^host all all 127\.0\.0\.66.*\n/, ''));
  await onConsole('select pg_reload_conf()');
  await endForeignSessions();
  await expect.poll(() => complaints(damage), {timeout: 30_000}).toEqual([]);

  await application.stop();
  const judged = must(await judge(estate, {damage, writes: application.writes()}));
  expect(judged.filter(({ok}) => !ok)).toEqual([]);
  expect(judged.find(({name}) => name === 'intruder_is_out')?.detail).toMatch(
    /^the intruder was last in at \S+Z, and none of its 7 keys fits any more$/,
  );
});

test.each([
  ['stolen_password', {table: 'orders'}],
  ['exfiltration', {table: 'customers'}],
])('%s: a session that is ended comes back, and only another password keeps it out', async (fault, parameters) => {
  const {damage} = must(await breakLab(estate, {[fault]: parameters}, undefined));
  await endForeignSessions();
  await expect
    .poll(() => complaints(damage), {timeout: 30_000})
    .toEqual(expect.arrayContaining(['symptom_gone', 'intruder_has_no_session']));

  await rotate(everybody);
  await endForeignSessions();
  await expect.poll(() => complaints(damage), {timeout: 30_000}).toEqual([]);
});

test('backups that an intruder deleted are missed until there is a new one, and the second copy is no such one', async () => {
  must(await takeBaseBackup(estate));
  must(await takeSecondCopy(estate));
  const {damage} = must(
    await breakLab(
      estate,
      {deleted_backups: {table: 'customers', set: "email = 'x' || id || '@intruder.test'", where: 'id % 50 = 1'}},
      undefined,
    ),
  );
  expect(readdirSync(estate.backup)).toEqual([]);
  expect(readdirSync(estate.archive)).toEqual([]);
  expect(readdirSync(join(estate.secondCopy ?? '', 'backup'))).toContain('backup_label');

  await onConsole(putBack);
  await rotate(everybody);
  await endForeignSessions();
  await expect.poll(() => complaints(damage), {timeout: 30_000}).toEqual(['symptom_gone']);
  must(await takeBaseBackup({...estate, backup: `${estate.backup}-new`}));
  expect(await complaints(damage)).toEqual([]);
});
