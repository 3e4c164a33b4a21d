/** The ghost of a run that goes on here: whatever lies in the state directory, the run does not notice. */
import {expect, test} from 'vitest';
import {ghostBeside} from '../../../src/cli/ghost-beside.ts';
import {runDirectory} from '../../../src/journal/run-directory.ts';
import {notStarted} from '../../../src/run/fold.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {temporaryDirectory} from '../../support/journals.ts';
import {storeRun} from '../../support/stored-run.ts';

const former = '20261023t001957z-accidental-deletion-bbbbbb';

const beside = (isOdd: boolean) => {
  const state = temporaryDirectory();
  storeRun(state, {id: former, mode: 'drill', ending: 'sealed', isOdd});
  const heard: {changes: number; readonly failures: unknown[]} = {changes: 0, failures: []};
  const now = runDirectory(state, '20261123t001957z-accidental-deletion-k7q2xw');
  const ghost = ghostBeside(now, () => notStarted(deletion.outline), {
    changed: () => {
      heard.changes += 1;
    },
    failed: error => heard.failures.push(error),
  });
  return {ghost, heard};
};

test('it is looked for once somebody looks, and told when it is there', async () => {
  const {ghost, heard} = beside(false);
  expect(ghost()).toBeUndefined();
  await expect.poll(() => heard.changes).toBe(1);
  expect(ghost()?.run).toBe(former);
  expect(heard.failures).toEqual([]);
});

test('a former run that this version does not understand is no ghost, and no fault of the run', async () => {
  const {ghost, heard} = beside(true);
  ghost();
  await expect.poll(() => heard.failures).toEqual([expect.any(Error)]);
  expect(ghost()).toBeUndefined();
  expect(heard.changes).toBe(0);
});

test('nothing that goes wrong while looking becomes a rejection that nobody hears', async () => {
  const failures: unknown[] = [];
  const gone = runDirectory(temporaryDirectory(), '20261123t001957z-accidental-deletion-k7q2xw');
  const broken = (): never => {
    throw new Error('no state yet');
  };
  ghostBeside(gone, broken, {changed: broken, failed: error => failures.push(error)})();
  await expect.poll(() => failures).toEqual([new Error('no state yet')]);
});
