/** Builds the network of a lab: the wires before any server, what stands in front of them, and what listens behind. */
import {type Result, succeed} from '../../base/result.ts';
import type {ServerTools} from '../../postgres/server.ts';
import type {Accounts} from '../accounts/accounts.ts';
import type {Dataset} from '../dataset.ts';
import {inPhase, type OnPhase} from '../phases.ts';
import {startBalancer} from './balancer.ts';
import type {Companion} from './companion.ts';
import type {FrontGrounds} from './front.ts';
import {startNameService} from './name-service.ts';
import type {LabNetwork} from './network.ts';
import {startPooler} from './pooler.ts';
import {startReceiver} from './receiver.ts';
import {startNetwork} from './start-network.ts';

export type NetworkGrounds = {
  readonly directory: string;
  readonly tools: ServerTools;
  readonly dataset: Pick<Dataset, 'database'>;
  readonly network: LabNetwork | null;
  /** The console of the primary. */
  readonly primary: string;
  /** Null where nobody has a password. */
  readonly accounts: Accounts | null;
};

export type NetworkProgress = {
  readonly onPhase: OnPhase | undefined;
  /** Called as soon as one of them runs. */
  readonly onCompanion: (companion: Companion) => void;
};

/** The wires, and what needs no server behind them. Throws what the file system throws. */
export const buildNetwork = async (
  grounds: NetworkGrounds,
  {onPhase, onCompanion}: NetworkProgress,
): Promise<Result<void>> => {
  const {directory, tools, network} = grounds;
  if (network === null) {
    return succeed(undefined);
  }
  const {dns, balancer} = network;
  return inPhase(onPhase, {phase: 'network', title: 'Lay a network between the sites and their clients'}, async () => {
    const wired = await startNetwork(directory, network, onCompanion);
    if (!wired.ok) {
      return wired;
    }
    const started = await Promise.all([
      ...(dns ? [startNameService(network, tools, onCompanion)] : []),
      ...(balancer ? [startBalancer(balancer, frontOf(grounds, network), onCompanion)] : []),
    ]);
    return started.find(one => !one.ok) ?? succeed(undefined);
  });
};

/** What needs a server. Throws what the file system throws. */
export const furnishNetwork = async (
  grounds: NetworkGrounds,
  {onPhase, onCompanion}: NetworkProgress,
): Promise<Result<void>> => {
  const {network} = grounds;
  if (network === null) {
    return succeed(undefined);
  }
  const {pooler, receivedWal} = network;
  const pooled =
    pooler === null
      ? succeed(undefined)
      : await inPhase(onPhase, {phase: 'pooler', title: 'Put a pooler before the primary'}, () =>
          startPooler(pooler, frontOf(grounds, network), onCompanion),
        );
  return !pooled.ok || receivedWal === null
    ? pooled
    : inPhase(onPhase, {phase: 'receiver', title: 'Receive the WAL at the second site'}, () =>
        startReceiver({...grounds, network}, receivedWal, onCompanion),
      );
};

const frontOf = ({tools, dataset, primary, accounts}: NetworkGrounds, {plan}: LabNetwork): FrontGrounds => ({
  plan,
  tools,
  primary,
  database: dataset.database,
  hasAccounts: accounts !== null,
});
