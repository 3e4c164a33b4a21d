/** A lab by itself: built by one command, filled by a file, looked at by another, and gone with the third. */
import {existsSync} from 'node:fs';
import {expect, test} from 'vitest';
import {connect} from '../../src/postgres/connect.ts';
import {stopServer} from '../../src/postgres/server.ts';
import {expectNothingLeft} from '../support/drills.ts';
import {type Desk, eventually, expectRefusal, makeDesk} from '../support/lifeboat.ts';
import {must} from '../support/postgres-must.ts';

const labMs = 120_000;

const shop = `create schema shop;
create table shop.items (id int primary key, name text not null);
insert into shop.items values (1, 'bolt'), (2, 'nut; the text''s end');
`;

const jsonOf = async (desk: Desk, ...args: readonly string[]) => {
  const {code, stdout, stderr} = await desk.lifeboat(args);
  expect({code, stderr}).toEqual({code: 0, stderr: ''});
  return JSON.parse(stdout);
};

test('a lab goes on by itself, survives its primary, and is taken down without a trace', {timeout: labMs}, async () => {
  const desk = makeDesk();
  const up = await jsonOf(desk, 'lab', 'up', '--sql', desk.file('shop.sql', shop), '--json');
  expect(up).toMatchObject({
    dataset: 'sql',
    servers: [
      {name: 'primary', state: 'takes-writes'},
      {name: 'standby', state: 'follows'},
    ],
    application: {pid: expect.any(Number), lastAcknowledged: {server: 'primary'}},
  });
  // A dump only where there is a pg_dump.
  for (const place of [up.names.repository, up.names.archive, up.names.dump ?? up.directory]) {
    expect({place, isThere: existsSync(place)}).toEqual({place, isThere: true});
  }
  expect(await namesAt(up.names.standby)).toEqual(['bolt', "nut; the text's end"]);

  must(await stopServer(up.names.data_directory));
  await namesAt(up.names.standby, 'select pg_promote(true, 60); ');
  const acknowledgedBy = async () =>
    (await jsonOf(desk, 'lab', 'status', '--json'))[0]?.application.lastAcknowledged.server;
  await expect.poll(acknowledgedBy, {timeout: labMs}).toBe('standby');
  const status = await desk.lifeboat(['lab', 'status']);
  expect(status.stdout).toContain('stands by itself\n  primary      cannot be reached');
  expect(status.stdout).toContain('  standby      takes writes: psql ');

  expectRefusal(await desk.lifeboat(['lab', 'down', 'nobody']), 2, 'There is no lab "nobody".');
  const down = await desk.lifeboat(['lab', 'down', String(up.run).slice(-6)]);
  expect(down).toMatchObject({code: 0, stderr: ''});
  expect(down.stdout).toContain(`removed ${up.directory}`);
  expectNothingLeft(desk);
  expect((await desk.lifeboat(['lab', 'status'])).stdout).toBe('There is no lab.\n');
});

const namesAt = async (uri: string, before = '') => {
  const connection = must(await connect(uri));
  const outcomes = must(await connection.run(`${before}select name from shop.items order by id`));
  await connection.close();
  return outcomes.at(-1)?.rows.map(({name}) => name);
};

test('a lab with a network has wires that are cut and opened by hand', {timeout: labMs}, async () => {
  const desk = makeDesk();
  const up = await jsonOf(desk, 'lab', 'up', '--scale', '100', '--with', 'network', '--json');
  expect(await jsonOf(desk, 'lab', 'wire', 'primary', 'refused', '--json')).toEqual({
    primary: {set: 'refused', delayMs: 0},
    standby: {set: 'open', delayMs: 0},
  });
  expect(await connect(up.names.primary_tcp)).toMatchObject({ok: false});
  const slow = ['lab', 'wire', 'primary', 'open', '--delay', '5'];
  expect((await desk.lifeboat([...slow, '--network', up.names.network])).stdout).toBe(
    'primary      open, and slow: each piece takes 5 ms\nstandby      open\n',
  );
  await must(await connect(up.names.primary_tcp)).close();
  expect(await desk.lifeboat(['lab', 'down'])).toMatchObject({code: 0, stderr: ''});
  expectNothingLeft(desk);
});

test('what is no wire, and what cannot become of one, is said before anything is looked for', async () => {
  const desk = makeDesk();
  const wire = (...words: readonly string[]) => desk.lifeboat(['lab', 'wire', ...words]);
  expectRefusal(await wire('delayed', 'cut'), 2, '"delayed" has no wire.');
  expectRefusal(await wire('primary'), 2, 'Say what becomes of the wire to the primary.');
  expectRefusal(await wire('primary', 'burnt'), 2, 'It can be open, cut, refused.');
  expectRefusal(await wire('primary', 'cut', '--delay', '5'), 2, 'there is nothing to delay');
  expectRefusal(await wire(), 2, 'There is no lab that stands by itself');
  expectRefusal(await wire('--network', '/nowhere/network.sock'), 4, 'The network of the lab does not answer');
  expectRefusal(await desk.lifeboat(['lab', 'up', '--with', 'mainframe']), 2, 'The lab has no lab.mainframe here');
});

test('a file that is no SQL, or not there, leaves nothing behind', {timeout: labMs}, async () => {
  const desk = makeDesk();
  const wrong = desk.file('wrong.sql', 'create table items (id int);\ninsert into bolts values (1);\n');
  expectRefusal(await desk.lifeboat(['lab', 'up', '--sql', wrong]), 2, 'relation "bolts" does not exist');
  expectRefusal(await desk.lifeboat(['lab', 'up', '--sql', 'none.sql']), 2, /There is no file \S+none\.sql/);
  expectNothingLeft(desk);
});

test('a lab that is stopped while it is built is taken down, and one that is being built is left to who builds it', {
  timeout: labMs,
}, async () => {
  const desk = makeDesk();
  const up = desk.start(['lab', 'up', '--scale', '100']);
  await eventually(up.stdout).toContain('Lab: Make an empty PostgreSQL');
  expect((await desk.lifeboat(['lab', 'down'])).stdout).toMatch(/lifeboat-lab-\S+ stays: \S+-lab-\S+ works in it\.\n$/);
  up.child.kill('SIGTERM');
  const ended = await up.ended;
  expect(ended.code).toBe(143);
  expect(ended.stderr).toContain('the lab was stopped before it stood, and it is gone');
  expectNothingLeft(desk);
});
