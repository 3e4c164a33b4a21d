/** Every shipped drill of one scenario on real servers, one after another, as `lifeboat drill --all` does it. */
import {dirname, join} from 'node:path';
import {expect} from 'vitest';
import {findFault} from '../../src/lab/faults.ts';
import {installedServers} from '../../src/postgres/server-binaries.ts';
import {drillsOf} from '../../src/runbook/drill-variants.ts';
import type {Scenario} from '../../src/runbook/words.ts';
import {needPackages} from './debian-packages.ts';
import {expectNothingLeft} from './drills.ts';
import {makeDesk} from './lifeboat.ts';
import {shipped} from './shipped.ts';

/** For a test's timeout, milliseconds: a machine may have other work. */
export const everyDrillMs = 900_000;

type Drilled = {
  readonly runbook: string;
  readonly variant: string | null;
  readonly result: string;
  readonly why: unknown;
};

/** All of them pass, none is left out, and nothing of their labs is left. */
export const expectEveryDrill = async (scenario: Scenario): Promise<void> => {
  const [server] = await installedServers();
  needPackages({
    named: 'bind9',
    nsupdate: 'bind9-dnsutils',
    pgbouncer: 'pgbouncer',
    haproxy: 'haproxy',
    pgbackrest: 'pgbackrest',
    ...(scenario === 'breach' && {
      'ceph-mon': 'ceph-mon',
      'ceph-osd': 'ceph-osd',
      radosgw: 'radosgw',
      openssl: 'openssl',
    }),
    ...(server && {[join(dirname(server.directory), 'lib', 'pgaudit.so')]: `postgresql-${server.major}-pgaudit`}),
  });
  const meant = shipped.map(({runbook}) => runbook).filter(one => one.scenario === scenario && one.drill !== undefined);
  const desk = makeDesk();
  // A fault that takes the rights of root is drilled as root alone; elsewhere its drill says so before a lab is built.
  const drills = meant.flatMap(runbook =>
    drillsOf(runbook)
      .filter(({drill}) => (findFault(drill.fault?.name ?? '')?.needs?.lack() ?? null) === null)
      .map(({variant = null}) => ({id: runbook.id, variant})),
  );
  const isWhole = drills.length === meant.flatMap(drillsOf).length;
  const named = drills.map(({id, variant}) => (variant === null ? id : `${id}:${variant}`));
  const {code, stdout, stderr} = await desk.lifeboat([
    'drill',
    '--auto',
    '--json',
    '--scale',
    '1000',
    ...(isWhole ? ['--all', ...meant.map(({id}) => id)] : named),
  ]);
  const last: {readonly type: string; readonly drills: readonly Drilled[]} = JSON.parse(
    stdout.trim().split('\n').at(-1) ?? 'null',
  );
  expect(last.type).toBe('drills');
  const fine = ['passed', 'partial'];
  expect({stderr, not: last.drills.filter(({result}) => !fine.includes(result))}).toEqual({stderr: '', not: []});
  const wanted = drills.map(({id, variant}) => [id, variant]);
  expect(last.drills.map(({runbook, variant}) => [runbook, variant]).sort()).toEqual(wanted.sort());
  expect(code).toBe(0);
  expectNothingLeft(desk);
};
