/** `lifeboat lab wire`: the way of clients to a site of a lab is cut, opened, slowed down, or looked at. */
import {printedJson} from '../../base/printed-json.ts';
import {type Result, succeed} from '../../base/result.ts';
import {type WiredSite, wiredSites} from '../../lab/network/addresses.ts';
import {type NetworkOrder, tellNetwork} from '../../lab/network/control.ts';
import type {WireState} from '../../lab/network/wire.ts';
import {openStanding} from '../../lab/open-standing.ts';
import {exitCodes} from '../exit-code.ts';
import {nameWidth} from '../lab-lines.ts';
import {printLines} from '../print-lines.ts';
import {printRefusal, type Refusal, refuse} from '../refusal.ts';
import {type StateOption, statePath} from '../state-place.ts';

export type LabWireOptions = StateOption & {
  /** Milliseconds. */
  readonly delay?: number;
  readonly lab?: string;
  /** The control socket of a network. */
  readonly network?: string;
  readonly json?: boolean;
};

type Wanted = {readonly site: string | undefined; readonly state: string | undefined};

export const labWireCommand = async (wanted: Wanted, options: LabWireOptions): Promise<number> => {
  const wires = await setWires(wanted, options);
  if (!wires.ok) {
    return printRefusal(wires.reason);
  }
  if (options.json) {
    process.stdout.write(`${printedJson(wires.value)}\n`);
    return exitCodes.done.code;
  }
  printLines(wiredSites.map(site => `${site.padEnd(nameWidth)} ${inWords(wires.value[site])}`));
  return exitCodes.done.code;
};

type Wires = {readonly [Name in WiredSite]?: WireState};

const setWires = async (wanted: Wanted, options: LabWireOptions): Promise<Result<Wires, Refusal>> => {
  const order = orderOf(wanted, options);
  if (!order.ok) {
    return order;
  }
  const control = await controlOf(options);
  if (!control.ok) {
    return control;
  }
  const told = await tellNetwork(control.value, order.value);
  return told.ok ? told : refuse('failed', `${told.reason.charAt(0).toUpperCase()}${told.reason.slice(1)}.`);
};

const states: readonly string[] = ['open', 'cut', 'refused'] satisfies readonly WireState['set'][];

/** Without a site nothing is set, only asked. */
const orderOf = ({site, state}: Wanted, {delay}: LabWireOptions): Result<NetworkOrder, Refusal> => {
  if (site === undefined) {
    return succeed([]);
  }
  if (!isWired(site)) {
    return refuse('usage', `"${site}" has no wire.`, `Say one of ${wiredSites.join(', ')}.`);
  }
  if (state === undefined || !isState(state)) {
    return refuse('usage', `Say what becomes of the wire to the ${site}.`, `It can be ${states.join(', ')}.`);
  }
  return delay !== undefined && state !== 'open'
    ? refuse(
        'usage',
        `A wire that is ${state} brings nothing, so there is nothing to delay.`,
        'Give --delay with open.',
      )
    : succeed([{wire: site, state: {set: state, delayMs: delay ?? 0}}]);
};

const isWired = (site: string): site is WiredSite => wiredSites.some(known => known === site);

const isState = (state: string): state is WireState['set'] => states.includes(state);

/** Of the lab that stands by itself, or as a drill says it. */
const controlOf = async ({network, lab, state}: LabWireOptions): Promise<Result<string, Refusal>> => {
  if (network !== undefined) {
    return succeed(network);
  }
  const path = statePath(state === undefined ? {} : {state});
  const estate = path.ok ? await openStanding(path.value, lab) : path;
  if (!estate.ok) {
    return typeof estate.reason === 'string' ? refuse('usage', estate.reason) : {ok: false, reason: estate.reason};
  }
  return estate.value.network === null
    ? refuse('usage', `The lab ${estate.value.run} has no network.`, 'Build one with: lifeboat lab up --with network')
    : succeed(estate.value.network.control);
};

const inWords = (state: WireState | undefined): string => {
  if (state === undefined) {
    return 'has no wire';
  }
  switch (state.set) {
    case 'open':
      return state.delayMs === 0 ? 'open' : `open, and slow: each piece takes ${state.delayMs} ms`;
    case 'cut':
      return 'cut: nothing comes through, and nobody is told';
    case 'refused':
      return 'refused: nobody listens there';
  }
};
