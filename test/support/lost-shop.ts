/** A run of a small runbook, and other versions of that: what `replay --with` is about. */
import {outlineOf} from '../../src/machine/outline.ts';
import {whatIf} from '../../src/machine/what-if/what-if.ts';
import type {WhatIf} from '../../src/run/compare/what-if.ts';
import type {Runbook, Step} from '../../src/runbook/runbook.ts';
import {branch, commandStep, decisionStep, endStep, instructionStep, milestoneStep, runbookOf} from './model.ts';
import {run, type ToldRun} from './run.ts';

const minuteMs = 60_000;

export const estimate = (p50: number, p90 = p50) => ({p50Ms: p50 * minuteMs, p90Ms: p90 * minuteMs});

export const tell = instructionStep('tell', [], {title: 'Tell the support desk', estimate: estimate(2)});
export const stop = commandStep('stop', ['/usr/bin/stop-shop'], {title: 'Stop the shop', estimate: estimate(1)});
export const restore = commandStep('restore', ['/usr/bin/restore'], {
  title: 'Restore the copy',
  estimate: estimate(20),
});
export const rebuild = commandStep('rebuild', ['/usr/bin/rebuild'], {title: 'Rebuild it', estimate: estimate(90, 120)});
export const way = decisionStep('way', [branch('copy', [restore]), branch('anew', [rebuild])], {
  title: 'Choose the way back',
  estimate: estimate(3),
});
export const start = commandStep('start', ['/usr/bin/start-shop'], {title: 'Start the shop', estimate: estimate(1)});
export const serving = milestoneStep('serving');
export const done = endStep('done');

/** The text that the run went by. */
export const lostShop = runbookOf([tell, stop, way, start, serving, done]);

/** What the next version puts in. */
export const freeze = commandStep('freeze', ['/usr/bin/freeze'], {title: 'Freeze the jobs', estimate: estimate(4, 7)});

/** The same with other steps: each is one line of a test. */
export const version = (steps: readonly Step[]): Runbook => ({...lostShop, version: '2.0.0', steps});

export const opening = ['0s start', '0s asked tell', '2m succeeded tell', '2m began stop', '5m succeeded stop'];

/** Half an hour: two minutes of telling, three of stopping, five of deciding, eighteen of restoring, two of starting. */
export const recovery = [
  ...opening,
  '5m asked way',
  '10m chosen way copy',
  '10m began way:copy/restore',
  '28m succeeded way:copy/restore',
  '28m succeeded way',
  '28m began start',
  '30m succeeded start',
  '30m succeeded serving',
  '30m ended recovered done',
];

export const toldOf = (timeline: readonly string[], runbook: Runbook = lostShop): ToldRun =>
  run({outline: outlineOf(runbook), prompts: {}, shown: {}}, timeline, {disruptedBefore: '0s'});

/** What the other version would have made of that run. */
export const by = (after: Runbook, timeline: readonly string[] = recovery, before: Runbook = lostShop): WhatIf =>
  whatIf({facts: toldOf(timeline, before).facts, before: {runbook: before, outline: outlineOf(before)}, after});

export const minutes = (ms: number | null): number | null => (ms === null ? null : ms / minuteMs);

/** p50, p90 and the estimated part of the recovery time, in minutes. */
export const finish = ({finishes: {p50Ms, p90Ms, estimatedMs}}: WhatIf): readonly (number | null)[] => [
  minutes(p50Ms),
  minutes(p90Ms),
  minutes(estimatedMs),
];
