/** The whole run on two lines. */
import {expect, test} from 'vitest';
import type {Landmarks} from '../../../../src/run/replay/landmarks.ts';
import {timeline} from '../../../../src/tui/replay/timeline.ts';
import {asciiGlyphs} from '../../../../src/tui/theme.ts';

const nothing: Landmarks = {startMs: 0, endMs: 30_000, marks: [], stuck: [], away: [], headings: []};
const draw = (landmarks: Partial<Landmarks>, nowMs: number) =>
  timeline({...nothing, ...landmarks}, nowMs, {width: 31, glyphs: asciiGlyphs});

test('the moment that is shown stands between what is past and what is still to come', () => {
  expect(draw({}, 10_000).bar).toBe(`${'='.repeat(10)}@${'-'.repeat(20)}`);
  expect(draw({}, 0).bar).toBe(`@${'-'.repeat(30)}`);
  expect(draw({}, 30_000).bar).toBe(`${'='.repeat(30)}@`);
});

test('marks and stretches stand where they were; of one cell the gravest is seen', () => {
  const marks: Landmarks['marks'] = [
    {kind: 'milestone', position: 1, atMs: 4_000},
    {kind: 'decision', position: 2, atMs: 8_000},
    {kind: 'deviation', position: 3, atMs: 12_000},
    {kind: 'decision', position: 4, atMs: 12_000},
  ];
  expect(draw({marks, stuck: [{fromMs: 14_000, toMs: 17_000}]}, 30_000).bar).toBe('====M===D===!=####============@');
});

test('headings reach as far as the next one, and what has no room is only a mark', () => {
  const headings = [
    {title: 'Stop the damage', fromMs: 2_000},
    {title: 'Look', fromMs: 20_000},
    {title: 'Put back', fromMs: 21_000},
  ];
  expect(draw({headings}, 0).headings).toBe('  |Stop the damage  ||Put back ');
});

test('a heading in another script takes as many cells as it is given, and none of it acts on the terminal', () => {
  const headings = [
    {title: '被害の拡大を止める', fromMs: 0},
    {title: '\u001b[2J', fromMs: 10_000},
  ];
  expect(draw({headings}, 0).headings).toBe(`|${'被害の拡'}…|␛[2J${' '.repeat(16)}`);
});

test('a runbook without headings is told by its milestones', () => {
  const marks: Landmarks['marks'] = [
    {kind: 'milestone', position: 1, atMs: 0, events: ['run_start']},
    {kind: 'milestone', position: 5, atMs: 15_000, events: ['service_restored']},
  ];
  expect(draw({marks}, 0)).toMatchObject({headings: '|run start     |service restor…', milestones: ''});
  const headings = [{title: 'Look', fromMs: 0}];
  expect(draw({marks, headings}, 0)).toMatchObject({
    headings: `|Look${' '.repeat(26)}`,
    milestones: '|run start     |service restor…',
  });
});

test('what is known at one instant is named together', () => {
  const marks: Landmarks['marks'] = [
    {kind: 'milestone', position: 1, atMs: 0, events: ['run_start']},
    {kind: 'milestone', position: 2, atMs: 0, events: ['disruption']},
    {kind: 'decision', position: 5, atMs: 15_000},
  ];
  expect(draw({marks}, 0).headings).toBe('|run start, disruption         ');
});

test('a night between two sessions is cut short, so that the rest can be read', () => {
  const nightMs = 36_000_000;
  const away = [{fromMs: 10_000, toMs: 10_000 + nightMs}];
  const {bar} = draw({endMs: 30_000 + nightMs, away}, 20_000 + nightMs);
  expect(bar).toBe('=========....========@---------');
});

test('a record of one instant is drawn all the same', () => {
  expect(draw({endMs: 0}, 0).bar).toBe(`@${'-'.repeat(30)}`);
});
