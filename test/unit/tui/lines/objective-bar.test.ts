/** The bar of an objective, drawn. */
import {expect, test} from 'vitest';
import {objectiveBar} from '../../../../src/tui/lines/objective-bar.ts';
import {asciiGlyphs} from '../../../../src/tui/theme.ts';

const draw = (usedMs: number, p50Ms: number, p90Ms: number) =>
  objectiveBar({usedMs, rtoMs: 60, p50Ms, p90Ms}, {width: 21, glyphs: asciiGlyphs.bar, tone: 'good'})
    .map(({text}) => text)
    .join('');

test('within the objective the limit is the end of the bar', () => {
  expect(draw(15, 30, 45)).toBe('#####=====-----.....|');
});

test('a late finish beyond the objective moves the limit into the bar', () => {
  expect(draw(30, 60, 80)).toBe('########=======|----.');
});

test('what is used beyond the objective stands beyond the limit', () => {
  expect(draw(90, 90, 90)).toBe('#############|######.');
});
