/** How a run would have gone on: side by side and one after the other, held, open, and ended by a person. */
import {expect, test} from 'vitest';
import {outlineOf} from '../../../../src/machine/outline.ts';
import {whatIf} from '../../../../src/machine/what-if/what-if.ts';
import type {Fact, FactBody} from '../../../../src/run/event.ts';
import type {Step} from '../../../../src/runbook/runbook.ts';
import {recorded} from '../../../support/histories.ts';
import {
  by,
  done,
  finish,
  freeze,
  lostShop,
  minutes,
  opening,
  recovery,
  serving,
  start,
  stop,
  tell,
  toldOf,
  version,
  way,
} from '../../../support/lost-shop.ts';
import {branch, commandStep, foreachStep, parallelStep} from '../../../support/model.ts';
import {startMs} from '../../../support/run.ts';

test('side by side only the longer of two steps counts', () => {
  const both = parallelStep('both', [branch('people', [tell]), branch('shop', [stop])]);
  const what = by(version([both, way, start, serving, done]));
  expect(finish(what)).toEqual([28, 28, 0]);
});

test('one after the other, what went on side by side takes the time of both', () => {
  const both = parallelStep('both', [branch('people', [tell]), branch('shop', [stop])]);
  const before = version([both, start, serving, done]);
  const timeline = [
    '0s start',
    '0s opened both',
    '0s asked both:people/tell',
    '0s began both:shop/stop',
    '2m succeeded both:people/tell',
    '3m succeeded both:shop/stop',
    '3m succeeded both',
    '3m began start',
    '5m succeeded start',
    '5m succeeded serving',
    '5m ended recovered done',
  ];
  expect(finish(by(before, timeline, before))).toEqual([5, 5, 0]);
  expect(finish(by(version([tell, stop, start, serving, done]), timeline, before))).toEqual([7, 7, 0]);
});

test('what was held and tried again keeps the time that this took', () => {
  const timeline = [
    ...opening.slice(0, 4),
    '3m failed stop it does not answer',
    '4m retried stop',
    '4m began stop',
    '5m succeeded stop',
    ...recovery.slice(opening.length),
  ];
  const what = by(version([freeze, tell, stop, way, start, serving, done]), timeline);
  expect(finish(what)).toEqual([34, 37, 4]);
  expect(what.state.steps.get('stop')).toMatchObject({status: 'succeeded', attempt: 2});
});

test('a run that is still open is told as far as its record goes, and the rest is projected', () => {
  const what = by(version([tell, freeze, stop, way, start, serving, done]), opening);
  expect(what.stop).toEqual({why: 'record-ends', step: 'way'});
  // Nine minutes are told; three of deciding, ninety to a hundred and twenty of rebuilding and one of starting are projected.
  expect(finish(what)).toEqual([103, 103 + Math.round(Math.hypot(30, 3) * 60_000) / 60_000, 98]);
});

test('a person who ended the run ends it by every version, as long after what came last', () => {
  const timeline = [...opening, '7m ended aborted the wrong shop'];
  const what = by(version([tell, freeze, stop, way, start, serving, done]), timeline);
  expect(what.stop).toBeNull();
  expect(what.state).toMatchObject({outcome: 'aborted', ending: {reason: 'the wrong shop'}});
  expect(minutes((what.state.endedAtMs ?? 0) - (what.state.startedAtMs ?? 0))).toBe(11);
});

test('a deviation goes with its step', () => {
  const timeline = [...opening.slice(0, 3), '3m skipped stop it is down', ...recovery.slice(opening.length)];
  const ended = timeline.with(-1, '30m ended recovered-with-exceptions done');
  const kept = by(version([freeze, tell, stop, way, start, serving, done]), ended);
  expect(kept.state).toMatchObject({
    outcome: 'recovered-with-exceptions',
    deviations: [{kind: 'skipped', step: 'stop'}],
  });
  const dropped = by(version([tell, way, start, serving, done]), ended);
  expect(dropped.state).toMatchObject({outcome: 'recovered', deviations: []});
});

