/** The drill on other servers than the usual one: on the binaries that npm brings, and on every other version that is to be found. */
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {expectNothingLeft, findingsOf} from '../support/drills.ts';
import {deletionRunbook, factsOf, makeDesk} from '../support/lifeboat.ts';

const drillMs = 120_000;

/** Where Debian's packages put them, and directories of an `initdb` that a developer names, with colons between. */
const installed = '/usr/lib/postgresql';
const majors = existsSync(installed) ? readdirSync(installed).sort((a, b) => Number(b) - Number(a)) : [];
const named = (process.env.LIFEBOAT_TEST_POSTGRES ?? '').split(':').filter(Boolean);
// The newest is the one that every other test runs on.
const others = [...majors.slice(1).map(major => join(installed, major, 'bin')), ...named];

const drillOn = async (server: string): Promise<unknown> => {
  const desk = makeDesk();
  const args = ['drill', deletionRunbook, '--auto', '--scale', '1000', '--json'];
  const ended = await desk.lifeboat(args, {env: {LIFEBOAT_POSTGRES: server, PATH: '/usr/bin:/bin'}});
  const troubled = factsOf(desk).filter(({type}) => type === 'failed' || type === 'unknown');
  const failed = findingsOf(desk).filter(({ok}) => !ok);
  expect({code: ended.code, failed, troubled, stderr: ended.stderr}).toEqual({
    code: 0,
    failed: [],
    troubled: [],
    stderr: expect.any(String),
  });
  expectNothingLeft(desk);
  return factsOf(desk).find(({type, step}) => type === 'succeeded' && step === 'look')?.outputs;
};

test('the drill passes on the embedded PostgreSQL and leaves nothing behind', {timeout: drillMs}, async () => {
  expect(await drillOn('embedded')).toMatchObject({version: '15.18'});
});

test.each(others)('the drill passes on the PostgreSQL in %s', {timeout: drillMs}, async server => {
  expect(await drillOn(server)).toMatchObject({version: expect.any(String)});
});
