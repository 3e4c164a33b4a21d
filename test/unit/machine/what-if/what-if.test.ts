/** Another version of a runbook over a recorded run: where they part, and what the times would have been. */
import {expect, test} from 'vitest';
import type {WhatIf} from '../../../../src/run/compare/what-if.ts';
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
  version,
  way,
} from '../../../support/lost-shop.ts';
import {branch, commandStep, decisionStep, instructionStep, parallelStep, probe} from '../../../support/model.ts';

const minutes = (ms: number | null): number | null => (ms === null ? null : ms / 60_000);

/** p50, p90 and the estimated part of the recovery time, in minutes. */
const finish = ({finishes: {p50Ms, p90Ms, estimatedMs}}: WhatIf) => [
  minutes(p50Ms),
  minutes(p90Ms),
  minutes(estimatedMs),
];

const parts = ({parting}: WhatIf) =>
  parting && {why: parting.why, seq: parting.fact.seq, type: parting.fact.type, wants: parting.wants};

test('by its own text the run never parts, and every minute is measured', () => {
  const what = by(lostShop);
  expect(parts(what)).toBeNull();
  expect(what.differences).toEqual([]);
  expect(finish(what)).toEqual([30, 30, 0]);
  expect(what.state.outcome).toBe('recovered');
});

const freeze = commandStep('freeze', ['/usr/bin/freeze'], {title: 'Freeze the jobs', estimate: estimate(4, 7)});

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

test('a branch with another name is followed where the record has its steps, and each branch is told', () => {
  const renamed = decisionStep('way', [branch('backup', [restore]), branch('anew', [rebuild])], {title: way.title});
  const what = by(version([tell, stop, renamed, start, serving, done]));
  expect(parts(what)).toMatchObject({why: 'choice', type: 'chosen', wants: ['way']});
  expect(what.choices).toMatchObject([{step: 'way', followed: 'backup'}]);
  expect(
    what.choices[0]?.branches.map(({branch: name, p50Ms, p90Ms}) => [name, minutes(p50Ms), minutes(p90Ms)]),
  ).toEqual([
    ['backup', 30, 30],
    ['anew', 102, 132],
  ]);
  expect(finish(what)).toEqual([30, 30, 0]);
});

test('where nothing recorded fits one branch, it is told as far as that, and what each branch would lead to', () => {
  const where = decisionStep('where', [branch('here', [freeze]), branch('there', [])], {
    title: 'Where?',
    estimate: estimate(1),
  });
  const what = by(version([tell, stop, where, way, start, serving, done]));
  expect(what.stop).toEqual({why: 'choice', step: 'where'});
  expect(what.choices).toMatchObject([{step: 'where', followed: null}]);
  expect(
    what.choices[0]?.branches.map(({branch: name, p50Ms, p90Ms}) => [name, minutes(p50Ms), minutes(p90Ms)]),
  ).toEqual([
    ['here', 35, 38],
    ['there', 31, 31],
  ]);
  // The longest counts, as in every projection.
  expect(finish(what)).toEqual([35, 38, 5]);
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

test('a question whose other answers end the run otherwise is followed as the run went on', () => {
  const second = decisionStep('second', [branch('agrees', []), branch('refuses', [], {end: 'escalated'})], {
    title: 'Ask a second person',
    estimate: estimate(4, 9),
  });
  const what = by(version([tell, stop, second, way, start, serving, done]));
  expect(what.choices).toMatchObject([
    {
      step: 'second',
      followed: 'agrees',
      branches: [
        {branch: 'agrees', isRecovery: true, outcome: 'recovered'},
        {branch: 'refuses', isRecovery: false, outcome: 'escalated'},
      ],
    },
  ]);
  expect(finish(what)).toEqual([34, 39, 4]);
});
