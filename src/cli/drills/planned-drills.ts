/** Which drills several names mean, or all of the catalogue, in the order in which they are carried out. */
import type {Result} from '../../base/result.ts';
import {drillsOf} from '../../runbook/drill-variants.ts';
import {knownRunbooks, readRunbook} from '../catalog.ts';
import type {Refusal} from '../refusal.ts';
import {idOf} from '../runbook-files.ts';
import {type Drillable, drillIn, findDrill, type WantedDrill, wantedDrill} from './find-drill.ts';

export type PlannedDrill = {
  /** The id of the runbook, or what was typed where there is none. */
  readonly runbook: string;
  readonly variant: string | null;
  /** What it is, or why it cannot be begun. */
  readonly found: Result<Drillable, Refusal>;
};

export type Plan = {
  readonly drills: readonly PlannedDrill[];
  /** Runbooks of the catalogue that have no drill block. */
  readonly withoutDrill: readonly string[];
};

/** Those that were named, each once; with `isAll` every variant of them too. Without a name: of the whole catalogue. */
export const planDrills = (names: readonly string[], {isAll}: {readonly isAll: boolean}): Plan => {
  const plans = names.map(name => {
    const wanted = wantedDrill(name);
    const every = isAll && wanted.variant === undefined ? everyDrill(name) : [];
    // Who names one without a drill block wants to hear it.
    return every.length > 0 ? every : [planned(wanted, findDrill(wanted))];
  });
  const ofCatalogue = names.length === 0 ? catalogue().map(path => ({path, drills: everyDrill(path)})) : [];
  const withoutDrill = ofCatalogue.filter(({drills}) => drills.length === 0).map(({path}) => idOf(path));
  return {drills: once([...plans.flat(), ...ofCatalogue.flatMap(({drills}) => drills)]), withoutDrill};
};

/** Of two runbooks with one id the first counts, as everywhere. */
const catalogue = (): readonly string[] => {
  const byId = new Map<string, string>();
  for (const {path} of knownRunbooks()) {
    byId.set(idOf(path), byId.get(idOf(path)) ?? path);
  }
  return [...byId.values()];
};

/** None where the runbook has no drill block. One that cannot be read is planned all the same: that is said, and fails the whole. */
const everyDrill = (runbook: string): readonly PlannedDrill[] => {
  const read = readRunbook(runbook);
  return read.ok
    ? drillsOf(read.value.runbook).map(({variant}) =>
        planned({runbook, ...(variant !== undefined && {variant})}, drillIn(read.value, variant)),
      )
    : [planned({runbook}, read)];
};

const planned = ({runbook, variant}: WantedDrill, found: PlannedDrill['found']): PlannedDrill => ({
  runbook: found.ok ? found.value.catalogued.runbook.id : idOf(runbook),
  variant: variant ?? null,
  found,
});

const once = (drills: readonly PlannedDrill[]): readonly PlannedDrill[] => [
  ...new Map(drills.map(drill => [`${drill.runbook}:${drill.variant ?? ''}`, drill])).values(),
];
