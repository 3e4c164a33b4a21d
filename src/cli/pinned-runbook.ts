/** The runbook of a recorded run, from what was pinned with it: as it was gone through, also where that was at a table. */
import {type Result, succeed} from '../base/result.ts';
import type {RunDirectory} from '../journal/run-directory.ts';
import {readRunFile} from '../journal/run-files.ts';
import {outlineOf} from '../machine/outline.ts';
import type {Fact, Mode} from '../run/event.ts';
import {outlinePaths} from '../run/outline.ts';
import {atTheTable, isTabletop} from '../runbook/tabletop.ts';
import {type Catalogued, load} from './catalog.ts';
import {pinnedBeside} from './pinned-files.ts';
import {readOutline} from './recorded-run.ts';
import {type Refusal, refuse} from './refusal.ts';

/** Refuses where it cannot be read, or where this version of the program reads other steps in it than the run has. */
export const pinnedRunbook = (
  directory: RunDirectory,
  first: Extract<Fact, {type: 'run-started'}>,
): Result<Catalogued, Refusal> => {
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
    {beside: pinnedBeside(directory), isPinned: true},
  );
  if (!loaded.ok) {
    return loaded;
  }
  const gone = asGoneThrough(loaded.value, first.mode);
  const outline = readOutline(directory, [first]);
  if (!outline.ok) {
    return outline;
  }
  return outlinePaths(outline.value).join('\n') === outlinePaths(outlineOf(gone.runbook)).join('\n')
    ? succeed(gone)
    : refuse(
        'unverified',
        `This version of Lifeboat reads other steps in the pinned runbook of ${directory.id} than the run has.`,
        'Go on with the version that began it, which its record names.',
      );
};

/** What is carried out, which at a table is nothing. */
export const asGoneThrough = (catalogued: Catalogued, mode: Mode): Catalogued =>
  mode === 'drill' && isTabletop(catalogued.runbook)
    ? {...catalogued, runbook: atTheTable(catalogued.runbook)}
    : catalogued;
