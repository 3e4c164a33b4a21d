/** What the servers of a lab are built on: the part of the estate that is known before anything stands. */
import type {ServerTools} from '../../postgres/server.ts';
import type {Accounts} from '../accounts/accounts.ts';
import type {Dataset} from '../dataset.ts';
import type {FollowerName, Site} from './site.ts';

export type Grounds = {
  readonly directory: string;
  readonly token: string;
  readonly tools: ServerTools;
  readonly dataset: Dataset;
  readonly scale: number;
  readonly sites: readonly Site[];
  /** Which of them are built behind the primary; a site without a server is only a place. */
  readonly followers: readonly FollowerName[];
  readonly archive: string;
  readonly accounts: Accounts | null;
};
