/** `stale_name`: the name that clients follow leads to an address where nobody serves, while the database is well. */
import {execa} from 'execa';
import {fail, type Result, succeed} from '../../../base/result.ts';
import {findTool} from '../../../postgres/find-tool.ts';
import {rowsOf} from '../../../postgres/query.ts';
import type {Damage} from '../../damage.ts';
import type {Estate} from '../../estate.ts';
import type {Fault} from '../../fault.ts';
import {inLab} from '../../in-lab.ts';
import {readMomentBefore} from '../../moment-before.ts';
import {nobodysAddress} from '../../network/addresses.ts';
import type {NameService} from '../../network/network.ts';
import {readParameters} from '../fault-parameters.ts';
import {noRowsLost} from '../no-rows-lost.ts';
import {noService} from './no-service.ts';

const name = 'stale_name';

export const staleName: Fault = {
  name,
  summary: 'Lead the name that clients follow to an address where nobody serves, and end the sessions that they have.',
  parameters: {},
  uses: ['dns'],
  owes: ['service'],
  prepare: async (estate, parameters) => {
    const wanted = readParameters(staleName, parameters);
    const {network} = estate;
    if (!wanted.ok) {
      return wanted;
    }
    const dns = network?.dns ?? null;
    if (network === null || dns === null) {
      return fail(
        `the fault ${name} takes a name service, and this lab has none; \`lifeboat lab up --with dns\` builds one`,
      );
    }
    const program = await findTool('nsupdate');
    return program.ok
      ? succeed({
          summary: `lead the name ${dns.name} to an address where nobody serves`,
          symptom: () => noService(estate),
          inject: () => inject(estate, {dns, address: nobodysAddress(network.plan), program: program.value.path}),
        })
      : fail(`${program.reason.sentence}; ${program.reason.install}`);
  },
  symptomOf: noService,
};

type Leading = {readonly dns: NameService; readonly address: string; readonly program: string};

/** Sessions that are open know nothing of the name: they end, as when the application is started anew. */
const inject = (estate: Estate, {dns, address, program}: Leading): Promise<Result<Damage>> =>
  inLab(estate, async connection => {
    const before = await readMomentBefore(connection, estate.dataset);
    if (!before.ok) {
      return before;
    }
    const led = await execa(program, ['-k', dns.keyFile], {
      input: updateText(dns, address),
      reject: false,
      timeout: 10_000,
    });
    if (led.failed) {
      return fail(`the fault could not be injected: ${led.stderr || led.shortMessage}`);
    }
    const ended = await rowsOf(connection, endSql, [estate.dataset.applicationRole]);
    return ended.ok
      ? succeed(noRowsLost(name, {before: before.value, detail: {address}}))
      : fail(`the fault could not be injected: ${ended.reason.message}`);
  });

/** Seconds; as long as the name's former address was good for. */
const ttlSeconds = 5;

const updateText = ({address: server, port, zone, name: called}: NameService, address: string): string =>
  [
    `server ${server} ${port}`,
    `zone ${zone}`,
    `update delete ${called} A`,
    `update add ${called} ${ttlSeconds} A ${address}`,
    'send',
    '',
  ].join('\n');

const endSql = `
  select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = $1 and application_name <> 'lab-watch'`;
