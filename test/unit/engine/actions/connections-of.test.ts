/** Every server that an action can tell is found, by whatever way the action was given it. */
import {expect, test} from 'vitest';
import {connectionsOf} from '../../../../src/engine/actions/connections-of.ts';

const [shop, side] = ['postgres://ada@db1/shop', 'postgresql://ada@db2/shop?sslmode=require'];

const command = {kind: 'command', argv: ['psql'], env: {}} as const;

test.each([
  ['its own connection', {...command, connection: shop}, [shop]],
  ['a variable', {...command, env: {LIFEBOAT_DATABASE: shop, LIFEBOAT_SIDE: side}}, [shop, side]],
  ['a list in a variable', {...command, env: {TARGETS: `${shop},${side}`}}, [shop, side]],
  ['JSON in a variable', {...command, env: {TARGETS: JSON.stringify([shop, side])}}, [shop, side]],
  ['a word', {...command, argv: ['psql', `--dbname=${shop}`, '--command=select 1']}, [shop]],
  ['pairs in a word', {...command, argv: ['psql', '--dbname=host=db1 user=ada']}, ['host=db1 user=ada', "host='db1'"]],
  ['pairs in a variable', {...command, env: {DSN: 'user=ada host=db1'}}, ['host=db1', "host='db1'"]],
  ['the input', {...command, stdin: `\\c "${shop}"\nselect 1`}, [shop]],
  [
    "libpq's variables beside a connection",
    {...command, connection: shop, env: {PGHOST: "o'db", PGPORT: '6432'}},
    [shop, "host='o\\'db' port='6432'"],
  ],
  ['a service', {...command, env: {PGSERVICE: 'production'}}, ["service='production'"]],
  ['no way at all', command, []],
] as const)('a command is given a server by %s', (_way, action, found) => {
  expect(connectionsOf(action)).toEqual(found);
});

test('a script is searched with its variables', () => {
  const text = `psql '${shop}' -c 'select 1'; echo done`;
  expect(connectionsOf({kind: 'script', interpreter: ['/bin/sh'], text, env: {SIDE: side}})).toEqual([shop, side]);
});

test('statements are searched with their parameters, and a column called host is no server', () => {
  const sql = {kind: 'sql', connection: shop, transaction: false} as const;
  expect(
    connectionsOf({
      ...sql,
      statements: [`select dblink_connect('${side}')`, "select 1 where host = 'db1'"],
      params: [],
    }),
  ).toEqual([shop, side]);
  expect(connectionsOf({...sql, statements: ['select dblink_connect($1)'], params: ['host=db2']})).toEqual([
    shop,
    'host=db2',
  ]);
  expect(connectionsOf({...sql, statements: ['select 1'], params: {to: {url: side}, n: 1}})).toEqual([shop, side]);
});

test.each([
  [['psql', '--host=prod', '--command=select 1']],
  [['psql', '-h', 'prod']],
  [['/usr/bin/psql', '-hprod']],
  [['psql', '-c', "select 'it''s'; select 1", '-Xh', 'prod']],
  [['sh', '-c', 'psql -h prod']],
  [['sh', '-c', "psql -c 'select 1; select 2' -h prod"]],
  [['env', 'PGHOST=prod', 'psql']],
  [['pg_dump', '--host', 'prod']],
] as const)('the host in %j is found', argv => {
  expect(connectionsOf({...command, argv})).toContain("host='prod'");
});

test.each([
  ['export PGHOST=prod\npsql', "host='prod'"],
  ['PGHOSTADDR="10.0.0.1" psql', "hostaddr='10.0.0.1'"],
  ['psql "host=prod dbname=x"', "host='prod'"],
  ['psql service=prod', "service='prod'"],
  ['pg_restore -d x \\\n  -h prod', "host='prod'"],
])('the host in the text %j is found in a script and in the input', (text, found) => {
  expect(connectionsOf({kind: 'script', interpreter: ['/bin/sh'], text, env: {}})).toContain(found);
  expect(connectionsOf({...command, argv: ['sh'], stdin: text})).toContain(found);
});

test('help and sizes of other programs are no hosts', () => {
  expect(connectionsOf({...command, argv: ['df', '-h', '/data']})).toEqual([]);
  const text = 'psql -c "select 1"; df -h /data\npsql -d shop -Ushop';
  expect(connectionsOf({kind: 'script', interpreter: ['/bin/sh'], text, env: {}})).toEqual([]);
});

test('the host in a URI is asked about with all that stands beside it, and not once more alone', () => {
  const lab = 'postgres://postgres@/tickets?host=/var/tmp/lab&port=5433';
  const encoded = 'postgres://postgres@/tickets?port=5433&host=%2Fvar%2Ftmp%2Flab';
  const text = `psql "${lab}" -c 'select 1'`;
  expect(connectionsOf({...command, argv: ['psql', lab], env: {OTHER: encoded}})).toEqual([lab, encoded]);
  expect(connectionsOf({kind: 'script', interpreter: ['/bin/sh'], text, env: {}})).toEqual([lab]);
});

test('a request goes to the host of its address, whatever stands in it besides', () => {
  const url = 'https://router.example.net:8443/pools?to=postgres://ada@db1/shop';
  expect(connectionsOf({kind: 'http', method: 'POST', url, headers: {}})).toEqual(["host='router.example.net:8443'"]);
});

test('what runs on another host goes to that host, whoever logs in', () => {
  const on = 'ssh://postgres@db-7:2222';
  expect(connectionsOf({...command, on})).toEqual(["host='db-7'"]);
  expect(connectionsOf({kind: 'script', interpreter: ['sh'], text: 'date', env: {}, on})).toEqual(["host='db-7'"]);
});
