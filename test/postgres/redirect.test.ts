/** Clients led to another server by what stands between: a real PgBouncer, a real HAProxy, a real name service. */
import {spawn} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {needPackages} from '../support/debian-packages.ts';
import {expectRefusal, makeLastingDesk} from '../support/lifeboat.ts';
import {freePort, makeTwoServers, type TwoServers} from '../support/two-servers.ts';

const desk = makeLastingDesk();
let servers: TwoServers;

beforeAll(async () => {
  needPackages({pgbouncer: 'pgbouncer', haproxy: 'haproxy', named: 'bind9', nsupdate: 'bind9-dnsutils'});
  servers = await makeTwoServers();
});

afterAll(() => servers.remove());

const backup = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  desk.lifeboat(['backup', ...args], {env});

test('a pooler leads to the other server once its file was changed and read again, and back', async () => {
  const {place, port, hosts} = servers;
  const own = await freePort();
  const file = join(place, 'pgbouncer.ini');
  writeFileSync(join(place, 'users'), '"postgres" ""\n"admin" ""\n"app" ""\n', {mode: 0o644});
  writeFileSync(
    file,
    `[databases]
; shop = host=${hosts[0]} port=${port}
shop = host=${hosts[0]} port=${port} pool_size=5
other = dbname=postgres port=${port} host='192.0.2.7'
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
auth_type = trust
auth_file = ${place}/users
admin_users = admin
unix_socket_dir =
pool_mode = transaction
logfile = ${place}/pgbouncer.log
`,
    {mode: 0o644},
  );
  await servers.startBefore(['pgbouncer', file], own);
  expect(await servers.whoAnswers(own)).toBe(hosts[0]);

  const env = {LIFEBOAT_POOLER: `postgres://admin@127.0.0.1:${own}/pgbouncer`};
  const redirect = (from: string, to: string, words: readonly string[] = ['--keep=other']) =>
    backup(
      ['redirect-pooler', '--pooler-config', file, '--from', `${from}:${port}`, '--to', `${to}:${port}`, ...words],
      env,
    );
  // Nobody has said yet what the other one is: it may be the old primary by another name.
  const written = readFileSync(file, 'utf8');
  expectRefusal(await redirect(hosts[0], hosts[1], []), 9, /lead to neither place: other \(192\.0\.2\.7:/);
  expectRefusal(await redirect(hosts[0], hosts[1], ['--keep=other', '--keep=shop']), 9, /is the old server/);
  expectRefusal(await redirect(hosts[0], hosts[1], ['--also=192.0.2.7']), 2, /--also takes a host and a port/);
  expect(readFileSync(file, 'utf8')).toBe(written);
  expect(await servers.whoAnswers(own)).toBe(hosts[0]);

  const turned = await redirect(hosts[0], hosts[1]);
  expect(turned).toMatchObject({code: 0, stderr: ''});
  expect(JSON.parse(turned.stdout)).toMatchObject({
    databases: ['shop'],
    elsewhere: [`other (192.0.2.7:${port})`],
    changed: true,
  });
  expect(await servers.whoAnswers(own)).toBe(hosts[1]);
  expect(readFileSync(file, 'utf8')).toContain(`shop = host=${hosts[1]} port=${port} pool_size=5\n`);
  expect(readFileSync(file, 'utf8')).toContain(`; shop = host=${hosts[0]} port=${port}\n`);

  expect(JSON.parse((await redirect(hosts[0], hosts[1])).stdout)).toMatchObject({changed: false});
  expect(await redirect(hosts[1], hosts[0])).toMatchObject({code: 0});
  expect(await servers.whoAnswers(own)).toBe(hosts[0]);
  const neither = ['--keep=other', '--keep=shop'];
  expectRefusal(await redirect('192.0.2.99', '192.0.2.98', neither), 4, /No database in .* leads to 192.0.2.99/);
  // A person knows it as the old primary: then it is led away too.
  const all = await redirect(hosts[0], hosts[1], [`--also=192.0.2.7:${port}`]);
  expect(JSON.parse(all.stdout)).toMatchObject({databases: ['other', 'shop'], elsewhere: []});
  const notAdmin = {LIFEBOAT_POOLER: `postgres://app@127.0.0.1:${own}/pgbouncer`};
  const refused = await backup(
    ['redirect-pooler', '--pooler-config', file, '--from', `${hosts[0]}:${port}`, '--to', `${hosts[1]}:${port}`],
    notAdmin,
  );
  expectRefusal(refused, 4, /admin console of PgBouncer cannot be asked/);
});

test('a balancer leads to the other server by its own socket, and ends the sessions to the old one', async () => {
  const {place, port, hosts} = servers;
  const own = await freePort();
  const socket = join(place, 'haproxy.sock');
  const file = join(place, 'haproxy.cfg');
  writeFileSync(
    file,
    `global
  stats socket ${socket} mode 600 level admin
defaults
  mode tcp
  timeout connect 1s
  timeout client 1h
  timeout server 1h
listen pg
  bind 127.0.0.1:${own}
  server active ${hosts[0]}:${port}
`,
    {mode: 0o644},
  );
  await servers.startBefore(['haproxy', '-db', '-f', file], own);
  expect(await servers.whoAnswers(own)).toBe(hosts[0]);
  const redirect = (from: string, to: string) =>
    backup(['redirect-balancer', '--socket', socket, '--from', `${from}:${port}`, '--to', `${to}:${port}`]);
  const turned = await redirect(hosts[0], hosts[1]);
  expect(turned).toMatchObject({code: 0, stderr: ''});
  expect(JSON.parse(turned.stdout)).toMatchObject({servers: ['pg/active'], changed: ['pg/active']});
  expect(await servers.whoAnswers(own)).toBe(hosts[1]);
  expect(JSON.parse((await redirect(hosts[0], hosts[1])).stdout)).toMatchObject({servers: ['pg/active'], changed: []});
  expectRefusal(await redirect('192.0.2.99', '192.0.2.98'), 4, /has no server at 192.0.2.99/);
  expectRefusal(
    await backup(['redirect-balancer', '--socket', file, '--from', 'a:1', '--to', 'b:1']),
    9,
    /is no socket/,
  );
});

test('a name leads to the other server as soon as the name service says so, and only with its key', async () => {
  const {place, port, hosts} = servers;
  const own = await freePort();
  const secret = Buffer.alloc(32, 7).toString('base64');
  const key = `key "move" {\n  algorithm hmac-sha256;\n  secret "${secret}";\n};\n`;
  const [keyFile, wrongKey] = [join(place, 'move.key'), join(place, 'wrong.key')];
  writeFileSync(keyFile, key, {mode: 0o644});
  writeFileSync(wrongKey, key.replace(secret, Buffer.alloc(32, 8).toString('base64')), {mode: 0o644});
  const zone = '$TTL 5\n@ SOA ns hostmaster 1 3600 600 86400 5\n  NS ns\nns A 127.0.0.1\ndb A 127.0.0.1\n';
  writeFileSync(join(place, 'zone'), zone, {mode: 0o666});
  writeFileSync(
    join(place, 'named.conf'),
    `${key}options { directory "${place}"; listen-on port ${own} { 127.0.0.1; }; listen-on-v6 { none; }; recursion no; pid-file none; session-keyfile none; };
controls { };
zone "example.test" { type primary; file "${place}/zone"; update-policy { grant move zonesub any; }; };
`,
    {mode: 0o644},
  );
  const named = spawn(
    'setpriv',
    [
      '--reuid=postgres',
      '--regid=postgres',
      '--init-groups',
      'named',
      '-f',
      '-n',
      '1',
      '-c',
      join(place, 'named.conf'),
    ],
    {cwd: place, stdio: 'ignore'},
  );
  const service = `127.0.0.1:${own}`;
  const redirect = (to: string, keyOf = keyFile) =>
    backup([
      'redirect-name',
      '--service',
      service,
      '--zone',
      'example.test',
      '--name',
      'db.example.test',
      '--key',
      keyOf,
      '--to',
      to,
    ]);
  try {
    await expect.poll(async () => (await redirect(hosts[0])).code, {timeout: 15_000}).toBe(0);
    expect(JSON.parse((await redirect(hosts[1])).stdout)).toMatchObject({
      addresses: [hosts[1]],
      formerly: [hosts[0]],
      rememberedSeconds: 5,
      changed: true,
    });
    const clients = {LIFEBOAT_CLIENT: `postgres://postgres@db.example.test:${port}/shop`};
    const prove = (meant: string) =>
      backup(['prove-clients', '--resolver', service], {
        ...clients,
        LIFEBOAT_DATABASE: `postgres://postgres@${meant}:${port}/shop`,
      });
    expect(JSON.parse((await prove(hosts[1])).stdout)).toMatchObject({address: hosts[1], proof: 'row'});
    expectRefusal(await prove(hosts[0]), 9, /reach another server/);
    expectRefusal(await redirect(hosts[0], wrongKey), 4, /does not take the update/);
    expectRefusal(await redirect('/run/postgresql'), 4, /is a socket of one host/);
  } finally {
    named.kill('SIGKILL');
  }
  expectRefusal(await redirect(hosts[0]), 4, /does not tell the address/);
});
