/** What former runs teach a run that begins: those of its own mode, as long as a step does what it did then. */
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {learntHere} from '../../../../src/cli/history/learnt-here.ts';
import {openBriefCache} from '../../../../src/cli/home/brief-cache.ts';
import {knownBrief} from '../../../../src/cli/home/read-brief.ts';
import {runDirectory} from '../../../../src/journal/run-directory.ts';
import type {Mode} from '../../../../src/run/event.ts';
import {loadRunbook} from '../../../../src/runbook/load-runbook.ts';
import {temporaryDirectory} from '../../../support/journals.ts';
import {smallRunbook} from '../../../support/small-runbook.ts';
import {storeRun} from '../../../support/stored-run.ts';

const text = smallRunbook(`
  - id: stop_writes
    title: Stop application writes
    estimate: 10m
    command: [/usr/bin/stop-writes]
`).replace('id: shop-outage', 'id: accidental-deletion');

const runbookOf = (yaml: string) => {
  const {runbook, diagnostics} = loadRunbook(yaml, {today: '2026-11-24'});
  if (runbook === undefined) {
    throw new Error(diagnostics.map(({message}) => message).join('; '));
  }
  return runbook;
};

/** So many drills that are over, each of which stopped the writes within a minute. */
const drills = (count: number, mode: Mode = 'drill') => {
  const state = join(temporaryDirectory(), 'state');
  const former = Array.from(
    {length: count},
    (_, index) => `2026110${index + 1}t100000z-accidental-deletion-aaaaa${'abcdefg'[index]}`,
  );
  const directories = former.map(id => storeRun(state, {id, mode, ending: 'sealed', runbookText: text}));
  return {state, former: former.toReversed(), directories};
};

const minute = {p50Ms: 60_000, p90Ms: 60_000, lastMs: 60_000, runs: 3};

test('three drills teach a drill, and two do not', () => {
  const {state, former} = drills(3);
  const runbook = runbookOf(text);
  expect([...learntHere(state, {runbook, mode: 'drill', former, all: former})]).toEqual([['stop_writes', minute]]);
  expect(learntHere(state, {runbook, mode: 'drill', former: former.slice(1), all: former}).size).toBe(0);
});

test('a lab recovers in another time than production, so drills teach no incident', () => {
  const {state, former} = drills(3);
  expect(learntHere(state, {runbook: runbookOf(text), mode: 'incident', former, all: former}).size).toBe(0);
});

test('a step that is only called otherwise keeps its times, and one that does something else begins anew', () => {
  const {state, former} = drills(3);
  const learnt = (yaml: string) => learntHere(state, {runbook: runbookOf(yaml), mode: 'drill', former, all: former});
  expect(learnt(text.replace('Stop application writes', 'Stop all writes')).size).toBe(1);
  expect(learnt(text.replace('/usr/bin/stop-writes', '/usr/bin/stop-all')).size).toBe(0);
});

test('a record that is damaged or empty teaches nothing and harms nothing', () => {
  const {state, former, directories} = drills(4);
  const [first, second] = directories;
  const journal = first?.journal ?? '';
  writeFileSync(journal, readFileSync(journal, 'utf8').replace('"drill"', '"brill"'));
  const learnt = () => learntHere(state, {runbook: runbookOf(text), mode: 'drill', former, all: former});
  expect(learnt().get('stop_writes')).toEqual(minute);
  writeFileSync(second?.journal ?? '', '');
  expect(learnt().size).toBe(0);
});

test('runs that stand open keep no beginning waiting, and none away from those that are over', () => {
  const {state, former} = drills(3);
  const open = Array.from({length: 7}, (_, index) => `20261110t10000${index}z-accidental-deletion-bbbbbb`);
  for (const id of open) {
    storeRun(state, {id, mode: 'drill', ending: 'open', runbookText: text});
  }
  const all = [...open.toReversed(), ...former];
  expect(learntHere(state, {runbook: runbookOf(text), mode: 'drill', former: all, all}).get('stop_writes')).toEqual(
    minute,
  );
});

test('what was read once keeps no later beginning waiting', () => {
  const {state, former} = drills(3);
  learntHere(state, {runbook: runbookOf(text), mode: 'drill', former, all: former});
  const cache = openBriefCache(state);
  expect(former.map(id => knownBrief(runDirectory(state, id), cache)?.run)).toEqual(former);
});

test('a pinned text that is another one than the run began with says nothing of what was done', () => {
  const {state, former, directories} = drills(3);
  for (const {path} of directories) {
    writeFileSync(join(path, 'runbook.yaml'), `${text}# edited\n`);
  }
  expect(learntHere(state, {runbook: runbookOf(text), mode: 'drill', former, all: former}).size).toBe(0);
});
