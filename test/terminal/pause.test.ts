/** A run that was paused: who may end the pause, on each face, and that no program ends it by itself. */
import {expect, test} from 'vitest';
import {factsOf, typesOf} from '../support/lifeboat.ts';
import {marksOf, outageDesk} from '../support/small-runbook.ts';

const asking = `
  - id: look
    title: Look at the shop
    instruction: Is it the lamp?
  - id: copy
    title: Copy the files
    command: {run: [/bin/sh, -c, 'echo copied >> marks'], cwd: "\${inputs.folder}"}
`;

/** Paused at the first question, which is then answered; nothing is asked and nothing starts. */
const pausedDesk = async () => {
  const {desk, runbook} = outageDesk(asking);
  const terminal = desk.terminal(['run', runbook, '--plain']);
  await terminal.shows('"done" to say that it was carried out');
  terminal.type('pause');
  terminal.press('enter');
  await terminal.shows('The run is paused. To go on, type "continue"');
  terminal.type('done');
  terminal.press('enter');
  await terminal.shows('Look at the shop: done');
  terminal.press('\x04');
  expect((await terminal.exited).code).toBe(7);
  expect(terminal.scrollback().join('\n')).toContain('nobody can type answers any more');
  return desk;
};

test('unattended it is not gone on with: one sentence says who has to, and the exit code that a person is needed', async () => {
  const desk = await pausedDesk();
  const {code, stdout, stderr} = await desk.lifeboat(['resume', '--auto']);
  expect({code, stderr}).toEqual({code: 7, stderr: ''});
  expect(stdout).toContain('The run is held: it was paused, and only a person ends a pause (--continue does).');
  expect(marksOf(desk)).toEqual([]);
});

test('whoever calls it with --continue ends the pause, and is recorded for it', async () => {
  const desk = await pausedDesk();
  const {code} = await desk.lifeboat(['resume', '--auto', '--continue', '--as', 'Grace Hopper']);
  expect(code).toBe(0);
  expect(marksOf(desk)).toEqual(['copied']);
  expect(factsOf(desk).find(({type}) => type === 'continued')).toMatchObject({actor: {name: 'Grace Hopper'}});
});

test('on a plain terminal it says that it is paused, and "continue" goes on', async () => {
  const desk = await pausedDesk();
  const terminal = desk.terminal(['resume', '--plain']);
  await terminal.shows('The run is paused. To go on, type "continue"');
  terminal.type('done');
  terminal.press('enter');
  await terminal.shows('nothing is asked now');
  terminal.type('continue');
  terminal.press('enter');
  expect((await terminal.exited).code).toBe(0);
  expect(typesOf(desk, 'copy')).toEqual(['began', 'succeeded']);
});
