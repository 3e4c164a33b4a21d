/** What another version would have made of a run: told runs → test/golden/what-if/*.txt, the screen at three sizes and the sentences, reviewed as text. */
import {describe, expect, test} from 'vitest';
import {outlineOf} from '../../src/machine/outline.ts';
import {type WhatIfTold, whatIfLines} from '../../src/report/what-if-lines.ts';
import {compareRuns} from '../../src/run/compare/compare.ts';
import type {Runbook} from '../../src/runbook/runbook.ts';
import type {CompareSubject, CompareView} from '../../src/tui/compare/compare-view.ts';
import {whatIfSubject} from '../../src/tui/compare/what-if-subject.ts';
import {drawComparison, type Scene, sizes} from '../support/compare-screen.tsx';
import {
  by,
  done,
  estimate,
  lostShop,
  opening,
  rebuild,
  recovery,
  restore,
  serving,
  start,
  stop,
  tell,
  toldOf,
  version,
  way,
} from '../support/lost-shop.ts';
import {branch, commandStep, decisionStep} from '../support/model.ts';

const hourMs = 3_600_000;

const freeze = commandStep('freeze', ['/usr/bin/freeze'], {title: 'Freeze the jobs', estimate: estimate(32, 45)});
const otherWay = decisionStep('way', [branch('backup', [restore]), branch('anew', [rebuild])], {title: way.title});
const where = decisionStep('where', [branch('here', [freeze]), branch('there', [])], {
  title: 'Choose where',
  estimate: estimate(1),
});
const otherStop = commandStep('stop', ['/usr/bin/stop-all', '--now'], {title: 'Stop all shops'});

const versions: {readonly [name: string]: {readonly after: Runbook; readonly timeline?: readonly string[]}} = {
  same: {after: lostShop},
  added: {after: version([tell, stop, freeze, way, start, serving, done])},
  changed: {
    after: version([
      {...otherStop, confirm: {type: 'shop'}},
      {...tell, id: 'call', formerly: ['tell']},
      way,
      serving,
      done,
    ]),
  },
  'another-branch': {after: version([tell, stop, otherWay, start, serving, done])},
  undecided: {after: version([tell, stop, where, way, start, serving, done])},
  open: {after: version([tell, freeze, stop, way, start, serving, done]), timeline: opening},
};

const told = (name: string): WhatIfTold => {
  const {after = lostShop, timeline = recovery} = versions[name] ?? {};
  const {state, lastMs} = toldOf(timeline);
  const what = by(after, timeline);
  const comparison = compareRuns({state, nowMs: lastMs}, {state: what.state, nowMs: what.nowMs});
  return {comparison, what, before: outlineOf(lostShop), rtoMs: hourMs};
};

const subject = (name: string) => (): CompareSubject =>
  whatIfSubject(told(name), {outputA: () => ['stopped'], outputB: () => []});

const views: {readonly [name: string]: {readonly of: string; readonly view: Partial<CompareView>}} = {
  'added-step': {of: 'added', view: {page: 'step', at: 2}},
  'changed-step': {of: 'changed', view: {page: 'step', at: 1}},
  'undecided-words': {of: 'undecided', view: {page: 'sentences'}},
};

const scenes: {readonly [name: string]: Scene} = {
  ...Object.fromEntries(Object.keys(versions).map(name => [name, {subject: subject(name)}])),
  ...Object.fromEntries(Object.entries(views).map(([name, {of, view}]) => [name, {subject: subject(of), view}])),
};

describe.each(sizes)('at $columns×$rows', size => {
  test.each(Object.entries(scenes))(
    '%s looks as it was reviewed, and fills the screen exactly',
    async (name, scene) => {
      const screen = drawComparison(scene, size);
      expect(screen.split('\n')).toHaveLength(size.rows);
      expect(screen.split('\n').filter(line => line.length > size.columns)).toEqual([]);
      await expect(`${screen}\n`).toMatchFileSnapshot(`what-if/${name}-${size.columns}x${size.rows}.txt`);
    },
  );
});

test.each(Object.keys(versions))('%s in sentences', async name => {
  await expect(`${whatIfLines(told(name)).join('\n')}\n`).toMatchFileSnapshot(`what-if/${name}.plain.txt`);
});
