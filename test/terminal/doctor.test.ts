/** `lifeboat doctor` as whoever sets up a host sees it: what is missing, for whom, and how to get it. */
import {chmodSync, existsSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {expectNoStackTrace, makeDesk} from '../support/lifeboat.ts';
import {smallPlan, smallRunbook} from '../support/small-runbook.ts';

const fenced = smallRunbook(`
  - id: fence
    title: Switch the old server off
    estimate: 1m
    command: [no-such-fence, off]
`);

test('a program that a runbook here calls and that is missing is told first, and is exit code 4', async () => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  desk.file('shop-outage.yaml', fenced);
  const ended = await desk.lifeboat(['doctor']);
  expect(ended).toMatchObject({code: 4, stderr: ''});
  expect(ended.stdout.split('\n').slice(0, 2)).toEqual([
    expect.stringMatching(/^Lifeboat \S+\. Somebody has to do something first\.$/),
    '  no-such-fence is missing, and the runbook shop-outage needs it. Way out: install no-such-fence, or give its full path in the runbook',
  ]);
  expectNoStackTrace(ended);
});

test('with a server that has nothing beside it, other tools are not here, and what goes on without them is said', async () => {
  const desk = makeDesk();
  const ended = await desk.lifeboat(['doctor', '--json'], {env: {LIFEBOAT_POSTGRES: 'embedded'}});
  const {ok, tools, servers, host} = JSON.parse(ended.stdout);
  // A shipped runbook carries a whole database from one server to another by pg_dump, and goes no other way.
  expect({code: ended.code, ok, stderr: ended.stderr}).toEqual({code: 4, ok: false, stderr: ''});
  expect(servers.filter(({isUsed}: {isUsed: boolean}) => isUsed)).toEqual([
    {version: '15.18', directory: null, source: 'embedded', isUsed: true},
  ]);
  const of = (name: string) => tools.find((tool: {name: string}) => tool.name === name);
  expect(of('initdb')).toMatchObject({version: '15.18', health: 'good'});
  expect(of('pg_dump')).toMatchObject({
    health: 'bad',
    neededBy: expect.arrayContaining([{kind: 'runbook', name: 'dropped-database', isMust: true}]),
  });
  expect(of('pg_waldump')).toMatchObject({
    path: null,
    health: 'note',
    without: 'WAL that is still on the server is searched, by its extension pg_walinspect',
    install: expect.stringMatching(/^unset LIFEBOAT_POSTGRES where another one is installed, else /),
    neededBy: expect.arrayContaining([{kind: 'runbook', name: 'accidental-deletion', isMust: false}]),
  });
  expect(host.map(({name}: {name: string}) => name)).toContain('state directory');
});

test('a state directory that others may write to is told, and one that is not there yet is not made', async () => {
  const desk = makeDesk();
  chmodSync(desk.directory, 0o777);
  const open = await desk.lifeboat(['doctor', '--state', desk.directory]);
  expect(open.code).toBe(4);
  expect(open.stdout).toContain(`other users may write to ${desk.directory}`);
  const absent = join(desk.directory, 'not-yet');
  await desk.lifeboat(['doctor', '--state', absent]);
  expect(existsSync(absent)).toBe(false);
});
