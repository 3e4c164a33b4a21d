/** Who is told that an attempt is to end: by its name, or because all are. */
import {expect, test} from 'vitest';
import {createStops} from '../../../src/runners/stops.ts';

test('an attempt hears once that it is to end, also when that was said before it was taken up', () => {
  const stops = createStops();
  const heard: string[] = [];
  stops.whenRequested('dump#1', () => heard.push('dump#1'));
  stops.whenRequested('put_back#1', () => heard.push('put_back#1'));
  stops.request('dump#1');
  stops.request('dump#1');
  stops.request('check#1');
  stops.whenRequested('check#1', () => heard.push('check#1'));
  expect(heard).toEqual(['dump#1', 'check#1']);
  expect(stops.isRequested('put_back#1')).toBe(false);
});

test('all hear that all are to end, those that come later too, and not those that are over', () => {
  const stops = createStops();
  const heard: string[] = [];
  stops.whenRequested('dump#1', () => heard.push('dump#1'));
  const forget = stops.whenRequested('look#1', () => heard.push('look#1'));
  forget();
  stops.requestAll();
  stops.whenRequested('late#1', () => heard.push('late#1'));
  expect(heard).toEqual(['dump#1', 'late#1']);
  expect(stops.isRequested('any#1')).toBe(true);
});
