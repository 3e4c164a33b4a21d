/** Files of injects on the command line: linted with places, refused where they do not belong, and never taken for runbooks. */
import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {deletionRunbook, expectRefusal, makeDesk} from '../support/lifeboat.ts';

const fileOf = (...injects: readonly string[]): string =>
  ['format: 1', 'runbook: accidental-deletion', 'injects:', ...injects.map(inject => `  - ${inject}`), ''].join('\n');

test('the linter knows them by what stands in them and holds them against the runbook that they name', async () => {
  const desk = makeDesk();
  const sound = desk.file('friday.yaml', fileOf('engine_killed: {step: put_back, when: after_effect}'));
  const wrong = desk.file('monday.yaml', fileOf('step_fails: {step: put_bag, message: "out of memory"}'));
  const lost = desk.file('sunday.yaml', fileOf('approver_away: {}').replace('accidental', 'accidentel'));

  expect(await desk.lifeboat(['lint', sound])).toMatchObject({code: 0, stderr: ''});
  const {code, stdout} = await desk.lifeboat(['lint', wrong, lost, '--json']);
  expect(code).toBe(3);
  expect(JSON.parse(stdout).findings).toMatchObject([
    {code: 'injects/unknown-step', line: 4, column: 24, hint: 'did you mean "put_back"?'},
    {code: 'injects/unknown-runbook', line: 2, column: 10, hint: 'did you mean "accidental-deletion"?'},
  ]);
});

test('a drill with injects that lie nowhere builds nothing', async () => {
  const desk = makeDesk();
  const wrong = desk.file('monday.yaml', fileOf('clock_jumps: {step: restore_beside, by: 2h}'));
  const missing = desk.file('sunday.yaml', fileOf('tool_missing: {tool: no-such-program}'));

  expectRefusal(await desk.lifeboat(['drill', deletionRunbook, '--injects', wrong]), 3, /monday\.yaml:4:[\s\S]*\+2h/);
  expectRefusal(
    await desk.lifeboat(['drill', deletionRunbook, '--injects', missing]),
    2,
    /no-such-program is not found here anyway/,
  );
  expectRefusal(
    await desk.lifeboat(['drill', deletionRunbook, '--injects', 'nowhere.yaml']),
    2,
    /nowhere\.yaml cannot be read/,
  );
  expect(desk.runs()).toEqual([]);
});

test('in an incident nothing goes wrong on purpose', async () => {
  const desk = makeDesk();
  const sound = desk.file('friday.yaml', fileOf('approver_away: {}'));

  expectRefusal(await desk.lifeboat(['run', deletionRunbook, '--injects', sound]), 9, /for drills alone/);
  expect(desk.runs()).toEqual([]);
});

test('at a table, where nothing runs, they are refused', async () => {
  const desk = makeDesk();
  const sound = desk.file('friday.yaml', fileOf('approver_away: {}'));
  const text = readFileSync(deletionRunbook, 'utf8');
  const table = `${text.slice(0, text.indexOf('\ndrill:\n'))}\ndrill: {lab: none, inputs: {database: "postgresql://db-1.example/shop", tables: [orders], deleted_at: "2026-11-23T02:47:00Z", base_backup: /srv/base, wal_archive: /srv/wal, side_directory: /srv/side}}\n`;

  expectRefusal(
    await desk.lifeboat(['drill', desk.file('accidental-deletion.yaml', table), '--injects', sound]),
    2,
    /drilled at a table/,
  );
});

test('a file of them that lies beside runbooks is none of them', async () => {
  const desk = makeDesk();
  desk.file('friday.injects.yaml', fileOf('approver_away: {}'));

  const {stdout} = await desk.lifeboat(['home', '--json']);
  expect(stdout).toContain('accidental-deletion');
  expect(stdout).not.toContain('friday');
});
