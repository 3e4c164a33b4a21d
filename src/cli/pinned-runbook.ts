/** The runbook of a recorded run, from what was pinned with it: as it was gone through, also where that was at a table. */
import {type Result, succeed} from '../base/result.ts';
import type {RunDirectory} from '../journal/run-directory.ts';
import {readRunFile} from '../journal/run-files.ts';
import type {Mode} from '../run/event.ts';
import {atTheTable, isTabletop} from '../runbook/tabletop.ts';
import {type Catalogued, load} from './catalog.ts';
import {pinnedBeside} from './pinned-files.ts';
import {type Refusal, refuse} from './refusal.ts';

/** Refuses where it cannot be read, or does not load. */
export const pinnedRunbook = (directory: RunDirectory, mode: Mode): Result<Catalogued, Refusal> => {
  const runbook = readRunFile(directory, 'runbook.yaml');
  const plan = readRunFile(directory, 'plan.yaml');
  if (!runbook || !plan) {
    return refuse(
      'unverified',
      `The pinned runbook of ${directory.id} cannot be read.`,
      `lifeboat verify ${directory.id} says more.`,
    );
  }
  const loaded = load(
    {file: 'runbook.yaml', text: runbook.toString('utf8')},
    {file: 'plan.yaml', text: plan.toString('utf8')},
    pinnedBeside(directory),
  );
  return loaded.ok ? succeed(asGoneThrough(loaded.value, mode)) : loaded;
};

/** What is carried out, which at a table is nothing. */
export const asGoneThrough = (catalogued: Catalogued, mode: Mode): Catalogued =>
  mode === 'drill' && isTabletop(catalogued.runbook)
    ? {...catalogued, runbook: atTheTable(catalogued.runbook)}
    : catalogued;
