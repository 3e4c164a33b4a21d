/** The home screen's data from real state directories: whatever lies there, every other run is told. */
import {appendFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect, test} from 'vitest';
import {readHome} from '../../../../src/cli/home/read-home.ts';
import type {Home} from '../../../../src/report/home/home.ts';
import {temporaryDirectory} from '../../../support/journals.ts';
import {storeRun} from '../../../support/stored-run.ts';

const cacheOf = (state: string): string => join(state, 'cache', 'runs-in-brief.json');

/** A state directory with a drill that is over and an incident that waits. */
const stateWithRuns = (): string => {
  const state = join(temporaryDirectory(), 'state');
  storeRun(state, {id: '20261101t100000z-accidental-deletion-aaaaaa', mode: 'drill', ending: 'sealed'});
  storeRun(state, {id: '20261123t024700z-accidental-deletion-k7q2xw', mode: 'incident', ending: 'open'});
  return state;
};

const runsOf = ({open, runbooks}: Home): readonly string[] => [
  ...open.map(({stands}) => stands),
  ...runbooks.flatMap(({runs}) => runs.map(({mode}) => `${mode} over`)),
];

test('a run that is open waits, and one that is over counts for its runbook', async () => {
  const home = await readHome(stateWithRuns());
  expect(runsOf(home)).toEqual(['free', 'drill over']);
  expect(home.troubles).toEqual([]);
  expect(home.open).toMatchObject([{brief: {mode: 'incident', waiting: [{step: 'allow_repair', why: 'approval'}]}}]);
});

test('looking makes nothing where nothing was ever run', async () => {
  const state = join(temporaryDirectory(), 'state');
  expect(await readHome(state)).toMatchObject({runs: 0, open: [], troubles: []});
  expect(existsSync(state)).toBe(false);
});

test('a directory that holds no run, a damaged record and a link are told, and hide nothing', async () => {
  const state = stateWithRuns();
  const runs = join(state, 'runs');
  writeFileSync(join(runs, '20261102t100000z-accidental-deletion-bbbbbb'), 'a file');
  const damaged = storeRun(state, {id: '20261103t100000z-accidental-deletion-cccccc', mode: 'drill', ending: 'sealed'});
  const text = readFileSync(damaged.journal, 'utf8');
  writeFileSync(damaged.journal, text.replace('"drill"', '"incident"'));
  const linked = join(runs, '20261104t100000z-accidental-deletion-dddddd');
  mkdirSync(linked);
  symlinkSync('/dev/zero', join(linked, 'journal.jsonl'));
  const home = await readHome(state);
  expect(runsOf(home)).toEqual(['free', 'drill over']);
  expect(home.troubles).toHaveLength(3);
  expect(home.troubles).toEqual(
    expect.arrayContaining([
      expect.stringContaining('bbbbbb'),
      expect.stringMatching(/cccccc is damaged/),
      expect.stringMatching(/dddddd is no file/),
    ]),
  );
});

test('a record that holds and is not understood is told, and hides neither runs nor runbooks', async () => {
  const state = stateWithRuns();
  const odd = storeRun(state, {
    id: '20261105t100000z-accidental-deletion-gggggg',
    mode: 'drill',
    ending: 'sealed',
    isOdd: true,
  });
  const home = await readHome(state);
  expect(runsOf(home)).toEqual(['free', 'drill over']);
  expect(home.troubles).toEqual([expect.stringMatching(`record of ${odd.id} is not understood .*lifeboat verify`)]);
});

test('a run whose first fact was never durable is one that never began', async () => {
  const state = join(temporaryDirectory(), 'state');
  mkdirSync(join(state, 'runs', '20261103t100000z-accidental-deletion-eeeeee'), {recursive: true});
  expect(await readHome(state)).toMatchObject({open: [{stands: 'never-began'}], troubles: []});
});

test('a drill that waits and has lost its lab comes behind all that can go on', async () => {
  const state = stateWithRuns();
  const drill = storeRun(state, {id: '20261123t030000z-accidental-deletion-ffffff', mode: 'drill', ending: 'open'});
  expect((await readHome(state)).open).toMatchObject([{labIsGone: false}, {run: drill.id, labIsGone: true}]);
  mkdirSync(join(state, 'lab'));
  writeFileSync(join(state, 'lab', `${drill.id}.json`), '{}');
  expect((await readHome(state)).open).toMatchObject([{brief: {mode: 'incident'}}, {run: drill.id, labIsGone: false}]);
});

test('a run that is over is read once: its brief is kept, and goes with its journal', async () => {
  const state = stateWithRuns();
  const first = await readHome(state);
  const kept = JSON.parse(readFileSync(cacheOf(state), 'utf8'));
  expect(Object.keys(kept.briefs)).toEqual(['20261101t100000z-accidental-deletion-aaaaaa']);
  // As long as the journal is the same file, what is kept is what is said.
  kept.briefs['20261101t100000z-accidental-deletion-aaaaaa'].brief.deviations = 7;
  writeFileSync(cacheOf(state), JSON.stringify(kept));
  const deviationsIn = (home: Home) => home.runbooks.flatMap(({runs}) => runs.map(({deviations}) => deviations));
  expect(deviationsIn(await readHome(state))).toEqual([7]);
  const journal = join(state, 'runs', '20261101t100000z-accidental-deletion-aaaaaa', 'journal.jsonl');
  truncateSync(journal, readFileSync(journal).length - 1);
  appendFileSync(journal, '\n');
  expect(deviationsIn(await readHome(state))).toEqual(deviationsIn(first));
});

test('what is kept and cannot be read, or is of another version, costs time and nothing else', async () => {
  const state = stateWithRuns();
  mkdirSync(dirname(cacheOf(state)), {recursive: true});
  for (const odd of ['', 'null', '{"made":"0.0.1 1","briefs":{}}', '[1,2', '{"made":1,"briefs":3}']) {
    writeFileSync(cacheOf(state), odd);
    expect(runsOf(await readHome(state))).toEqual(['free', 'drill over']);
  }
});
