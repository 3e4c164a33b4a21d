/** `configuration_lost`: the files that say how the server runs and who may come in are gone, and the server does not start. */
import {existsSync, rmSync} from 'node:fs';
import {fail, type Result, succeed} from '../../../base/result.ts';
import {rowsOf} from '../../../postgres/query.ts';
import {stopServer} from '../../../postgres/server.ts';
import {type Configuration, readConfiguration} from '../../configuration.ts';
import type {Damage} from '../../damage.ts';
import type {Estate} from '../../estate.ts';
import type {Fault, Symptom} from '../../fault.ts';
import {inLab, inServerNow} from '../../in-lab.ts';
import {type MomentBefore, readMomentBefore} from '../../moment-before.ts';
import {readParameters} from '../fault-parameters.ts';
import {changeFiles, noRowsLost} from '../no-rows-lost.ts';
import {noService} from './no-service.ts';

const name = 'configuration_lost';

export const configurationLost: Fault = {
  name,
  summary:
    'Stop the primary and remove postgresql.conf, pg_hba.conf and pg_ident.conf, as on a host that was set up anew.',
  parameters: {},
  owes: ['service', 'archive', 'configuration'],
  prepare: async (estate, parameters) => {
    const wanted = readParameters(configurationLost, parameters);
    return wanted.ok
      ? succeed({
          summary: 'stop the primary and remove its configuration files',
          symptom: () => areFilesGone(estate),
          inject: () => inject(estate),
        })
      : wanted;
  },
  symptomOf: estate => areFilesGone(estate),
};

type Looked = {readonly before: MomentBefore; readonly configuration: Configuration; readonly files: readonly string[]};

const inject = async (estate: Estate): Promise<Result<Damage>> => {
  const looked = await inLab(estate, async (connection): Promise<Result<Looked>> => {
    const before = await readMomentBefore(connection, estate.dataset);
    const configuration = before.ok ? await readConfiguration(connection) : before;
    const files = configuration.ok ? await rowsOf(connection, filesSql) : configuration;
    // So that the stop is short: what is to be written has been written.
    await connection.run('checkpoint');
    if (!before.ok || !configuration.ok || !files.ok) {
      return fail(
        before.ok ? (configuration.ok ? 'its files cannot be asked for' : configuration.reason) : before.reason,
      );
    }
    return succeed({
      before: before.value,
      configuration: configuration.value,
      files: files.value.map(({file}) => String(file)),
    });
  });
  const stopped = looked.ok ? await stopServer(estate.dataDirectory) : looked;
  if (!looked.ok || !stopped.ok) {
    return fail(`the fault could not be injected: ${looked.ok ? (stopped.ok ? '' : stopped.reason) : looked.reason}`);
  }
  const {before, configuration, files} = looked.value;
  const removed = changeFiles(() => {
    for (const file of files) {
      rmSync(file);
    }
  });
  return removed.ok ? succeed(noRowsLost(name, {before, detail: {files, ...configuration}})) : removed;
};

/** A server that runs has read its files, and does not start a second time without them. */
const areFilesGone = async (estate: Estate): Promise<Result<Symptom>> => {
  const service = await noService(estate);
  if (!service.ok || service.value.seen) {
    return service;
  }
  return inServerNow(estate, async connection => {
    const rows = await rowsOf(connection, filesSql);
    if (!rows.ok) {
      return fail(rows.reason.message);
    }
    const gone = rows.value.map(({file}) => String(file)).filter(file => !existsSync(file));
    return succeed({
      seen: gone.length > 0,
      detail:
        gone.length > 0 ? `${gone.join(', ')} not there` : 'the server runs, and its configuration files are there',
    });
  });
};

const filesSql = `
  select setting as file from pg_settings where name in ('config_file', 'hba_file', 'ident_file') order by name`;
