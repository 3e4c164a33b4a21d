/** What runs in a lab, and how much its application was told: looked at from outside, whoever works in it. */
import type {ProcessIdentity} from '../postgres/process-identity.ts';
import {isAlive} from '../postgres/process-identity.ts';
import {datasetNamed} from './datasets.ts';
import type {LabRecord} from './lab-record.ts';
import {lookAtSites, type SiteSeen} from './sites/current.ts';
import {type SiteName, sitesOf} from './sites/site.ts';
import {readWrites} from './truth.ts';
import {readFailedReads} from './workload/failed-reads.ts';

export type LabStatus = {
  readonly dataset: string;
  readonly scale: number;
  readonly servers: readonly {
    readonly name: SiteName;
    readonly state: SiteSeen['state'];
    readonly why: string | null;
    readonly connection: string;
    readonly dataDirectory: string;
  }[];
  readonly application: {
    /** Its own process, where it has one and that lives; the application of a drill lives in the drill. */
    readonly pid: number | null;
    readonly acknowledged: number;
    /** Sent and never answered. */
    readonly unanswered: number;
    readonly lastAcknowledged: {readonly at: string; readonly server: string} | null;
    readonly failedReads: number;
    readonly lastFailedRead: {readonly at: string; readonly why: string} | null;
  };
};

/** Asks each of its servers, and reads what the application noted. */
export const lookAtLab = async (record: LabRecord): Promise<LabStatus> => {
  const {directory, token, dataset, scale, followers = [], network} = record;
  const {database, applicationRole} = datasetNamed(dataset);
  const place = {directory, database, applicationRole, network};
  const seen = await lookAtSites(sitesOf(place, followers), token);
  return {
    dataset,
    scale,
    servers: seen.map(({site, state, why}) => ({
      name: site.name,
      state,
      why: why ?? null,
      connection: site.connection,
      dataDirectory: site.dataDirectory,
    })),
    application: applicationOf(directory, record.application),
  };
};

const applicationOf = (directory: string, own: ProcessIdentity | undefined): LabStatus['application'] => {
  const {acknowledged, unanswered} = readWrites(directory);
  const reads = readFailedReads(directory);
  const [last, lastRead] = [acknowledged.at(-1), reads.at(-1)];
  return {
    pid: own !== undefined && isAlive(own) ? own.pid : null,
    acknowledged: acknowledged.length,
    unanswered,
    lastAcknowledged: last ? {at: new Date(last.atMs).toISOString(), server: last.server ?? 'primary'} : null,
    failedReads: reads.reduce((sum, {count}) => sum + count, 0),
    lastFailedRead: lastRead ? {at: new Date(lastRead.atMs).toISOString(), why: lastRead.why} : null,
  };
};
