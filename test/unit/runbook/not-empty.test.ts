/** Fields that must hold something. */
import {expect, test} from 'vitest';
import {loadRunbook} from '../../../src/runbook/load-runbook.ts';
import {runbookText} from '../../support/runbook-text.ts';

const said = (steps: string): readonly string[] =>
  loadRunbook(runbookText(steps), {today: '2026-11-24'}).diagnostics.map(({message}) => message);

test('an empty list is refused in words', () => {
  expect(said('- {id: all, title: All, foreach: {in: inputs.tables, steps: []}}')).toContain(
    '"steps" must hold a step',
  );
});

test('a map in the place of a list is refused as such, also where one of its keys is called length', () => {
  expect(said('- {id: all, title: All, foreach: {in: inputs.tables, steps: {length: {a: 1}}}}')).toContain(
    '"steps" must be a list',
  );
});
