/** A dry run of the shipped program: it shows everything, and nothing of it happens. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {httpServer} from '../support/http-server.ts';
import {controlsIn, type Desk, expectRefusal, makeDesk} from '../support/lifeboat.ts';
import {contentOf} from '../support/processes.ts';
import {marksOf, smallPlan, smallRunbook} from '../support/small-runbook.ts';

/** Nobody listens there. */
const database = 'postgresql://app:hunter2-is-secret@127.0.0.1:1/tickets';

const mark = (what: string): string =>
  `{script: {interpreter: [/bin/sh], text: "echo ${what} >> \\"$MARKS\\"", env: {MARKS: "\${inputs.folder}/marks"}}}`;

/** Whatever of it is really done leaves a mark in the folder, or asks the server. */
const telltale = `
  - id: look
    title: Look
    effects: read
    estimate: 1m
    sql: {connection: "\${inputs.database}", statements: ["select count(*) as n from orders"]}
    outputs: {n: "rows[0].n"}
  - id: sure
    title: Make sure
    check: ${mark('check')}
  - id: act
    title: Act
    estimate: 1m
    requires: [${mark('requires')}]
    command: [touch, "\${inputs.folder}/acted-\${steps.look.outputs.n}-\${inputs.ticket}"]
    verify: [${mark('verify')}]
    done_when: [${mark('done_when')}]
    undo: ${mark('undo')}
  - id: post
    title: Tell the pool
    estimate: 1m
    http: {method: POST, url: "\${inputs.pool}/orders", headers: {authorization: "Bearer \${inputs.token}"}}
  - id: tell
    title: Tell them
    notify: {to: [approver], text: It is back.}
`;

const deskWith = (): {readonly desk: Desk; readonly args: readonly string[]} => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  const inputs = `inputs:
  folder: {type: path, default: ${desk.directory}}
  database: {type: connection, from: {env: DATABASE}}
  token: {type: secret, from: {env: TOKEN}}
  pool: {type: url, ask: "Where is the pool?"}
  ticket: {type: string, from: {command: [/bin/sh, -c, "echo asked >> ${desk.directory}/marks; echo T-1"]}}`;
  return {desk, args: ['run', desk.file('shop-outage.yaml', smallRunbook(telltale, inputs))]};
};

const env = {DATABASE: database, TOKEN: 'sesame-opens-42'};

/** Loaded before the program: notes each program that it starts and each connection that it opens. */
const watcher = `
const fs = require('node:fs');
const programs = require('node:child_process');
const {Socket} = require('node:net');
const note = what => fs.appendFileSync(process.env.OUTSIDE, what + '\\n');
for (const name of ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']) {
  const own = programs[name];
  programs[name] = (...words) => (note(name + ' ' + words[0]), own(...words));
}
const connect = Socket.prototype.connect;
Socket.prototype.connect = function (...words) { note('connect'); return connect.apply(this, words); };
require('node:module').syncBuiltinESMExports();
`;

const watched = (desk: Desk) => ({
  ...env,
  OUTSIDE: join(desk.directory, 'outside'),
  NODE_OPTIONS: `--require ${desk.file('watcher.cjs', watcher)}`,
});

test('nothing is started, connected to, asked for or kept', async () => {
  const server = await httpServer();
  const {desk, args} = deskWith();
  const told = await desk.lifeboat([...args, '--dry-run', '--set', `pool=${server.url}`], {env: watched(desk)});

  expect(told).toMatchObject({code: 0, stderr: ''});
  expect(marksOf(desk)).toEqual([]);
  expect(server.asked).toEqual([]);
  expect(contentOf(join(desk.directory, 'outside'))).toBe('');
  expect(existsSync(desk.state)).toBe(false);

  // The same without --dry-run is seen by the same watcher.
  await desk.lifeboat([...args, '--auto', '--set', `pool=${server.url}`], {env: watched(desk)});
  expect(contentOf(join(desk.directory, 'outside'))).toMatch(/execFileSync[\s\S]*connect/);
  expect(marksOf(desk)).toContain('asked');
  expect(existsSync(desk.state)).toBe(true);
});

