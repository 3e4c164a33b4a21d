/** What is wrong or missing is said in one sentence with a way out and the right exit code, never as a trace of our insides. */
import {execFileSync} from 'node:child_process';
import {mkdirSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {
  type Desk,
  deletionRunbook,
  type Environment,
  expectNoStackTrace,
  expectRefusal,
  makeDesk,
} from '../support/lifeboat.ts';
import {smallPlan, smallRunbook} from '../support/small-runbook.ts';

const deskWith = (runbook: string): {readonly desk: Desk; readonly path: string} => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  return {desk, path: desk.file('shop-outage.yaml', runbook)};
};

test.each([
  ['accidental-delet', 'did you mean "accidental-deletion"?'],
  ['nothing-like-it', 'accidental-deletion'],
])('the runbook %s is unknown, and near ones are named', async (name, hint) => {
  const ended = await makeDesk().lifeboat(['run', name]);
  expectRefusal(ended, 2, `There is no runbook "${name}".`);
  expect(ended.stderr).toContain(hint);
});

test('invalid YAML is shown with its place, and nothing is started', async () => {
  const {desk, path} = deskWith(smallRunbook('').replace('steps:', 'steps: ['));
  const ended = await desk.lifeboat(['run', path]);
  expectRefusal(ended, 3, /error\[yaml\/syntax\][\s\S]*shop-outage\.yaml:\d+:\d+[\s\S]*nothing was done/);
  expect(desk.runs()).toEqual([]);
});

