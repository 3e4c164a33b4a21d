/** Every shipped runbook and every variant of its drill, on real servers: what is shipped cures what it says it cures. */
import {dirname, join} from 'node:path';
import {expect, test} from 'vitest';
import {installedServers} from '../../src/postgres/server-binaries.ts';
import {drillsOf} from '../../src/runbook/drill-variants.ts';
import {needPackages} from '../support/debian-packages.ts';
import {expectNothingLeft} from '../support/drills.ts';
import {makeDesk} from '../support/lifeboat.ts';
import {shipped} from '../support/shipped.ts';

const everyMs = 900_000;

type Result = {
  readonly runbook: string;
  readonly variant: string | null;
  readonly result: string;
  readonly why: unknown;
};

test('all that is shipped passes its drills, in every variant, and nothing of their labs is left', {
  timeout: everyMs,
}, async () => {
  const [server] = await installedServers();
  needPackages({
    named: 'bind9',
    nsupdate: 'bind9-dnsutils',
    pgbouncer: 'pgbouncer',
    haproxy: 'haproxy',
    ...(server && {[join(dirname(server.directory), 'lib', 'pgaudit.so')]: `postgresql-${server.major}-pgaudit`}),
  });
  const desk = makeDesk();
  const {code, stdout, stderr} = await desk.lifeboat(['drill', '--all', '--auto', '--json', '--scale', '1000']);
  const last: {readonly type: string; readonly drills: readonly Result[]} = JSON.parse(
    stdout.trim().split('\n').at(-1) ?? 'null',
  );
  expect(last.type).toBe('drills');
  const fine = ['passed', 'partial'];
  expect({stderr, not: last.drills.filter(({result}) => !fine.includes(result))}).toEqual({stderr: '', not: []});
  const meant = shipped.flatMap(({runbook}) => drillsOf(runbook).map(({variant = null}) => [runbook.id, variant]));
  expect(last.drills.map(({runbook, variant}) => [runbook, variant]).sort()).toEqual(meant.sort());
  expect(code).toBe(0);
  expectNothingLeft(desk);
});
