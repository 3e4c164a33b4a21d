/** Which step of one outline is which of another one. */
import {expect, test} from 'vitest';
import {matchPaths} from '../../../../src/run/compare/match-paths.ts';
import type {Outline, OutlineStep} from '../../../../src/run/outline.ts';
import {deletion} from '../../../support/deletion-sample.ts';

const {outline} = deletion;

const changed = (change: (step: OutlineStep) => OutlineStep, from: Outline = outline): Outline => {
  const each = (step: OutlineStep): OutlineStep => ({
    ...change(step),
    ...(step.branches && {branches: step.branches.map(branch => ({...branch, steps: branch.steps.map(each)}))}),
  });
  return {...from, steps: from.steps.map(each)};
};

const renamed = (from: string, to: string, keeps: boolean): Outline =>
  changed(step => (step.id === from ? {...step, id: to, ...(keeps && {formerly: [from]})} : step));

test('steps are the same by their paths', () => {
  const matches = matchPaths(outline, outline);
  expect([...matches].every(([path, match]) => match.path === path && match.by === 'path')).toBe(true);
  expect(matches.size).toBe(11);
});

test('a step that was renamed is found by the id that it had, with all that stands inside it', () => {
  const later = renamed('choose_path', 'way_back', true);
  const matches = matchPaths(outline, later);
  expect(matches.get('choose_path')).toEqual({path: 'way_back', by: 'formerly'});
  expect(matches.get('choose_path:point_in_time/restore')).toEqual({
    path: 'way_back:point_in_time/restore',
    by: 'formerly',
  });
});

test('the later version may be the first one that is named', () => {
  const later = renamed('stop_writes', 'stop_application', true);
  expect(matchPaths(later, outline).get('stop_application')).toEqual({path: 'stop_writes', by: 'formerly'});
});

test('a former id that another step has now means that step', () => {
  const later = changed(step => (step.id === 'tell_people' ? {...step, formerly: ['stop_writes']} : step));
  expect(matchPaths(outline, later).get('stop_writes')).toEqual({path: 'stop_writes', by: 'path'});
});

test('a step that stands elsewhere now is found by its id, one with another name by its title', () => {
  const moved: Outline = {
    ...outline,
    steps: outline.steps.flatMap(step =>
      step.id === 'choose_path' ? (step.branches?.[0]?.steps ?? []) : step.id === 'done' ? [] : [step],
    ),
  };
  expect(matchPaths(outline, moved).get('choose_path:point_in_time/restore')).toEqual({path: 'restore', by: 'id'});
  expect(matchPaths(outline, renamed('stop_writes', 'stop_it', false)).get('stop_writes')).toEqual({
    path: 'stop_it',
    by: 'title',
  });
});

test('two steps of one title are not guessed at', () => {
  const twins = changed(step =>
    step.id === 'tell_people' || step.id === 'allow_repair'
      ? {...step, id: `${step.id}_2`, kind: 'instruction', title: 'Tell'}
      : step,
  );
  expect(matchPaths(outline, twins).has('tell_people')).toBe(false);
});