test('a file that is no text, a folder, an empty file and a pipe are no runbooks', async () => {
  const {desk, path} = deskWith('\u0000\u0001\ufffd');
  expectRefusal(await desk.lifeboat(['run', path]), 3, /error\[yaml\//);
  expectRefusal(await desk.lifeboat(['run', desk.directory]), 2, /There is no runbook/);
  expectRefusal(await desk.lifeboat(['run', desk.file('empty.yaml', '')]), 3, /nothing was done/);
  const pipe = join(desk.directory, 'pipe.yaml');
  execFileSync('mkfifo', [pipe]);
  expectRefusal(await desk.lifeboat(['run', pipe]), 2, /pipe\.yaml cannot be read: it is a pipe/);
});

test('an invalid plan is shown as the plan, not as the runbook', async () => {
  const {desk, path} = deskWith(smallRunbook(''));
  desk.file('plan.yaml', smallPlan.replace('phone', 'emial'));
  expectRefusal(
    await desk.lifeboat(['run', path]),
    3,
    /no field "emial"\n.*plan\.yaml:4:48\n[\s\S]*did you mean "email"/,
  );
});

const inputs =
  'inputs: {shop: {type: hostname, ask: "Which shop is down?"}, database: {type: connection, from: {env: DIRECT_URL}}}';

test('a missing input is named with the way to give it', async () => {
  const {desk, path} = deskWith(smallRunbook('', inputs));
  const plain = await desk.lifeboat(['run', path]);
  expectRefusal(plain, 2, 'Input "shop" is missing: Which shop is down?');
  expect(plain.stderr).toContain('--set shop=…');
  const secret = await desk.lifeboat(['run', path, '--set', 'shop=a.example']);
  expectRefusal(secret, 2, 'Input "database" is missing');
  expect(secret.stderr).toContain('Set DIRECT_URL in the environment');
  expect(desk.runs()).toEqual([]);
});

test('a secret that comes from nowhere is asked for in a file, never on the command line', async () => {
  const given =
    'inputs: {password: {type: secret}, replicas: {type: list, of: connection}, key: {type: secret, from: {file: /nowhere/key}}}';
  const {desk, path} = deskWith(smallRunbook('', given));
  const password = await desk.lifeboat(['run', path]);
  expectRefusal(password, 2, 'Input "password" is missing');
  expect(password.stderr).toContain(
    'Give it in a file with --inputs FILE (mode 0600); not with --set, since everybody on this host can read the words of a command.',
  );
  const file = desk.file('secrets.yaml', 'password: swordfish');
  const replicas = await desk.lifeboat(['run', path, '--inputs', file]);
  expectRefusal(replicas, 2, 'Input "replicas" is missing');
  expect(replicas.stderr).not.toContain('with --set replicas');
  desk.file('secrets.yaml', 'password: swordfish\nreplicas: ["postgresql://db-2/shop"]');
  const key = await desk.lifeboat(['run', path, '--inputs', file]);
  expectRefusal(key, 2, 'Input "key" is missing');
  expect(key.stderr).toContain('Put it into /nowhere/key, or give it in a file with --inputs FILE (mode 0600)');
});

test('an unknown input and one that does not fit are refused before anything runs', async () => {
  const {desk, path} = deskWith(smallRunbook('', inputs));
  expectRefusal(
    await desk.lifeboat(['run', path, '--set', 'shopp=a']),
    2,
    /has no input "shopp"\.\n.*did you mean "shop"/,
  );
  expectRefusal(await desk.lifeboat(['run', path, '--set', 'shop=a b']), 2, 'Input "shop": ');
  expectRefusal(await desk.lifeboat(['run', path, '--set', 'shop']), 2, '--set takes name=value');
  expect(desk.runs()).toEqual([]);
});

test('a secret that does not fit is not repeated', async () => {
  const {desk, path} = deskWith(smallRunbook('', inputs));
  const env = {DIRECT_URL: 'postgres//shop:swordfish@host/shop'};
  const ended = await desk.lifeboat(['run', path, '--set', 'shop=a.example'], {env});
  expectRefusal(ended, 2, 'Input "database": ');
  expect(ended.stderr).not.toContain('swordfish');
});

test.each([
  ['--disruption', 'yesterdayish'],
  ['--detected', '25:99'],
])('a time that is none (%s %s) is refused', async (option, time) => {
  const {desk, path} = deskWith(smallRunbook(''));
  expectRefusal(await desk.lifeboat(['run', path, option, time]), 2, `${option}: `);
});

test.each([
  [['frobnicate']],
  [['run']],
  [['drill', 'accidental-deletion', '--scale', 'many']],
  [['run', 'accidental-deletion', '--sett', 'a=b']],
])('the command line %j is wrong', async args => {
  const desk = makeDesk();
  const ended = await desk.lifeboat(args);
  expectRefusal(ended, 2, /error: /);
  expect(desk.runs()).toEqual([]);
});

test('a program that does not exist holds the run with a sentence', async () => {
  const {desk, path} = deskWith(
    smallRunbook(`
  - id: restore
    title: Restore the shop
    estimate: 1m
    command: [restore-the-shop, --all]
`),
  );
  const ended = await desk.lifeboat(['run', path]);
  expect(ended.code).toBe(7);
  expect(ended.stdout).toMatch(/restore-the-shop.*(not found|no program)/i);
  expect(ended.stdout).toContain('a person is needed for restore (held)');
  expectNoStackTrace(ended);
});

const withoutPostgres: readonly (readonly [string, (desk: Desk) => Environment])[] = [
  ['LIFEBOAT_POSTGRES names a folder without one', desk => ({LIFEBOAT_POSTGRES: desk.directory})],
  ['LIFEBOAT_POSTGRES names nothing', () => ({LIFEBOAT_POSTGRES: '/nowhere/bin'})],
];

test.each(withoutPostgres)('a drill without PostgreSQL (%s) says how to get one', async (_case, env) => {
  const desk = makeDesk();
  const ended = await desk.lifeboat(['drill', deletionRunbook, '--auto'], {env: env(desk)});
  expectRefusal(ended, 2, /PostgreSQL|initdb/);
  expect(ended.stderr).toMatch(/set LIFEBOAT_POSTGRES to|unset/i);
  expect(readdirSync(desk.lab)).toEqual([]);
  expect(desk.runs()).toEqual([]);
});

const drillOf = (lines: string): string => `drill:
  lab: postgres
  fault: {delete_rows: {table: orders, where: "id % 40 = 3"}}
${lines}`;

test('a drill takes no connection from the operator, and says so before it builds anything', async () => {
  const {desk, path} = deskWith(`${smallRunbook('', inputs)}${drillOf('  inputs: {shop: a.example}')}`);
  const env = {DIRECT_URL: 'postgres://ada@production.example/tickets'};
  const ended = await desk.lifeboat(['drill', path, '--auto'], {env});
  expectRefusal(
    ended,
    3,
    'does not give the input "database", and a drill takes none from the operator\'s environment',
  );
  expect(ended.stderr).toContain('such as database: "${lab.primary}"');
  expect({labs: readdirSync(desk.lab), runs: desk.runs()}).toEqual({labs: [], runs: []});
});

test('a lab that cannot be where it should is refused before anything is made', async () => {
  const desk = makeDesk();
  const long = join(desk.directory, 'a-directory-whose-name-leaves-no-room-for-the-socket-of-a-server-in-it');
  mkdirSync(long);
  const drill = (lab: string) => desk.lifeboat(['drill', deletionRunbook, '--auto'], {env: {LIFEBOAT_LAB: lab}});
  expectRefusal(await drill(long), 2, 'set LIFEBOAT_LAB to a shorter directory');
  const noPlace = /\$LIFEBOAT_LAB is .*, which is not an existing directory with an absolute path; set it to one/;
  expectRefusal(await drill(join(desk.directory, 'missing')), 2, noPlace);
  expectRefusal(await drill(desk.file('a-file', '')), 2, noPlace);
  expectRefusal(await drill('lab'), 2, noPlace);
  expectRefusal(
    await drill('/proc'),
    2,
    /directory cannot be made .*; set LIFEBOAT_LAB to a directory that you may write/,
  );
  expect(desk.runs()).toEqual([]);
});

test.each(['show', 'verify', 'replay', 'resume'])(
  '%s of a run that is not there says which there are',
  async command => {
    const {desk, path} = deskWith(smallRunbook(''));
    expectRefusal(await desk.lifeboat([command, 'k7q2xw']), 2, 'nothing has been run with this state directory yet');
    await desk.lifeboat(['run', path]);
    expectRefusal(await desk.lifeboat([command, 'k7q2xw']), 2, 'There is no run "k7q2xw"');
  },
);
