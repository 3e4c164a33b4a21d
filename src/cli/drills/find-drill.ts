/** The drill that somebody means: a runbook by its id or path, with the name of a variant behind a colon. */
import {type Result, succeed} from '../../base/result.ts';
import {didYouMean} from '../../diagnostics/nearest.ts';
import {drillNamed, drillsOf, type NamedDrill} from '../../runbook/drill-variants.ts';
import {type Catalogued, readRunbook} from '../catalog.ts';
import {checkDrillInputs} from '../drill-inputs.ts';
import {type Refusal, refuse} from '../refusal.ts';
import {isThere} from '../runbook-files.ts';

/** What was asked for: `accidental-deletion`, `accidental-deletion:late_search`, or a path. */
export type WantedDrill = {readonly runbook: string; readonly variant?: string};

export type Drillable = {readonly catalogued: Catalogued; readonly named: NamedDrill};

/** A file may have a colon in its name: what is there counts as it is. So does the name of a variant that was given apart. */
export const wantedDrill = (text: string, given?: string): WantedDrill => {
  if (given !== undefined) {
    return {runbook: text, variant: given};
  }
  const [, runbook, variant] = /^(.+):([^:/\\]*)$/.exec(text) ?? [];
  return runbook === undefined || variant === undefined || isThere(text) ? {runbook: text} : {runbook, variant};
};

/** Finds it and looks at all that can be refused before a lab is built. */
export const findDrill = ({runbook: wanted, variant}: WantedDrill): Result<Drillable, Refusal> => {
  const catalogued = readRunbook(wanted);
  return catalogued.ok ? drillIn(catalogued.value, variant) : catalogued;
};

/** The drill of a runbook that was read, and that it gives every input that is needed. */
export const drillIn = (catalogued: Catalogued, variant: string | undefined): Result<Drillable, Refusal> => {
  const named = namedIn(catalogued, variant);
  if (!named.ok) {
    return named;
  }
  const given = checkDrillInputs(catalogued.runbook, named.value.drill);
  return given.ok ? succeed({catalogued, named: named.value}) : given;
};

const namedIn = ({runbook}: Catalogued, variant: string | undefined): Result<NamedDrill, Refusal> => {
  const {id, drill} = runbook;
  if (drill === undefined) {
    return refuse(
      'usage',
      `${id} has no drill block, so there is nothing to drill it on.`,
      'Add one with a lab and a fault, or with lab: none to go through it at a table.',
    );
  }
  const named = drillNamed(runbook, variant);
  if (named !== undefined) {
    return succeed(named);
  }
  const known = drillsOf(runbook).flatMap(({variant: name}) => name ?? []);
  return refuse(
    'usage',
    `The drill of ${id} has no variant "${variant}".`,
    didYouMean(variant ?? '', known) ??
      (known.length === 0 ? `Drill it as it is: lifeboat drill ${id}` : `Its variants: ${known.join(', ')}.`),
  );
};