test('where the version would have held, it is told as far as that', () => {
  const before = version([tell, {...stop, onFailure: {do: 'continue'}}, way, start, serving, done]);
  const [failed] = ['5m failed stop it does not answer'];
  const {facts} = {facts: [...opening.slice(0, 4), failed ?? '']};
  const what = by(
    version([freeze, tell, stop, way, start, serving, done]),
    [...facts, ...recovery.slice(opening.length)],
    before,
  );
  expect(what.stop).toEqual({why: 'held', step: 'stop'});
});

test('a loop that may do more at once wants its items earlier, and takes the time of the slowest', () => {
  const item = commandStep('start_one', ['/usr/bin/start-one'], {title: 'Start one'});
  const loop = (atOnce: number): Step => foreachStep('regions', [item], {atOnce});
  const before = version([loop(1), serving, done]);
  const timeline = [
    '0s start',
    '0s listed regions eu us ap',
    '0s opened regions 3',
    '0s began regions[0]/start_one',
    '2m succeeded regions[0]/start_one',
    '2m began regions[1]/start_one',
    '5m succeeded regions[1]/start_one',
    '5m began regions[2]/start_one',
    '6m succeeded regions[2]/start_one',
    '6m succeeded regions',
    '6m succeeded serving',
    '6m ended recovered done',
  ];
  const what = by(version([loop(3), serving, done]), timeline, before);
  expect(what.parting).toMatchObject({why: 'order', wants: ['regions[1]/start_one', 'regions[2]/start_one']});
  expect(finish(what)).toEqual([3, 3, 0]);
  expect(finish(by(before, timeline, version([loop(3), serving, done])))).toEqual([6, 6, 0]);
});

test('what passed since the last fact of an open run has passed by every version', () => {
  const {facts, lastMs} = toldOf(opening);
  const before = {runbook: lostShop, outline: outlineOf(lostShop)};
  const looked = whatIf({facts, before, after: lostShop, nowMs: lastMs + 600_000});
  expect(looked.parting).toBeNull();
  // Five minutes of the record and ten of waiting are over; three of deciding, ninety of rebuilding and one of starting are left.
  expect(finish(looked)[0]).toBe(15 + 94);
  const slower = whatIf({
    facts,
    before,
    after: version([tell, freeze, stop, way, start, serving, done]),
    nowMs: lastMs + 600_000,
  });
  expect(finish(slower)[0]).toBe(19 + 94);
});

/** The shop was stopped, and that was taken back before it was stopped again. */
const undone = (): readonly Fact[] => {
  const {facts} = toldOf([...opening.slice(0, 4), '3m failed stop it does not answer']);
  const back: readonly FactBody[] = [
    {type: 'undo-started', step: 'stop', attempt: 1, attempts: [{step: 'stop', attempt: 1}], reason: 'the wrong shop'},
    {type: 'undo-began', step: 'stop', attempt: 2, of: 1},
    {type: 'undone', step: 'stop', attempt: 2, of: 1},
    {type: 'undo-ended', step: 'stop', attempt: 1, around: []},
    {type: 'retried', step: 'stop', attempt: 1},
    {type: 'began', step: 'stop', attempt: 3},
    {type: 'succeeded', step: 'stop', attempt: 3},
  ];
  return [...facts, ...back.map((body, index) => recorded(body, facts.length + index))].map((fact, index) =>
    index < facts.length ? fact : {...fact, at: new Date(startMs + (3 + index - facts.length) * 60_000).toISOString()},
  );
};

test('a way back is gone by the other version too, after what came before it, and takes the time that it took', () => {
  const before = {runbook: lostShop, outline: outlineOf(lostShop)};
  const what = whatIf({facts: undone(), before, after: version([freeze, tell, stop, way, start, serving, done])});
  expect(what.stop).toEqual({why: 'record-ends', step: 'way'});
  expect(what.state.steps.get('stop')).toMatchObject({status: 'succeeded', attempt: 3});
  expect(what.nowMs - startMs).toBe((9 + 4) * 60_000);
});

test('where the version has no such step any more, it is told as far as the way back', () => {
  const before = {runbook: lostShop, outline: outlineOf(lostShop)};
  const facts = undone().map(fact => (fact.type === 'undo-started' ? {...fact, step: 'tell'} : fact));
  const after = version([stop, way, start, serving, done]);
  expect(whatIf({facts, before, after}).stop).toEqual({why: 'detour', step: 'stop'});
});
