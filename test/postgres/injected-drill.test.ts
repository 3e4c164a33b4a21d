/** Drills in which things go wrong on purpose: the engine dies and is resumed, and the record tells what it was at the end alone. */
import {chmodSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {expectNothingLeft, findingsOf} from '../support/drills.ts';
import {type Desk, deletionRunbook, factsOf, makeDesk, typesOf} from '../support/lifeboat.ts';

const drillMs = 180_000;

const injects = (...list: readonly string[]): string =>
  ['format: 1', 'runbook: accidental-deletion', 'injects:', ...list.map(inject => `  - ${inject}`), ''].join('\n');

const drill = (desk: Desk, text: string, runbook = deletionRunbook) =>
  desk.lifeboat(['drill', runbook, '--auto', '--scale', '1000', '--injects', desk.file('friday.yaml', text)]);

/** Everything that a person could read of the run while it goes on, and all that the program said. */
const readable = (desk: Desk, ...said: readonly string[]): string => {
  const names = readdirSync(desk.state, {recursive: true, encoding: 'utf8'});
  const texts = names.flatMap(name => {
    try {
      return [readFileSync(join(desk.state, name), 'latin1')];
    } catch {
      return [];
    }
  });
  return [...said, ...names, ...texts].join('\n');
};

const told = (desk: Desk): unknown => factsOf(desk).find(({type}) => type === 'injects-opened')?.injects;

const verified = async (desk: Desk) =>
  JSON.parse((await desk.lifeboat(['verify', desk.runs()[0] ?? '', '--json'])).stdout);

test('the engine dies behind the effect, and a resume ends the drill with the same injects, which are told then', {
  timeout: drillMs,
}, async () => {
  const desk = makeDesk();
  const text = injects(
    'output_lies: {step: measure, says: {json.summary: "seven rows of nothing"}}',
    'approver_away: {step: may_we, for: 1s}',
    'clock_jumps: {step: restore_beside, by: -3h}',
    'tool_missing: {tool: psql}',
    'engine_killed: {step: put_back, when: after_effect}',
    'step_fails: {step: put_back, attempt: 7, message: "never come to"}',
  );
  // A program of this name is on the PATH of the drill, whatever is installed.
  desk.file('psql', '#!/bin/sh\n');
  chmodSync(join(desk.directory, 'psql'), 0o755);
  const env = {PATH: `${process.env.PATH}:${desk.directory}`};
  const file = desk.file('friday.yaml', text);
  const killed = await desk.lifeboat(['drill', deletionRunbook, '--auto', '--scale', '1000', '--injects', file], {env});
  expect({code: killed.code, signal: killed.signal}).toEqual({code: null, signal: 'SIGKILL'});
  expect(typesOf(desk, 'put_back').at(-1)).toBe('began');
  expect(factsOf(desk)[2]).toEqual({
    ...factsOf(desk)[2],
    type: 'injects-sealed',
    file: 'injects.sealed',
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  // What the lie gives is in the record as the step gave it; that it was one is not.
  expect(readable(desk, killed.stdout, killed.stderr)).not.toMatch(/engine_killed|output_lies|never come to|is killed/);
  expect(await verified(desk)).toMatchObject({ok: true, state: 'open'});

  const ended = await desk.lifeboat(['resume', '--auto'], {env});
  expect({code: ended.code, stderr: ended.stderr}).toEqual({code: 0, stderr: ''});
  expect(findingsOf(desk).filter(({ok}) => !ok)).toEqual([]);
  expect(ended.stdout).toContain('  came about: psql is not found by the steps\n');
  expect(told(desk)).toEqual([
    {inject: 'measure lies at attempt 1: json.summary = "seven rows of nothing"', came: true},
    {inject: 'who approves may_we is away for 1 s', came: true},
    {inject: 'the wall clock of the engine is set back by 3 h at attempt 1 of restore_beside', came: true},
    {inject: 'psql is not found by the steps', came: true},
    {inject: 'the engine is killed after the effect of attempt 1 of put_back', came: true},
    {inject: 'put_back fails at attempt 7: never come to', came: false},
  ]);
  expect(factsOf(desk).filter(({type}) => type === 'clock-jumped')).toMatchObject([
    {byMs: expect.closeTo(-10_800_000, -3)},
  ]);
  expect(readFileSync(join(desk.runDirectory(), 'injects.yaml'), 'utf8')).toBe(text);
  expect(await verified(desk)).toMatchObject({ok: true, state: 'sealed'});
  expect((await desk.lifeboat(['runs'])).stdout).toContain('0 deviations  with injects\n');
  expect(JSON.parse((await desk.lifeboat(['runs', '--json'])).stdout)).toMatchObject([{injects: {known: told(desk)}}]);
  expectNothingLeft(desk);
  await othersAreFound(desk);
});

/** Whoever writes other injects into the record of a drill is found out by both files. */
const othersAreFound = async (desk: Desk): Promise<void> => {
  const file = join(desk.runDirectory(), 'injects.yaml');
  chmodSync(file, 0o600);
  writeFileSync(file, injects('approver_away: {}'));
  const {ok, problems} = await verified(desk);
  expect({ok, codes: problems.map(({code}: {readonly code: string}) => code)}).toEqual({
    ok: false,
    codes: ['file-changed', 'injects-differ'],
  });
};

test('a step that fails on purpose is tried again by a runbook that says so, and the drill passes', {
  timeout: drillMs,
}, async () => {
  const desk = makeDesk();
  const sound = readFileSync(deletionRunbook, 'utf8');
  const retried = sound.replace(
    '  - id: check_backup\n',
    '  - id: check_backup\n    idempotent: true\n    retry: {attempts: 2, delay: 1s}\n',
  );
  const ended = await drill(
    desk,
    injects('step_fails: {step: check_backup, exit: 2, message: "the archive cannot be read"}'),
    desk.file('accidental-deletion.yaml', retried),
  );

  expect({code: ended.code, stderr: ended.stderr}).toEqual({code: 0, stderr: ''});
  expect(typesOf(desk, 'check_backup')).toEqual(['began', 'failed', 'began', 'succeeded']);
  expect(factsOf(desk).find(({type}) => type === 'failed')).toMatchObject({
    reason: 'lifeboat ended with exit code 2: the archive cannot be read',
    output: {file: 'output/check_backup#1.log'},
  });
  expect(told(desk)).toMatchObject([{came: true}]);
});

test('an approver who is away for good leaves an unattended drill held, again after a resume', {
  timeout: drillMs,
}, async () => {
  const desk = makeDesk();
  const held = await drill(desk, injects('approver_away: {step: may_we}'));
  expect(held.code).toBe(7);
  expect(held.stdout).toContain('a person is needed for may_we (approval)');
  const resumed = await desk.lifeboat(['resume', '--auto']);
  expect(resumed.code).toBe(7);
  expect(typesOf(desk, 'may_we')).not.toContain('approved');
});
