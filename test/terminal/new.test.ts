/** A new runbook, from its first command to the end of its first run, and what stands in its way. */
import {cpSync, existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {controlsIn, type Desk, expectRefusal, factsOf, makeDesk, shellLine, typedName} from '../support/lifeboat.ts';
import {smallPlan} from '../support/small-runbook.ts';

/** What is given to the runbook of each scenario, and who says what in its run. */
const scenarios = {
  corruption: {
    set: ['began_at=10m ago'],
    answers: 'scope: tables\nmay_we: Grace Hopper\nswitch_over: tickets\nlook_for_cause: done\n',
  },
  deletion: {
    set: ['deleted_at=10m ago'],
    answers: 'tell: done\nmay_we: Grace Hopper\nput_back: orders\nlooks_right: done\nreview_access: done\n',
  },
  infrastructure: {
    set: ['down_since=10m ago'],
    answers: 'sure: done\nmay_we: Grace Hopper\nmove_name: shop.example\nhand_over: done\n',
  },
  breach: {
    set: ['noticed_at=10m ago'],
    answers:
      'keep_evidence: done\nshut_out: app\nother_credentials: done\nscope: personal\ntell_people: done\nmay_we: Grace Hopper\naudit: done\n',
  },
  routine: {set: [], answers: 'looks_right: done\n'},
} as const;

const root = join(import.meta.dirname, '..', '..');

/** Options of a run whose marks stay on the desk. */
const settings = (desk: Desk, set: readonly string[]): readonly string[] =>
  [...set, `workspace=${join(desk.directory, 'marks')}`].flatMap(one => ['--set', one]);

test.each(Object.entries(scenarios))(
  'a new runbook for %s lints clean, is shown by a dry run, and runs to its end',
  async (scenario, {set, answers}) => {
    const desk = makeDesk();
    const made = await desk.lifeboat(['new', 'first-try', '--scenario', scenario]);
    expect(made).toMatchObject({code: 0, stderr: ''});
    expect(made.stdout).toContain('Wrote first-try.yaml and plan.yaml. It lints clean, and runs as it stands.');

    expect(await desk.lifeboat(['lint', '.'])).toMatchObject({code: 0, stdout: '2 files: 0 errors, 0 warnings\n'});

    const given = settings(desk, set);
    const told = await desk.lifeboat(['run', 'first-try.yaml', '--dry-run', ...given]);
    expect(told).toMatchObject({code: 0, stderr: ''});
    expect(told.stdout).toContain('DRY RUN: First try (first-try 0.1.0)');
    expect(told.stdout).not.toContain('WOULD BE HELD');
    expect(desk.runs()).toEqual([]);

    const file = desk.file('answers.yaml', answers);
    const run = await desk.lifeboat(['run', 'first-try.yaml', '--plain', '--answers', file, ...given]);
    expect(run).toMatchObject({code: 0, stderr: ''});
    expect(run.stdout).toMatch(/^INCIDENT First try: recovered/m);
    expect(factsOf(desk).filter(({type}) => type === 'failed' || type === 'unknown')).toEqual([]);
  },
);

test('what is built has all of it, without the sources', async () => {
  const desk = makeDesk();
  const installed = join(desk.directory, 'installed');
  for (const part of ['dist', 'runbooks', 'package.json']) {
    cpSync(join(root, part), join(installed, part), {recursive: true});
  }
  const {code} = await shellLine(desk, '"$NODE" installed/dist/lifeboat.mjs new site-down --scenario corruption');

  expect(code).toBe(0);
  expect(readFileSync(join(desk.directory, 'site-down.yaml'), 'utf8')).toContain('scenario: corruption');
});

test('it is walked to its end on the screen, key by key', async () => {
  const desk = makeDesk();
  await desk.lifeboat(['new', 'restore-test']);
  const screen = desk.terminal(['run', 'restore-test.yaml', ...settings(desk, [])]);
  await screen.shows('Look at a few rows yourself');
  await screen.shows('The newest rows are of today');
  await screen.shows('Space tick');
  screen.press('1');
  await screen.shows('1 [✔] The newest rows are of today');
  screen.press('2');
  await screen.shows('2 [✔] Nothing looks cut off');
  screen.press('enter');
  await screen.shows('q quit');
  screen.press('q');
  expect((await screen.exited).code).toBe(0);
  expect(screen.scrollback().join('\n')).toContain('INCIDENT Restore test: recovered.');
});

test('on a terminal without a name it asks, until each answer can be read', async () => {
  const desk = makeDesk();
  const terminal = desk.terminal(['new'], {columns: 120});
  await terminal.shows('Its name, like site-down:');
  terminal.type('Site Down\r');
  await terminal.shows('Did you mean "site-down"?');
  terminal.type('site-down\r');
  await terminal.shows('Its scenario, corruption, deletion, infrastructure, breach, routine [routine]:');
  terminal.type('infra\r');
  await terminal.shows('Did you mean "infrastructure"?');
  terminal.type('infrastructure\r');
  await terminal.shows('Its title [Site down]:');
  terminal.type('The site of the shop is down\r');
  await terminal.shows('Who keeps it up to date, a contact of the plan [devops_engineer]:');
  terminal.type('on_call_enginer\r');
  await terminal.shows('Did you mean "on_call_engineer"?');
  terminal.type('on_call_engineer\r');
  expect((await terminal.exited).code).toBe(0);
  const text = readFileSync(join(desk.directory, 'site-down.yaml'), 'utf8');
  expect(text).toMatch(/^title: The site of the shop is down$/m);
  expect(text).toMatch(/^owner: on_call_engineer$/m);
  expect((await desk.lifeboat(['lint', 'site-down.yaml'])).code).toBe(0);
});

test('at 80 columns no word is broken, and a name that is taken is asked for again', async () => {
  const desk = makeDesk();
  const terminal = desk.terminal(['new'], {columns: 80});
  await terminal.shows('Its name, like site-down:');
  terminal.type('accidental-deletion\r');
  await terminal.shows('There is a runbook accidental-deletion already:');
  await terminal.shows('another name.');
  terminal.type('site-down\r');
  await terminal.shows('routine [routine]:');
  terminal.type('bogus-scenario\r');
  await terminal.shows('There is no scenario "bogus-scenario"');
  terminal.type('breach\r');
  await terminal.shows('Its title [Site down]:');
  terminal.press('ctrl-c');
  await terminal.exited;
  const lines = terminal.scrollback().map(line => line.trimEnd());
  expect(lines).toContainEqual(expect.stringMatching(/routine \[routine\]: bogus-scenario$/));
  expect(lines.join(' ')).toContain('Ctrl-C gives up, and nothing is written.');
  expect(lines.join(' ').replaceAll(/ +/g, ' ')).toContain('accidental-deletion.yaml. Give the new one another name.');
});

test('Ctrl-C at a question gives up, and nothing is written', async () => {
  const desk = makeDesk();
  const terminal = desk.terminal(['new']);
  await terminal.shows('Its name, like site-down:');
  terminal.press('ctrl-c');
  expect((await terminal.exited).code).toBe(130);
  expect(terminal.scrollback().join('\n')).toContain('Nothing was written.');
  expect(terminal.scrollback().join('\n')).not.toContain('kebab-case');
  expect(existsSync(join(desk.directory, 'plan.yaml'))).toBe(false);
});

test('it goes where it is told to, by the plan above, with the commands that come next', async () => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan.replace('objectives:', '  ada: {name: Ada}\nobjectives:'));
  const {code, stdout} = await desk.lifeboat([
    'new',
    'orders-gone',
    '--directory',
    'run books/deletion',
    '--owner',
    'ada',
  ]);

  expect(code).toBe(0);
  expect(stdout).toContain('Wrote run books/deletion/orders-gone.yaml. It lints clean');
  expect(stdout).toContain(`  ${typedName} lint 'run books/deletion/orders-gone.yaml'`);
  expect(existsSync(join(desk.directory, 'run books', 'deletion', 'plan.yaml'))).toBe(false);
  expect(readFileSync(join(desk.directory, 'run books/deletion/orders-gone.yaml'), 'utf8')).toMatch(/^owner: ada$/m);
});

