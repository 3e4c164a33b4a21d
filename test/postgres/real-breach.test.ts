/** The breach runbooks on a user's own cluster, by inputs alone: made by initdb and its own SQL, and no lab knows of it. */
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Connection} from '../../src/postgres/connect.ts';
import {breached, breachRunbook, inputsFile} from '../support/breach-incident.ts';
import {type BurgledShop, issued, rogue, rowsOf, rowsWithoutBurglar, storedPassword} from '../support/burgled-shop.ts';
import {driveRun} from '../support/driven-run.ts';
import {type Desk, makeDesk} from '../support/lifeboat.ts';
import {contentOf} from '../support/processes.ts';
import {filesBelow} from '../support/shop.ts';

const runMs = 240_000;

/** Where the program keeps what it does and says: no password is to be in it. */
const secretsIn = (desk: Desk, shop: BurgledShop, said: string): readonly string[] => {
  const fresh = Object.keys(issued).map(role => storedPassword(shop.store, role));
  const secrets = [...Object.values(issued), ...fresh, rogue.password].flatMap(one => [one, encodeURIComponent(one)]);
  const places = [said, ...filesBelow(desk.state).map(contentOf)];
  return secrets.filter(secret => places.some(text => text.includes(secret)));
};

/** Who was in is out, no old password is good for anything, and nothing is left to come back by. */
const expectOut = async (shop: BurgledShop, sessions: readonly Connection[]) => {
  for (const session of sessions) {
    expect(await session.run('select 1')).toMatchObject({ok: false});
  }
  for (const [role, password] of Object.entries(issued)) {
    // That role comes over the replication protocol alone, so no rule of it fits here.
    const sqlstate = role === 'wal_copy' ? '28000' : '28P01';
    expect(await shop.enter(role, password), role).toMatchObject({ok: false, reason: {sqlstate}});
    expect(await shop.enter(role, password, shop.burglarAddress), role).toMatchObject({ok: false, reason: {sqlstate}});
  }
  expect(await shop.enter(rogue.role, rogue.password, shop.burglarAddress)).toMatchObject({ok: false});
  const left = await shop.cluster.sql(`
    select rolname as what from pg_roles where rolname = 'support2'
    union all select 'function' from pg_proc where proname = 'refresh_statistics'
    union all select 'member' from pg_auth_members where member = 'bi'::regrole
    union all select 'rule' from pg_hba_file_rules where auth_method = 'trust' and type <> 'local'`);
  expect(left).toEqual([]);
};

test('an intruder with the password of the application is out, exactly what it did is taken back, and the application works', {
  timeout: runMs,
}, async () => {
  const {shop, sessions, at} = await breached(true);
  const desk = makeDesk();
  const inputs = {
    client: shop.client,
    breached_at: at,
    intruder_addresses: [shop.burglarAddress],
    known_files: shop.backup,
    base_backup: shop.backup,
    wal_archive: shop.cluster.archive,
    side_directory: join(desk.directory, 'side'),
    evidence_directory: join(shop.desk, 'evidence'),
    new_passwords: join(shop.desk, 'new passwords'),
    secret_store: shop.store,
    new_backups: join(shop.desk, 'backups'),
  };
  const answers = desk.file(
    'answers.yaml',
    `
may_isolate: Grace Hopper
source: repository
way: exactly
ours: []
may_revert: Grace Hopper
revert_rows: tickets
revert_objects: tickets
put_settings_back: done
may_reopen: Grace Hopper
patch: done
notify: done
audit: done
`,
  );
  const args = [
    'run',
    breachRunbook('unauthorized-access'),
    '--inputs',
    inputsFile(desk, inputs),
    '--answers',
    answers,
  ];
  const ended = await desk.lifeboat(args, {env: {DIRECT_URL: shop.cluster.uri}});
  expect({code: ended.code, stderr: ended.stderr}).toEqual({code: 0, stderr: ''});

  expect(ended.stdout).toContain(
    'this may not be all: shop-web changed roles or their rights, support2 is a superuser',
  );

  await expectOut(shop, sessions);
  expect(await rowsOf(shop)).toEqual(rowsWithoutBurglar);
  await shop.works(`insert into "Customers" values (201, 'next@example.org')`);
  expect(secretsIn(desk, shop, `${ended.stdout}${ended.stderr}`)).toEqual([]);
  const shown = JSON.parse((await desk.lifeboat(['show', desk.runs()[0] ?? '', '--json'])).stdout);
  // A name that is typed proves nothing, and nothing else is to be excused.
  expect(shown).toMatchObject({mode: 'incident', outcome: 'recovered-with-exceptions'});
  expect(shown.deviations.map(({kind}: {readonly kind: string}) => kind)).toEqual(Array(3).fill('unproven-approval'));
  expect((await desk.lifeboat(['verify', desk.runs()[0] ?? ''])).code).toBe(0);
});

test('by a login of its own over the network and without an audit log it waits for the new password, and goes on with it', {
  timeout: runMs,
}, async () => {
  const {shop, sessions, at, transactions} = await breached(false);
  const desk = makeDesk();
  const inputs = {
    client: shop.client,
    breached_at: at,
    known_files: shop.backup,
    base_backup: shop.backup,
    wal_archive: shop.cluster.archive,
    side_directory: join(desk.directory, 'side'),
    evidence_directory: join(shop.desk, 'evidence'),
    new_passwords: join(shop.desk, 'new passwords'),
    old_logins: shop.store,
  };
  const answers = desk.file(
    'answers.yaml',
    `
told: done
not_kept: done
may_isolate: Grace Hopper
intruders: ["${shop.burglarAddress}"]
theirs: [${transactions.map(number => `"${number}"`).join(', ')}]
source: repository
way: exactly
ours: []
may_revert: Grace Hopper
revert_rows: tickets
revert_objects: tickets
put_settings_back: done
deliver: done
may_reopen: Grace Hopper
backup_by_hand: done
patch: done
notify: done
audit: done
`,
  );
  const login = (password: string) => ({env: {DIRECT_URL: shop.client.replace('shop-web', `dba:${password}`)}});
  const args = [
    'run',
    breachRunbook('unauthorized-access'),
    '--inputs',
    inputsFile(desk, inputs),
    '--answers',
    answers,
  ];
  const held = await desk.lifeboat(args, login(issued.dba));
  expect({code: held.code, stderr: held.stderr}).toEqual({code: 7, stderr: ''});
  expect(held.stdout).toContain("Not kept: the server's log");
  // Nobody was seen, and nobody is told that nobody was there.
  expect(held.stdout).toContain('There were: nobody knows who, because no log');
  expect(held.stdout).toContain('a person is needed for reopen (held)');
  expect(held.stdout).toContain('Resume with a connection string that has the one in the file of new passwords');
  const fresh = storedPassword(inputs.new_passwords, 'dba');
  const again = ['resume', '--inputs', inputsFile(desk, inputs)];
  const resumed = driveRun(desk, again, login(fresh).env);
  await resumed.wants('reopen');
  resumed.send({intent: 'retry', step: 'reopen'});
  await resumed.wants('backup_by_hand');
  await resumed.close();
  const ended = await desk.lifeboat([...again, '--answers', answers], login(fresh));
  expect({code: ended.code, stderr: ended.stderr}).toEqual({code: 0, stderr: ''});

  await expectOut(shop, sessions);
  expect(await rowsOf(shop)).toEqual(rowsWithoutBurglar);
});
