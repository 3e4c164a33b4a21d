/** What a drill asks of its lab is seen wherever it stands, and nothing else is. */
import {expect, test} from 'vitest';
import {mentionedLabNames} from '../../../src/runbook/lab-mentions.ts';
import type {Drill} from '../../../src/runbook/runbook.ts';
import {branch, commandStep, decisionStep, includeStep, sqlStep} from '../../support/model.ts';
import {shipped} from '../../support/shipped.ts';

const drill: Drill = {
  lab: 'postgres',
  dataset: {name: 'ticketing', scale: 100},
  inputs: {database: '${lab.primary}', copies: ['${lab.standby}', "${lab['archive']}"]},
  answers: {},
  accept: [],
  keepsNewerWrites: true,
};

const names = (...given: Parameters<typeof mentionedLabNames>) => [...mentionedLabNames(...given)].sort();

test('names stand in inputs, in probes, in the words of a program and in branches', () => {
  expect(names(drill, [])).toEqual(['archive', 'primary', 'standby']);
  const steps = [
    decisionStep('choose', [branch('left', [commandStep('dump', ['ls', '${lab.dump}'])]), branch('right', [])]),
    sqlStep('look', ['select 1'], {touches: ['${lab.delayed}']}),
    commandStep('say', ['echo', 'collab.site, lab. and label.name name nothing']),
  ];
  expect(names(drill, steps)).toEqual(['archive', 'delayed', 'dump', 'primary', 'standby']);
});

test('of a runbook that is included the steps count, and its drill does not', () => {
  const [accidental] = shipped.filter(({id}) => id === 'accidental-deletion');
  const runbook = accidental?.runbook;
  expect(runbook?.drill && names(runbook.drill, runbook.steps)).toEqual(['archive', 'primary', 'repository', 'side']);
  expect(runbook && names({...drill, inputs: {}}, [includeStep('both', runbook)])).toEqual([]);
});
