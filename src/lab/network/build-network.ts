/** Builds the network of a lab: the wires before any server, what stands in front of them, and what listens behind. */
import {type Result, succeed} from '../../base/result.ts';
import type {ServerTools} from '../../postgres/server.ts';
import {inPhase, type OnPhase} from '../phases.ts';
import type {Site} from '../sites/site.ts';
import type {Companion} from './companion.ts';
import {startNameService} from './name-service.ts';
import type {LabNetwork} from './network.ts';
import {startNetwork} from './start-network.ts';

export type NetworkGrounds = {
  readonly directory: string;
  readonly tools: ServerTools;
  readonly sites: readonly Site[];
  readonly network: LabNetwork | null;
};

export type NetworkProgress = {
  readonly onPhase: OnPhase | undefined;
  /** Called as soon as one of them runs. */
  readonly onCompanion: (companion: Companion) => void;
};

/** The wires, and what needs no server behind them. Throws what the file system throws. */
export const buildNetwork = async (
  {directory, tools, network}: NetworkGrounds,
  {onPhase, onCompanion}: NetworkProgress,
): Promise<Result<void>> => {
  if (network === null) {
    return succeed(undefined);
  }
  return inPhase(onPhase, {phase: 'network', title: 'Lay a network between the sites and their clients'}, async () => {
    const wired = await startNetwork(directory, network, onCompanion);
    if (!wired.ok) {
      return wired;
    }
    const named = network.dns === null ? succeed(undefined) : await startNameService(network, tools, onCompanion);
    return named.ok ? succeed(undefined) : named;
  });
};

/** What needs a server. */
export const furnishNetwork = async ({network}: NetworkGrounds, _progress: NetworkProgress): Promise<Result<void>> =>
  network === null ? succeed(undefined) : succeed(undefined);
