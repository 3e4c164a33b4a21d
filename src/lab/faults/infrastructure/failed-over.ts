/** `failed_over`: the primary's site is given up and the standby has taken over, so that going back home can be practised. */
import {setTimeout as delay} from 'node:timers/promises';
import {redirectName} from '../../../backup/failover/redirect-name.ts';
import {fail, type Result, succeed} from '../../../base/result.ts';
import {rowsOf} from '../../../postgres/query.ts';
import {stopServer} from '../../../postgres/server.ts';
import type {Damage} from '../../damage.ts';
import type {Estate} from '../../estate.ts';
import type {Fault, Symptom} from '../../fault.ts';
import {inLab} from '../../in-lab.ts';
import {readMomentBefore} from '../../moment-before.ts';
import {connectToLab} from '../../proof.ts';
import type {Site} from '../../sites/site.ts';
import {inMicroseconds} from '../damaged-files.ts';
import {readParameters} from '../fault-parameters.ts';

const name = 'failed_over';

export const failedOver: Fault = {
  name,
  summary: 'Stop the primary for good and promote the standby, as after a failover: the service runs away from home.',
  parameters: {},
  owes: ['service', 'archive', 'backup'],
  prepare: async (estate, parameters) => {
    const wanted = readParameters(failedOver, parameters);
    const standby = estate.sites.find(site => site.name === 'standby');
    if (!wanted.ok || standby === undefined) {
      return wanted.ok ? fail('This fault needs a standby: mention lab.standby in the drill block.') : wanted;
    }
    return succeed({
      summary: 'fail over to the standby',
      symptom: () => awayFromHome(estate),
      inject: () => inject(estate, standby),
    });
  },
  symptomOf: awayFromHome,
};

async function awayFromHome(estate: Estate): Promise<Result<Symptom>> {
  const site = await estate.current();
  return site.ok
    ? succeed({
        seen: site.value.name !== 'primary',
        detail: `writes are taken by the server at the site of the ${site.value.name}`,
      })
    : site;
}

const promotedWithinMs = 30_000;
const pollEveryMs = 20;

/** In good order, so that nothing is lost by the fault itself: a fast stop ends only when the standby has all WAL. */
const inject = async (estate: Estate, standby: Site): Promise<Result<Damage>> => {
  const before = await inLab(estate, connection => readMomentBefore(connection, estate.dataset));
  if (!before.ok) {
    return before;
  }
  const stopped = await stopServer(estate.dataDirectory);
  if (!stopped.ok) {
    return stopped;
  }
  const committedAt = inMicroseconds(Date.now());
  const promoted = await promote(standby.connection, estate.token);
  const led = promoted.ok ? await leadName(estate, standby) : promoted;
  return led.ok ? succeed({fault: name, committedAt, lost: [], tablesLost: [], rowsLost: 0, ...before.value}) : led;
};

const ttlSeconds = 5;

/** Where clients follow a name, it was moved with the service; the other ways of clients find the standby by themselves. */
const leadName = async ({network}: Estate, {tcp}: Site): Promise<Result<void>> => {
  const dns = network?.dns ?? null;
  if (dns === null || tcp === null) {
    return succeed(undefined);
  }
  const {zone, name: called, keyFile, address, port} = dns;
  const led = await redirectName({
    service: `${address}:${port}`,
    zone,
    name: called,
    keyFile,
    to: tcp.host,
    ttlSeconds,
  });
  return led.ok ? succeed(undefined) : fail(led.reason.sentence);
};

const promote = async (standby: string, token: string): Promise<Result<void>> => {
  const connection = await connectToLab(standby, token);
  if (!connection.ok) {
    return connection;
  }
  try {
    const told = await rowsOf(connection.value, 'select pg_promote(false)');
    for (const deadlineMs = performance.now() + promotedWithinMs; told.ok && performance.now() < deadlineMs; ) {
      const rows = await rowsOf(connection.value, 'select pg_is_in_recovery() as follows');
      if (rows.ok && rows.value[0]?.follows === false) {
        return succeed(undefined);
      }
      await delay(pollEveryMs);
    }
    return fail(`the standby was not promoted: ${told.ok ? 'it still follows' : told.reason.message}`);
  } finally {
    await connection.value.close();
  }
};
