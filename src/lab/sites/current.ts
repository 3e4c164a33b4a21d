/** Which server of a lab takes writes now: after a failover another one than before, and never two. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {withConnection} from '../../postgres/connect.ts';
import {rowsOf} from '../../postgres/query.ts';
import {connectToLab} from '../proof.ts';
import type {Site} from './site.ts';

/** What a server of the lab is now. */
export type SiteSeen = {
  readonly site: Site;
  readonly state: 'takes-writes' | 'follows' | 'unreachable';
  /** Why it cannot be reached. */
  readonly why?: string;
};

/** Asks each server in turn; one that does not show the lab's token is none of the lab's. */
export const lookAtSites = async (sites: readonly Site[], token: string): Promise<readonly SiteSeen[]> => {
  const seen: SiteSeen[] = [];
  for (const site of sites) {
    seen.push(await lookAt(site, token));
  }
  const isSplit = seen.filter(({state}) => state === 'takes-writes').length > 1;
  return isSplit ? Promise.all(seen.map(ofClients)) : seen;
};

/** What is cut off answers nobody within this time. */
const patienceMs = 1_500;

/** Of two that take writes at their consoles one may be reached by no client: then it is none that counts. */
const ofClients = async (seen: SiteSeen): Promise<SiteSeen> => {
  const {site, state} = seen;
  if (state !== 'takes-writes' || site.tcp === null) {
    return seen;
  }
  const reached = await withConnection(
    maintenanceConnection(site.tcp),
    connection => rowsOf(connection, 'select pg_is_in_recovery() as follows'),
    {connectTimeoutMs: patienceMs, statementTimeoutMs: patienceMs, answerTimeoutMs: patienceMs},
  );
  // A server that says no is there.
  return reached.ok || reached.reason.sqlstate !== null
    ? seen
    : {site, state: 'unreachable', why: `cut off from its clients: ${reached.reason.message}`};
};

/** The one that takes writes. None is a reason, and so are two: the application then writes into both, and each lacks something. */
export const currentSite = (seen: readonly SiteSeen[]): Result<Site> => {
  const [current, ...others] = seen.filter(({state}) => state === 'takes-writes').map(({site}) => site);
  if (current === undefined) {
    return fail(`no server of the lab takes writes: ${seen.map(inWords).join('; ')}`);
  }
  return others.length === 0
    ? succeed(current)
    : fail(`${[current, ...others].map(({name}) => name).join(' and ')} take writes at the same time`);
};

const inWords = ({site, state, why}: SiteSeen): string =>
  `the ${site.name} ${state === 'follows' ? 'follows another' : `cannot be reached (${why ?? state})`}`;

const lookAt = async (site: Site, token: string): Promise<SiteSeen> => {
  // The database of the lab may be what is gone.
  const connection = await connectToLab(maintenanceConnection(site), token);
  if (!connection.ok) {
    return {site, state: 'unreachable', why: connection.reason};
  }
  const rows = await rowsOf(connection.value, 'select pg_is_in_recovery() as follows');
  await connection.value.close();
  return rows.ok
    ? {site, state: rows.value[0]?.follows === false ? 'takes-writes' : 'follows'}
    : {site, state: 'unreachable', why: rows.reason.message};
};

/** Its superuser in the database that every cluster has. */
export const maintenanceConnection = ({connection}: Pick<Site, 'connection'>): string =>
  connection.replace(/^(postgres:\/\/[^/]*\/)[^?]*/, '$1postgres');