test('what stands in the way is one sentence and a way out, and nothing is overwritten', async () => {
  const desk = makeDesk();
  const mine = desk.file('mine.yaml', 'mine\n');
  const refused: readonly (readonly [readonly string[], number, string])[] = [
    [['new'], 2, 'A new runbook needs a name.'],
    [['new', 'Site Down'], 2, 'Did you mean "site-down"?'],
    [['new', '\u001b[2J'], 2, 'is no name of a runbook'],
    [['new', 'a', '--scenario', 'breech'], 2, 'did you mean "breach"?'],
    [['new', 'a', '--owner', 'technical_leed'], 2, 'did you mean "technical_lead"?'],
    [['new', 'mine'], 2, 'There is a runbook mine already: mine.yaml.'],
    [['new', 'accidental-deletion'], 2, 'There is a runbook accidental-deletion already'],
    [['new', 'a', '--directory', 'mine.yaml'], 2, 'plan.yaml cannot be written'],
  ];
  for (const [args, code, says] of refused) {
    const ended = await desk.lifeboat(args);
    expectRefusal(ended, code, says);
    expect(controlsIn(ended.stderr)).toEqual([]);
  }
  expect(readFileSync(mine, 'utf8')).toBe('mine\n');
  expect(existsSync(join(desk.directory, 'a.yaml')) || existsSync(join(desk.directory, 'plan.yaml'))).toBe(false);
});

test('a plan that the runbook cannot go by is named before anything is written', async () => {
  const desk = makeDesk();
  desk.file('plan.yaml', 'format: 1\ntitle: Ours\ncontacts: {ada: {name: Ada}, bob: {name: Bob}}\nobjectives: {}\n');
  expectRefusal(
    await desk.lifeboat(['new', 'a', '--scenario', 'deletion']),
    3,
    'does not go with the plan in plan.yaml',
  );
  expect((await desk.lifeboat(['new', 'b', '--scenario', 'breach'])).code).toBe(0);

  desk.file('plan.yaml', 'format: 1\ntitle: Ours\n');
  expectRefusal(await desk.lifeboat(['new', 'c']), 3, 'plan.yaml has 2 errors');
  expect(existsSync(join(desk.directory, 'a.yaml')) || existsSync(join(desk.directory, 'c.yaml'))).toBe(false);
});
