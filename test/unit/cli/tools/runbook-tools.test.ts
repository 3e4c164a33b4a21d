/** What a runbook and its drill need on this host, and what of it is not here. */
import {expect, test} from 'vitest';
import {missingPrograms, toolsOfDrill, toolsOfRunbook} from '../../../../src/cli/tools/runbook-tools.ts';
import type {Drill} from '../../../../src/runbook/runbook.ts';
import {commandStep, runbookOf} from '../../../support/model.ts';
import {shipped} from '../../../support/shipped.ts';

const drill: Drill = {
  lab: 'postgres',
  dataset: {name: 'ticketing', scale: 100},
  fault: {name: 'full_disk', fields: {}},
  inputs: {dump: '${lab.dump}'},
  answers: {},
  accept: [],
  keepsNewerWrites: true,
};

test('the drill of a runbook needs a server for its lab, and what its fault and the names of the lab need', () => {
  const needed = toolsOfDrill(
    runbookOf([commandStep('restore', ['lifeboat', 'backup', 'restore', '--into=x'])]),
    drill,
  );
  expect(needed.map(({program, by}) => `${program}: ${by.join(', ')}`)).toEqual([
    'initdb: the lab',
    'pg_ctl: the lab, step restore',
    'postgres: the lab, step restore',
    'mount: the fault full_disk',
    'pg_dump: lab.dump',
  ]);
});

test('a step that names a driver needs what that one calls', () => {
  const needed = (...words: readonly string[]) =>
    toolsOfRunbook(runbookOf([commandStep('back_up', ['lifeboat', 'backup', 'take', ...words])])).map(
      ({program}) => program,
    );
  expect(needed('--driver=pgbackrest', '--stanza=tickets')).toEqual(['pgbackrest']);
  expect(needed('--driver', 'pg_dump')).toEqual(['pg_dump', 'pg_restore']);
  expect(needed('--into=/srv/backups')).toEqual([]);
  expect(needed('--driver=${inputs.driver}')).toEqual([]);
});

test('at a table nothing is built, broken or called', () => {
  expect(toolsOfDrill(runbookOf([commandStep('load', ['pg_restore'])]), {...drill, lab: 'none'})).toEqual([]);
});

test('the shipped runbook for deletions names the tools of each of its ways, and demands none that only one way needs', () => {
  const deletion = shipped.find(({id}) => id === 'accidental-deletion');
  const needed = deletion === undefined ? [] : toolsOfRunbook(deletion.runbook);
  expect(needed.map(({program, isMust}) => [program, isMust])).toEqual([
    ['pg_waldump', false],
    ['pg_restore', false],
    ['pg_ctl', false],
    ['postgres', false],
    ['initdb', false],
  ]);
});

test('what is not here is said with who needs it and the way out; what may be passed by is not asked for', async () => {
  const missing = await missingPrograms([
    {program: 'no-such-fence', isMust: true, by: ['step fence', 'step unfence']},
    {program: 'no-such-tool', isMust: false, by: ['step try']},
    {program: '/bin/sh', isMust: true, by: ['step look']},
  ]);
  expect(missing).toEqual([
    {
      program: 'no-such-fence',
      sentence: 'no-such-fence is not here; step fence, step unfence need it',
      install: 'install no-such-fence, or give its full path',
    },
  ]);
});
