/** A site that its network is cut from: its server lives, and takes writes of whoever sits at its console. */
import {fail, type Result, succeed} from '../../../base/result.ts';
import type {Damage} from '../../damage.ts';
import type {Estate} from '../../estate.ts';
import type {Fault, PreparedFault} from '../../fault.ts';
import {waitToComeBack} from '../../network/comes-back.ts';
import {openState, tellNetwork} from '../../network/control.ts';
import type {LabNetwork} from '../../network/network.ts';
import {readParameters} from '../fault-parameters.ts';
import {noRowsLost} from '../no-rows-lost.ts';
import {atLastMoment} from './last-moment.ts';
import {noService} from './no-service.ts';

type Cutting = {readonly fault: Fault; readonly given: unknown; readonly comesBack: boolean};

/** Without a network there is nothing that could be cut. */
export const cutSite = (estate: Estate, {fault, given, comesBack}: Cutting): Result<PreparedFault> => {
  const wanted = readParameters(fault, given);
  const {network} = estate;
  if (!wanted.ok) {
    return wanted;
  }
  if (network === null) {
    return fail(
      `the fault ${fault.name} cuts a network, and this lab has none; \`lifeboat lab up --with network\` builds one`,
    );
  }
  return succeed({
    summary: `cut the primary off from its network${comesBack ? ', until another server takes writes' : ''}`,
    symptom: () => noService(estate),
    inject: () => inject(estate, network, {fault: fault.name, comesBack}),
  });
};

const inject = async (
  estate: Estate,
  {control}: LabNetwork,
  {fault, comesBack}: {readonly fault: string; readonly comesBack: boolean},
): Promise<Result<Damage>> => {
  const cut = async (): Promise<Result<void>> => {
    if (comesBack) {
      waitToComeBack(estate);
    }
    const told = await tellNetwork(control, [{wire: 'primary', state: {...openState, set: 'cut'}}]);
    return told.ok ? succeed(undefined) : told;
  };
  const ended = await atLastMoment(estate, {behindMs: 0, end: cut});
  if (!ended.ok) {
    return fail(`the fault could not be injected: ${ended.reason}`);
  }
  const {before, atMs, timeline, heldBy} = ended.value;
  return succeed(noRowsLost(fault, {before, atMs, detail: {timeline, held_by: heldBy}}));
};
