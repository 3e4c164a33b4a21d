/** Another version of a runbook over a recorded run: where they part, and what the recovery time would have been. */
import {expect, test} from 'vitest';
import type {WhatIf} from '../../../../src/run/compare/what-if.ts';
import {
  by,
  done,
  estimate,
  finish,
  freeze,
  lostShop,
  opening,
  recovery,
  serving,
  start,
  stop,
  tell,
  version,
  way,
} from '../../../support/lost-shop.ts';
import {commandStep, instructionStep, probe} from '../../../support/model.ts';

const parts = ({parting}: WhatIf) =>
  parting && {why: parting.why, seq: parting.fact.seq, type: parting.fact.type, wants: parting.wants};

test('by its own text the run never parts, and every minute is measured', () => {
  const what = by(lostShop);
  expect(parts(what)).toBeNull();
  expect(what.differences).toEqual([]);
  expect(finish(what)).toEqual([30, 30, 0]);
  expect(what.state.outcome).toBe('recovered');
});

test('a step that was put in takes its estimate, and all that the record measured stays', () => {
  const what = by(version([tell, stop, freeze, way, start, serving, done]));
  expect(parts(what)).toEqual({why: 'order', seq: 6, type: 'asked', wants: ['freeze']});
  expect(what.differences).toMatchObject([{kind: 'added', path: 'freeze'}]);
  expect(finish(what)).toEqual([34, 37, 4]);
  expect([...what.sources]).toContainEqual(['freeze', 'estimated']);
  expect([...what.sources]).toContainEqual(['way:copy/restore', 'measured']);
  expect(what.state.steps.get('way')?.waitingMs).toBe(5 * 60_000);
});

test('a step that was left out takes no time any more', () => {
  const what = by(version([stop, way, start, serving, done]));
  expect(parts(what)).toMatchObject({why: 'dropped', type: 'asked', wants: ['stop']});
  expect(what.differences).toMatchObject([{kind: 'dropped', path: 'tell'}]);
  expect(finish(what)).toEqual([28, 28, 0]);
});

test('another order takes the same time', () => {
  const what = by(version([stop, tell, way, start, serving, done]));
  expect(parts(what)).toMatchObject({why: 'order', type: 'asked', wants: ['stop']});
  expect(what.differences).toMatchObject([{kind: 'moved'}]);
  expect(finish(what)).toEqual([30, 30, 0]);
});

test('a step with another id is the same one where the text says so', () => {
  const what = by(version([{...tell, id: 'call', formerly: ['tell']}, stop, way, start, serving, done]));
  expect(parts(what)).toBeNull();
  expect(what.differences).toMatchObject([{kind: 'renamed', path: 'call', formerPath: 'tell'}]);
  expect(finish(what)).toEqual([30, 30, 0]);
});

test('a confirmation that was put in parts them and is imagined; the work keeps its time', () => {
  const what = by(version([tell, {...stop, confirm: {type: 'shop'}}, way, start, serving, done]));
  expect(parts(what)).toMatchObject({why: 'gate', type: 'began', wants: ['stop']});
  expect(what.differences).toMatchObject([
    {kind: 'changed', path: 'stop', changes: [{what: 'its confirmation', before: 'none', after: 'shop'}]},
  ]);
  expect(finish(what)).toEqual([30, 30, 0]);
  expect(what.sources.get('stop')).toBe('partly');
});

test('a check that was put in or left out is part of the step and takes no time of its own', () => {
  const checked = version([tell, {...stop, verify: [probe('stopped')]}, way, start, serving, done]);
  const timeline = [
    ...opening.slice(0, 4),
    '4m performed stop',
    '5m probed stop verify 0 ok stopped',
    '5m succeeded stop',
    ...recovery.slice(opening.length),
  ];
  expect(finish(by(checked))).toEqual([30, 30, 0]);
  expect(parts(by(lostShop, timeline, checked))).toMatchObject({why: 'gate', type: 'performed'});
  expect(finish(by(lostShop, timeline, checked))).toEqual([30, 30, 0]);
});

test('a new question to a person takes its estimate', () => {
  const what = by(
    version([tell, stop, instructionStep('ask', [], {estimate: estimate(6, 10)}), way, start, serving, done]),
  );
  expect(finish(what)).toEqual([36, 40, 6]);
});

test('an estimate is marked where it stands in no text', () => {
  const what = by(version([tell, stop, instructionStep('ask'), way, start, serving, done]));
  expect(what.unestimated.has('ask')).toBe(true);
  expect(finish(what)).toEqual([35, 35, 5]);
});

test('what is said otherwise of a step leaves its time as it was, and is told', () => {
  const what = by(
    version([
      tell,
      commandStep('stop', ['/usr/bin/stop-all'], {title: stop.title, estimate: estimate(9)}),
      way,
      start,
      serving,
      done,
    ]),
  );
  expect(parts(what)).toBeNull();
  expect(what.differences).toEqual([
    {
      kind: 'changed',
      path: 'stop',
      title: 'Stop the shop',
      stepKind: 'command',
      changes: [
        {what: 'what it does', before: '/usr/bin/stop-shop', after: '/usr/bin/stop-all'},
        {what: 'its estimate', before: 'p50 1 min, p90 1 min', after: 'p50 9 min, p90 9 min'},
      ],
    },
  ]);
  expect(finish(what)).toEqual([30, 30, 0]);
});
