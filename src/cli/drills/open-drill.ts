/** Opens the run of a drill on its lab, which is built and broken by then. */
import type {Result} from '../../base/result.ts';
import {removeRun} from '../../journal/run-directory.ts';
import type {Actor, FactBody} from '../../run/event.ts';
import type {NamedDrill} from '../../runbook/drill-variants.ts';
import type {Catalogued} from '../catalog.ts';
import {inputsOfDrill} from '../drill-inputs.ts';
import type {DrillLab} from '../drill-lab.ts';
import {beginInjecting} from '../injects/injecting.ts';
import type {GivenInjects} from '../injects/read-injects.ts';
import type {OpenRun} from '../join-run.ts';
import {openNewRun} from '../open-run.ts';
import type {Refusal} from '../refusal.ts';
import {makeRun} from '../state-place.ts';

export type Opening = {
  readonly catalogued: Catalogued;
  readonly lab: DrillLab;
  readonly named: NamedDrill;
  readonly injects: GivenInjects | undefined;
  readonly run: string;
  readonly state: string;
  readonly actor: Actor;
  readonly networkFs?: string;
};

/** Nothing is recorded before it is started; a refusal leaves no run. */
export const openDrill = async (opening: Opening): Promise<Result<OpenRun, Refusal>> => {
  const {catalogued, lab, named, run, state, actor, networkFs} = opening;
  const inputs = await inputsOfDrill(catalogued.runbook, named.drill, lab);
  if (!inputs.ok) {
    return inputs;
  }
  const directory = makeRun(state, run);
  if (!directory.ok) {
    return directory;
  }
  const injecting =
    opening.injects &&
    beginInjecting(opening.injects, {run: directory.value, runbook: catalogued.runbook, lab: lab.estate});
  if (injecting?.ok === false) {
    removeRun(directory.value);
    return injecting;
  }
  return openNewRun({
    directory: directory.value,
    injecting: injecting?.value,
    catalogued,
    inputs: inputs.value,
    lab: lab.names,
    safeguard: lab.safeguard,
    mode: 'drill',
    ...(named.variant !== undefined && {variant: named.variant}),
    actor,
    ...(networkFs !== undefined && {networkFs}),
    marks: [disruption(lab)],
  });
};

/** When the fault's transaction committed, by the damaged server's own clock. */
const disruption = (lab: DrillLab): Extract<FactBody, {type: 'event-marked'}> => ({
  type: 'event-marked',
  event: 'disruption',
  time: new Date(lab.damage.committedAt).toISOString(),
  source: 'lab',
});
