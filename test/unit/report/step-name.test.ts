/** A step is named by its place on the page and its title. */
import {expect, test} from 'vitest';
import {stepName} from '../../../src/report/step-name.ts';
import {notStarted} from '../../../src/run/fold.ts';
import {deletion} from '../../support/deletion-sample.ts';
import {run} from '../../support/run.ts';

test('each has its own number, also inside a branch, and what the outline does not know is called by its path', () => {
  const {state} = run(deletion, ['0s start']);
  const names = [...state.steps.keys()].map(path => stepName(state, path));
  expect(names.map(name => name.replace(/,.*/, ''))).toEqual(
    names.map((_name, index) => `Step ${index + 1} of ${names.length}`),
  );
  expect(stepName(state, 'nowhere')).toBe('Step nowhere');
});

test('two runs of different length do not mix up their numbers', () => {
  const {state} = run(deletion, ['0s start']);
  const [first = ''] = state.steps.keys();
  const short = notStarted({...state.outline, steps: state.outline.steps.slice(-1)});
  expect(stepName(state, first)).toContain('Step 1 of ');
  expect(stepName(short, [...short.steps.keys()][0] ?? '')).toContain('Step 1 of 1');
});
