/** The review of access on a user's own cluster: rights are seen, taken away after a go, and what they were is noted. */
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {makeDesk} from '../support/lifeboat.ts';
import {type Cluster, makeCluster} from '../support/postgres-cluster.ts';

let cluster: Cluster;

beforeAll(async () => {
  cluster = await makeCluster();
  await cluster.sql(`create role reporting login; create role app login; create role keeper;
    create table orders (id int); alter table orders owner to keeper; grant keeper to app;
    grant select, delete on orders to reporting; grant truncate on orders to reporting with grant option`);
});

afterAll(() => cluster.remove());

test('a role that may delete and need not loses that and nothing else', {timeout: 120_000}, async () => {
  const desk = makeDesk();
  const answers = desk.file(
    'answers.yaml',
    'how_it_happened: done\ntoo_wide: reporting\nmay_we: Grace Hopper\nrest_is_explained: done\n',
  );
  const runbook = join(import.meta.dirname, '../../runbooks/deletion/access-review.yaml');
  const {code, stdout, stderr} = await desk.lifeboat(['run', runbook, '--answers', answers], {
    env: {DIRECT_URL: cluster.uri},
  });
  expect({code, stderr}).toEqual({code: 0, stderr: ''});
  expect(stdout).toContain('These may drop tables: app.');
  expect(stdout).toContain('These may delete or empty: reporting: delete and truncate on 1 tables.');
  expect(stdout).toContain(
    'grant delete on table orders to reporting; grant truncate on table orders to reporting with grant option;',
  );
  expect(
    await cluster.sql(`select string_agg(lower(privilege_type), ', ') as rights from pg_class c, aclexplode(relacl) a
      where c.oid = 'orders'::regclass and a.grantee = 'reporting'::regrole`),
  ).toEqual([{rights: 'select'}]);
});
