/** What stands between clients and servers, and how clients come to it. */
import type {ServerTools} from '../../postgres/server.ts';
import {formatConnection} from '../../postgres/uri.ts';
import type {Dataset} from '../dataset.ts';
import type {NetworkPlan} from './addresses.ts';

/** The part of a lab that a pooler and a balancer need to know. */
export type FrontGrounds = {
  readonly plan: NetworkPlan;
  readonly tools: ServerTools;
  readonly database: string;
  /** The primary's console. */
  readonly primary: string;
  /** Whether clients come in by passwords. */
  readonly hasAccounts: boolean;
};

/** The application's connection string to an address of the lab. */
export const clientUri = (
  {database, applicationRole: user}: Pick<Dataset, 'database' | 'applicationRole'>,
  {port}: NetworkPlan,
  host: string,
): string => formatConnection({host, port, user, database, options: {}});
