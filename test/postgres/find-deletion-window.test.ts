/** Two deletions on a real server: the accident is the smaller one, and a narrower window finds it. */
import {afterAll, beforeAll, expect, test} from 'vitest';
import {eventually, makeDesk} from '../support/lifeboat.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';

let cluster: Cluster;

beforeAll(async () => {
  cluster = await makeCluster('tickets');
  await cluster.sql('create table payments (id int primary key)');
  await cluster.sql('insert into payments select generate_series(1, 500)');
});

afterAll(() => cluster.remove());

test('the largest deletion is proposed, the others are named, and a narrower window or a number leaves the one that was meant', {
  timeout: 60_000,
}, async () => {
  const desk = makeDesk();
  await cluster.sql('delete from payments where id <= 400');
  const [cleaned] = await cluster.sql('select clock_timestamp() as at');
  // The clean-up has to lie outside of the narrow window, by the server's own clock.
  const isPast = async () =>
    (await cluster.sql("select clock_timestamp() > $1::timestamptz + interval '2 s' as past", [cleaned?.at]))[0]?.past;
  await eventually(isPast).toBe(true);
  await cluster.sql('delete from payments where id = 450');
  const [now] = await cluster.sql('select clock_timestamp() as at');

  let seen = '';
  const others = /^[0-9]+(?= at .* \(1 of public\.payments\)$)/;
  const found = async (...window: readonly string[]) => {
    const words = [
      'backup',
      'find-deletion',
      '--create-extension',
      `--around=${String(now?.at)}`,
      ...window,
      'payments',
    ];
    const {code, stdout, stderr} = await desk.lifeboat(words, {env: {LIFEBOAT_DATABASE: cluster.uri}});
    expect({code, stderr}).toEqual({code: 0, stderr: ''});
    seen ||= JSON.parse(stdout).others;
    return JSON.parse(stdout).deletions.map(({rows}: {readonly rows: number}) => rows);
  };
  expect(await found()).toEqual([400, 1]);
  expect(await found('--within=1s')).toEqual([1]);
  const [xid] = others.exec(seen) ?? [];
  expect(xid).toMatch(/^[0-9]+$/);
  seen = '';
  expect(await found(`--xid=${xid}`)).toEqual([1]);
  expect(seen).toMatch(/ \(400 of public\.payments\)$/);
});
