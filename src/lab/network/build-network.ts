/** Builds the network of a lab: the wires before any server, what stands in front of them, and what listens behind. */
import {type Result, succeed} from '../../base/result.ts';
import type {ServerTools} from '../../postgres/server.ts';
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
  readonly dataset: Pick<Dataset, 'database' | 'applicationRole'>;
  readonly network: LabNetwork | null;
  /** The console of the primary. */
  readonly primary: string;
};

export type NetworkProgress = {
  readonly onPhase: OnPhase | undefined;
  /** Called as soon as one of them runs. */
  readonly onCompanion: (companion: Companion) => void;
};

/** The wires, and what needs no server behind them. Throws what the file system throws. */
export const buildNetwork = async (
  {directory, tools, dataset, network}: NetworkGrounds,
  {onPhase, onCompanion}: NetworkProgress,
): Promise<Result<void>> => {
  if (network === null) {
    return succeed(undefined);
  }
  const {plan, dns, pooler, balancer} = network;
  const {database, applicationRole} = dataset;
  const front: FrontGrounds = {plan, tools, database, roles: [applicationRole, 'postgres']};
  return inPhase(onPhase, {phase: 'network', title: 'Lay a network between the sites and their clients'}, async () => {
    const wired = await startNetwork(directory, network, onCompanion);
    if (!wired.ok) {
      return wired;
    }
    const started = await Promise.all([
      ...(dns ? [startNameService(network, tools, onCompanion)] : []),
      ...(pooler ? [startPooler(pooler, front, onCompanion)] : []),
      ...(balancer ? [startBalancer(balancer, front, onCompanion)] : []),
    ]);
    return started.find(one => !one.ok) ?? succeed(undefined);
  });
};

/** What needs a server. Throws what the file system throws. */
export const furnishNetwork = async (
  {directory, tools, network, primary}: NetworkGrounds,
  {onPhase, onCompanion}: NetworkProgress,
): Promise<Result<void>> => {
  const to = network?.receivedWal ?? null;
  if (network === null || to === null) {
    return succeed(undefined);
  }
  return inPhase(onPhase, {phase: 'receiver', title: 'Receive the WAL at the second site'}, () =>
    startReceiver({directory, tools, network, primary}, to, onCompanion),
  );
};
