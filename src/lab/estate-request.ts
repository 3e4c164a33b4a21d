/** What a lab is asked to be, and the first record of it: enough to take down whatever is made. */
import {randomBytes} from 'node:crypto';
import {identify} from '../postgres/process-identity.ts';
import type {Dataset} from './dataset.ts';
import type {OtherDump} from './dump-formats.ts';
import type {LabRecord} from './lab-record.ts';
import type {NetworkPlan, NetworkService} from './network/addresses.ts';
import type {ObjectStorePlan} from './object-store/object-store.ts';
import type {OnPhase} from './phases.ts';
import type {FollowerName} from './sites/site.ts';

/** Whether a lab is left standing when its drill has ended: of several drills only that of one that has not passed. */
export type KeepAtEnd = boolean | 'unless-passed';

export type EstateRequest = {
  /** The run's name; the tail of it names the directory. */
  readonly run: string;
  readonly stateDir: string;
  /** What it is filled with; `ticketing` by default. */
  readonly dataset?: Dataset;
  /** How many orders; 10,000 by default. */
  readonly scale?: number;
  /** What is built besides the primary; nothing by default. */
  readonly followers?: readonly FollowerName[];
  /** Whether a dump is taken with the base backup. */
  readonly withDump?: boolean;
  /** And in which other formats. */
  readonly otherDumps?: readonly OtherDump[];
  /** Keep a repository of pgBackRest too. */
  readonly withPgbackrest?: boolean;
  /** Clients come over the network with passwords; with an audit log; with a copy of the backups where no server reaches it. */
  readonly withAccounts?: boolean;
  readonly withAudit?: boolean;
  readonly withSecondCopy?: boolean;
  /** An object store with a copy of the backups in it. */
  readonly withObjectStore?: boolean;
  /** A network between its sites and its clients, with these services in it; without one everything goes by socket. */
  readonly network?: readonly NetworkService[] | undefined;
  /** Leave the lab standing when the drill has ended. */
  readonly keepAtEnd?: KeepAtEnd;
  readonly environment?: NodeJS.ProcessEnv;
  readonly onPhase?: OnPhase;
};

/** Whether pg_dump is needed. */
export const wantsDump = ({withDump, otherDumps = []}: EstateRequest): boolean =>
  withDump === true || otherDumps.length > 0;

export type Decided = {
  readonly directory: string;
  readonly dataset: string;
  readonly scale: number;
  readonly network: NetworkPlan | undefined;
  readonly objectStore: ObjectStorePlan | undefined;
};

/** With a token of its own, and this process as its keeper. */
export const newRecord = (request: EstateRequest, {network, objectStore, ...decided}: Decided): LabRecord => ({
  format: 1,
  run: request.run,
  ...decided,
  followers: request.followers ?? [],
  hasDump: request.withDump === true,
  otherDumps: request.otherDumps ?? [],
  hasPgbackrest: request.withPgbackrest === true,
  hasAccounts: request.withAccounts === true,
  hasAudit: request.withAudit === true,
  hasSecondCopy: request.withSecondCopy === true,
  keepAtEnd: request.keepAtEnd ?? false,
  ...(network && {network}),
  ...(objectStore && {objectStore}),
  token: randomBytes(16).toString('hex'),
  keeper: identify(process.pid) ?? {pid: process.pid, startTicks: ''},
  servers: [],
  isKept: false,
});
