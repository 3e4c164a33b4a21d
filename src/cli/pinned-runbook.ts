/** The runbook of a recorded run, from what was pinned with it: as it was gone through, also where that was at a table. */
import {type Result, succeed} from '../base/result.ts';
import type {RunDirectory} from '../journal/run-directory.ts';
import {readRunFile} from '../journal/run-files.ts';
import {outlineOf} from '../machine/outline.ts';
import type {Fact, Mode} from '../run/event.ts';
import {outlinePaths} from '../run/outline.ts';
import {type Pinned, pinnedNow} from '../run/pinned.ts';
import {atTheTable, isTabletop} from '../runbook/tabletop.ts';
import {type Catalogued, load} from './catalog.ts';
import {pinnedBeside} from './pinned-files.ts';
import {outlineOfVersion} from './recorded-run.ts';
import {type Refusal, refuse} from './refusal.ts';

/** The first fact of a run. */
export type First = Extract<Fact, {type: 'run-started'}>;

/** The one that counts now. Refuses where it cannot be read, or where this version of the program reads other steps in it than the run has. */
export const pinnedRunbook = (directory: RunDirectory, facts: readonly Fact[]): Result<Catalogued, Refusal> => {
  const [first] = facts;
  const pinned = pinnedNow(facts);
  return first?.type === 'run-started' && pinned ? pinnedVersion(directory, first, pinned) : unreadable(directory);
};

/** The runbook as it was at first, or after an amendment. */
export const pinnedVersion = (directory: RunDirectory, first: First, pinned: Pinned): Result<Catalogued, Refusal> => {
  const runbook = readRunFile(directory, `${pinned.folder}runbook.yaml`);
  const plan = readRunFile(directory, 'plan.yaml');
  if (!runbook || !plan) {
    return unreadable(directory);
  }
  const loaded = load(
    {file: `${pinned.folder}runbook.yaml`, text: runbook.toString('utf8')},
    {file: 'plan.yaml', text: plan.toString('utf8')},
    {beside: pinnedBeside(directory, pinned.folder), isPinned: true},
  );
  if (!loaded.ok) {
    return loaded;
  }
  const gone = asGoneThrough(loaded.value, first.mode);
  const outline = outlineOfVersion(directory, pinned);
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

const unreadable = ({id}: RunDirectory): ReturnType<typeof refuse> =>
  refuse('unverified', `The pinned runbook of ${id} cannot be read.`, `lifeboat verify ${id} says more.`);

/** What is carried out, which at a table is nothing. */
export const asGoneThrough = (catalogued: Catalogued, mode: Mode): Catalogued =>
  mode === 'drill' && isTabletop(catalogued.runbook)
    ? {...catalogued, runbook: atTheTable(catalogued.runbook)}
    : catalogued;

/** What a run began with, as it stands now. */
export const readFormer = (
  directory: RunDirectory,
  facts: readonly Fact[],
): Result<{catalogued: Catalogued; first: First}, Refusal> => {
  const [first] = facts;
  if (first?.type !== 'run-started') {
    return refuse(
      'unverified',
      `The record of ${directory.id} has no beginning.`,
      `lifeboat verify ${directory.id} says more.`,
    );
  }
  const catalogued = pinnedRunbook(directory, facts);
  return catalogued.ok ? succeed({catalogued: catalogued.value, first}) : catalogued;
};
