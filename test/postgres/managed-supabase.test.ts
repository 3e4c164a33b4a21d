/** The runbook of a managed database against a stand-in for the provider: the documented calls, and what goes wrong with them. */
import {join} from 'node:path';
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {type Asked, httpServer} from '../support/http-server.ts';
import {factsOf, makeDesk, shippedRunbooks} from '../support/lifeboat.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';

const runMs = 60_000;
const project = 'abcdefghijklmnopqrst';
const token = 'sbp_swordfish_42';
const earliestUnix = 1_763_344_295;
const latestUnix = 1_763_952_360;
const restoreTo = '2025-11-24T02:40:00Z';
const runbook = join(shippedRunbooks, 'restore', 'managed-supabase.yaml');

/** What a person says; the wait for an approval and the typed name included. */
const answers = `
stop_writes: done
way: point_in_time
may_we: Grace Hopper
restore: ${project}
data_are_right: done
resume_writes: done
own_dump: done
`;

type Provider = {
  /** What the project says of itself, ask by ask, once a restore was asked for; the last one stays. */
  readonly statuses: readonly string[];
  /** Whether the restore really takes the database back. */
  readonly restores?: boolean;
  readonly backups?: object;
  readonly refusesToken?: boolean;
  readonly ref?: string;
};

const continuous = {
  region: 'eu-central-1',
  walg_enabled: true,
  pitr_enabled: true,
  backups: [{is_physical_backup: true, status: 'COMPLETED', inserted_at: '2025-11-23T02:11:35.034Z'}],
  physical_backup_data: {
    earliest_physical_backup_date_unix: earliestUnix,
    latest_physical_backup_date_unix: latestUnix,
  },
};

let cluster: Cluster;

beforeAll(async () => {
  cluster = await makeCluster();
});

beforeEach(async () => {
  await cluster.sql('drop table if exists lifeboat_before_restore');
});

afterAll(() => cluster.remove());

type Answer = {readonly status: number; readonly body?: unknown};

/** The calls of the provider's management API that the runbook makes, answered as its reference says. */
const standIn = ({statuses, restores = true, backups = continuous, refusesToken = false, ref = project}: Provider) => {
  const left = [...statuses];
  let isAsked = false;
  const calls: Readonly<Record<string, () => Promise<Answer>>> = {
    [`GET /v1/projects/${project}`]: async () => {
      const [status = 'ACTIVE_HEALTHY'] = isAsked ? left.splice(0, left.length > 1 ? 1 : 0).concat(left) : [];
      return {status: 200, body: {id: ref, name: 'tickets', region: 'eu-central-1', status}};
    },
    [`GET /v1/projects/${project}/database/backups`]: async () => ({status: 200, body: backups}),
    [`POST /v1/projects/${project}/database/backups/restore-pitr`]: async () => {
      isAsked = true;
      if (restores) {
        await cluster.sql('drop table if exists lifeboat_before_restore');
      }
      return {status: 201};
    },
  };
  const isRefused = ({headers}: Asked): boolean => refusesToken || headers.authorization !== `Bearer ${token}`;
  return httpServer(async (asked, response) => {
    const call = calls[`${asked.method} ${asked.url}`];
    const {status, body = {}} = isRefused(asked) ? {status: 401} : ((await call?.()) ?? {status: 404});
    response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(body));
  });
};

const run = async (provider: Provider, to = restoreTo) => {
  const server = await standIn(provider);
  const desk = makeDesk();
  const settings = {api: server.url, project, happened_at: '2025-11-24T02:41:00Z', restore_to: to};
  const ended = await desk.lifeboat(
    [
      'run',
      runbook,
      '--answers',
      desk.file('answers.yaml', answers),
      ...Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${value}`]),
    ],
    {env: {SUPABASE_ACCESS_TOKEN: token, DIRECT_URL: cluster.uri}},
  );
  return {ended, desk, posts: server.asked.filter(({method}) => method === 'POST')};
};

const heldAt = (said: string): string | undefined => /The run is held: a person is needed for (\S+) /.exec(said)?.[1];

const sentTo = (posts: readonly Asked[]): readonly unknown[] => posts.map(({body}) => JSON.parse(body));

test('the restore is asked for once, to the second, and counts when the database is another one', {
  timeout: runMs,
}, async () => {
  const {ended, desk, posts} = await run({statuses: ['RESTORING', 'ACTIVE_HEALTHY']});
  expect({code: ended.code, stderr: ended.stderr}).toEqual({code: 5, stderr: ''});
  expect(ended.stdout).toContain('INCIDENT Restore a managed database (Supabase): recovered, with exceptions.');
  expect(sentTo(posts)).toEqual([{recovery_time_target_unix: Date.parse(restoreTo) / 1000}]);
  expect(`${ended.stdout}${JSON.stringify(factsOf(desk))}`).not.toContain(token);
});

test('a project that says it is healthy with the data of before is not restored', {timeout: runMs}, async () => {
  const {ended} = await run({statuses: ['RESTORING', 'ACTIVE_HEALTHY'], restores: false});
  expect(ended.code).toBe(7);
  expect(heldAt(ended.stdout)).toBe('is_another');
});

test('a restore that failed at the provider is said at once, and not waited for', {timeout: runMs}, async () => {
  const {ended} = await run({statuses: ['RESTORING', 'RESTORE_FAILED']});
  expect(ended.code).toBe(7);
  expect(heldAt(ended.stdout)).toBe('comes_back');
});

const noRestore = [
  {with: 'a token that is refused', provider: {statuses: [], refusesToken: true}, step: 'look'},
  {with: 'a list that is no list', provider: {statuses: [], backups: {message: 'try later'}}, step: 'list'},
  {with: 'an answer for another project', provider: {statuses: [], ref: 'another'}, step: 'way:point_in_time/restore'},
  {
    with: 'a project without continuous backups',
    provider: {statuses: [], backups: {...continuous, pitr_enabled: false, physical_backup_data: {}}},
    step: 'way:point_in_time/must_be_covered',
  },
  {
    with: 'a moment that no backup covers',
    provider: {statuses: []},
    to: '2025-11-24T02:47:00Z',
    step: 'way:point_in_time/must_be_covered',
  },
];

test.each(noRestore)('with $with no restore is asked for', {timeout: runMs}, async ({provider, to, step}) => {
  const {ended, posts} = await run(provider, to);
  expect({code: ended.code, posts}).toEqual({code: 7, posts: []});
  expect(heldAt(ended.stdout)).toBe(step);
});
