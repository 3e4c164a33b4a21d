/** A real incident on a real terminal, with a person at the keys: what goes wrong, what is left out, and the ways to leave. */
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {eventually, factsOf, typedName} from '../support/lifeboat.ts';
import {marksOf, outageDesk} from '../support/small-runbook.ts';

const flaky = `
  - id: copy
    title: Copy the files
    estimate: 1m
    command: {run: [/bin/sh, -c, 'echo begun >> marks; test -e there'], cwd: "\${inputs.folder}"}
  - id: index
    title: Build the index
    estimate: 1m
    command: ["false"]
`;

const long = `
  - id: copy
    title: Copy the files
    estimate: 1m
    command: {run: [/bin/sh, -c, 'echo begun >> marks; while [ ! -e go ]; do sleep 0.05; done; echo ended >> marks'], cwd: "\${inputs.folder}"}
`;

test('a step that failed is held; retried it succeeds; another is left out with a reason, and the outcome says so', async () => {
  const {desk, runbook} = outageDesk(flaky);
  const terminal = desk.terminal(['run', runbook]);
  await terminal.shows('HELD: the run waits for you');
  await terminal.shows('r retry');
  desk.file('there', '');
  terminal.press('r');
  await terminal.shows('Why again (may stay empty)');
  terminal.press('enter');
  await terminal.shows(/✔ Copy the files/);
  await terminal.shows('HELD: the run waits for you');
  await terminal.shows('s skip');
  terminal.press('s');
  await terminal.shows('Why it is left out');
  terminal.type('the shop can do without');
  terminal.press('enter');
  await terminal.shows('recovered, with exceptions');
  await terminal.shows('q quit');
  terminal.press('q');
  expect((await terminal.exited).code).toBe(0);
  expect(marksOf(desk)).toEqual(['begun', 'begun']);
  expect(factsOf(desk).find(({type}) => type === 'skipped')).toMatchObject({
    step: 'index',
    reason: 'the shop can do without',
  });
  expect(terminal.isAlternateScreen()).toBe(false);
  const said = terminal.scrollback().join('\n');
  expect(said).toContain('INCIDENT The shop is down: recovered, with exceptions.');
  expect(said.replaceAll('\n', '')).toContain(join(desk.runDirectory(), 'journal.jsonl'));
});

test('ended by a person with a reason is exit 6', async () => {
  const {desk, runbook} = outageDesk(flaky);
  const terminal = desk.terminal(['run', runbook]);
  await terminal.shows('HELD: the run waits for you');
  await terminal.shows('Ctrl-C menu');
  terminal.press('ctrl-c');
  await terminal.shows('3 Abort the run');
  terminal.press('3', 'enter');
  await terminal.shows('Esc gives it up');
  terminal.type('false alarm');
  terminal.press('enter');
  await terminal.shows('q quit');
  terminal.press('q');
  expect((await terminal.exited).code).toBe(6);
  expect(factsOf(desk).find(({type}) => type === 'run-ended')).toMatchObject({
    outcome: 'aborted',
    reason: 'false alarm',
  });
});

test('Ctrl-C twice leaves at once with 130; the step goes on and the run can be resumed', async () => {
  const {desk, runbook} = outageDesk(long);
  const terminal = desk.terminal(['run', runbook]);
  await terminal.shows('Copy the files');
  await eventually(() => marksOf(desk)).toEqual(['begun']);
  terminal.press('ctrl-c', 'ctrl-c');
  expect(await terminal.exited).toEqual({code: 130, signal: undefined});
  expect(terminal.isAlternateScreen()).toBe(false);
  expect(terminal.scrollback().join('\n')).toContain(`Go on with: ${typedName} resume`);

  desk.file('go', '');
  expect(await desk.lifeboat(['resume'])).toMatchObject({code: 0, stderr: ''});
  expect(marksOf(desk)).toEqual(['begun', 'ended']);
});

test('left by the menu the run is held with exit 7, and the terminal is as it was before', async () => {
  const {desk, runbook} = outageDesk(long);
  const terminal = desk.terminal(['run', runbook]);
  await eventually(() => marksOf(desk)).toEqual(['begun']);
  terminal.press('ctrl-c');
  await terminal.shows('2 Leave this screen');
  terminal.press('2', 'enter');
  expect((await terminal.exited).code).toBe(7);
  expect(terminal.isAlternateScreen()).toBe(false);
  desk.file('go', '');
  expect((await desk.lifeboat(['resume'])).code).toBe(0);
});

test('SIGTERM while the screen is open gives the terminal back and exits with 143', async () => {
  const {desk, runbook} = outageDesk(long);
  const terminal = desk.terminal(['run', runbook]);
  await eventually(() => marksOf(desk)).toEqual(['begun']);
  terminal.kill('SIGTERM');
  expect(await terminal.exited).toEqual({code: 143, signal: undefined});
  expect(terminal.isAlternateScreen()).toBe(false);
  expect(terminal.scrollback().join('\n')).toContain(`Go on with: ${typedName} resume`);
  desk.file('go', '');
  expect((await desk.lifeboat(['resume'])).code).toBe(0);
});

test('a time that was typed is echoed before it counts, and sets the clock', async () => {
  const {desk, runbook} = outageDesk('');
  const terminal = desk.terminal(['run', runbook, '--declared', '20m ago']);
  await terminal.shows(/RTA 20:0\d {2}met/);
  terminal.press('q');
  expect((await terminal.exited).code).toBe(0);
  expect(factsOf(desk).find(({event}) => event === 'declaration')).toMatchObject({source: 'typed'});
});

test('an objective that was missed is exit 5', async () => {
  const {desk, runbook} = outageDesk('');
  const ended = await desk.lifeboat(['run', runbook, '--declared', '2h ago']);
  expect(ended.code).toBe(5);
  expect(ended.stdout).toMatch(/RTO 1 hour, MISSED/);
});