test('what is shown are values and placeholders, and never a secret', async () => {
  const {desk, args} = deskWith();
  const {stdout} = await desk.lifeboat([...args, '--dry-run', '--set', 'pool=https://pool.example'], {env});

  expect(stdout).toContain('DRY RUN: The shop is down (shop-outage 1.0.0)');
  expect(stdout).toContain('Input database = ‹database: app@127.0.0.1:1/tickets›');
  expect(stdout).toContain(`| touch ${desk.directory}/acted-‹steps.look.outputs.n›-‹inputs.ticket›`);
  expect(stdout).toContain('| POST https://pool.example/orders');
  expect(stdout).toContain('| authorization = "Bearer ‹secret:token›"');
  expect(stdout).not.toMatch(/hunter2|sesame/);
  expect(controlsIn(stdout)).toEqual([]);
});

test('programs get one JSON document', async () => {
  const {desk, args} = deskWith();
  const {code, stdout} = await desk.lifeboat(
    [...args, '--dry-run', '--json', '--set', 'pool=https://pool.example', '--disruption', '20m ago'],
    {env},
  );

  expect(code).toBe(0);
  const told = JSON.parse(stdout);
  expect(Object.keys(told)).toEqual([
    'mode',
    'files',
    'runbook',
    'inputs',
    'objectives',
    'clock',
    'toClockStop',
    'steps',
  ]);
  expect(told).toMatchObject({mode: 'dry-run', files: {runbook: 'shop-outage.yaml', plan: 'plan.yaml'}});
  expect(told.steps.map(({path}: {path: string}) => path)).toEqual([
    'look',
    'sure',
    'act',
    'post',
    'tell',
    'restored',
    'finish',
  ]);
  expect(stdout).not.toMatch(/hunter2|sesame/);
});

test('on a terminal it is text too; what is missing is asked for, and no program is', async () => {
  const {desk, args} = deskWith();
  const terminal = desk.terminal([...args, '--dry-run'], {env, rows: 60, columns: 120});
  await terminal.shows('One input is missing. This is a dry run: nothing is executed; Ctrl-C gives up.');
  await terminal.shows('Where is the pool? [pool]:');
  terminal.type('https://pool.example');
  terminal.press('enter');
  expect((await terminal.exited).code).toBe(0);
  expect(terminal.isAlternateScreen()).toBe(false);
  expect(terminal.scrollback().join('\n')).toContain('POST https://pool.example/orders');
  expect(marksOf(desk)).toEqual([]);
  expect(existsSync(desk.state)).toBe(false);
});

test('what a run would refuse is refused: a missing input, a wrong answer, a runbook with errors', async () => {
  const {desk, args} = deskWith();
  expectRefusal(
    await desk.lifeboat([...args, '--dry-run'], {env}),
    2,
    /Input "pool" is missing: Where is the pool\?[\s\S]*--set pool=…/,
  );
  const pool = ['--set', 'pool=https://pool.example'];
  const answers = desk.file('answers.yaml', 'tel: done\n');
  expectRefusal(
    await desk.lifeboat([...args, '--dry-run', ...pool, '--answers', answers], {env}),
    2,
    'did you mean "tell"?',
  );
  expectRefusal(
    await desk.lifeboat([...args, '--dry-run', ...pool, '--start-at', 'act', '--reason', 'looked'], {env}),
    2,
    '--dry-run shows the whole runbook, from its first step.',
  );
  const wrong = desk.file('wrong.yaml', smallRunbook('  - {id: act, title: Act, comand: [act]}'));
  expectRefusal(await desk.lifeboat(['run', wrong, '--dry-run']), 3, 'wrong.yaml has');
  expect(existsSync(desk.state)).toBe(false);
});

test('a value in a runbook cannot move the cursor of whoever reads it', async () => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  const inputs = 'inputs: {word: {type: json}}';
  const steps = '  - {id: say, title: "Say it", estimate: 1m, command: [echo, "${inputs.word}"]}';
  const runbook = desk.file('shop-outage.yaml', smallRunbook(steps, inputs));
  const {code, stdout} = await desk.lifeboat(['run', runbook, '--dry-run', '--set', 'word="\\u001b[2Jgone"']);

  expect(code).toBe(0);
  expect(controlsIn(stdout)).toEqual([]);
  expect(stdout).toContain('\\x1b[2Jgone');
});
