/** Going back as people meet it: on the screen, with a kill in the middle of an undo, and never without somebody who said so. */

import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {type Desk, eventually, factsOf, typesOf} from '../support/lifeboat.ts';
import {marksOf, outageDesk} from '../support/small-runbook.ts';
import type {Terminal} from '../support/terminal.ts';

/** Raising the TTL again hangs while the file `slow` is there, and may be begun anew. */
const steps = `
  - id: lower
    title: Lower the TTL
    idempotent: true
    estimate: 1s
    command: {run: [/bin/sh, -c, 'echo lowered >> marks'], cwd: "\${inputs.folder}"}
    undo: {command: {run: [/bin/sh, -c, 'echo raised >> marks; while test -e slow; do sleep 0.1; done'], cwd: "\${inputs.folder}"}}
  - id: stop_shop
    title: Stop the shop
    instruction: Stop it in the console.
    undo: Start the shop again.
  - id: copy
    title: Copy the files
    estimate: 1s
    on_failure: {undo_to: lower}
    command: {run: [/bin/sh, -c, 'echo copied >> marks; test -e there'], cwd: "\${inputs.folder}"}
`;

/** The copy has failed, and the way back that the author proposes has been said on the screen, with a reason. */
const goingBack = async (desk: Desk, runbook: string): Promise<Terminal> => {
  const screen = desk.terminal(['run', runbook]);
  await screen.shows('Enter done');
  screen.press('enter');
  await screen.shows('r retry');
  // A person is asked first, whatever the author proposes.
  expect(factsOf(desk).some(({type}) => type === 'undo-started')).toBe(false);
  expect(marksOf(desk)).toEqual(['lowered', 'copied']);
  screen.press('b');
  await screen.shows('Back to which step: its id');
  screen.press('enter');
  await screen.shows('Why everything since is undone');
  screen.type('wrong host');
  screen.press('enter');
  // The copy failed in the middle: what it left is for a person to look at, and what comes next is an undo too.
  await screen.shows('Undo by hand, 1 of 3');
  await screen.shows('Enter says that it is undone.');
  await screen.shows('Enter done');
  screen.press('enter');
  await screen.shows('Start the shop again.');
  return screen;
};

test('what the author proposes is undone once a person says so, newest first, and the run is then held before that step', async () => {
  const {desk, runbook} = outageDesk(steps);
  const screen = await goingBack(desk, runbook);
  await screen.shows('Enter done');
  screen.press('enter');
  await screen.shows(/Lower the TTL\s+held/);
  expect(marksOf(desk)).toEqual(['lowered', 'copied', 'raised']);
  desk.file('there', '');
  await screen.shows('r retry');
  screen.press('r');
  await screen.shows('Why again');
  screen.press('enter');
  await screen.shows('Enter done');
  screen.press('enter');
  await eventually(() => marksOf(desk)).toEqual(['lowered', 'copied', 'raised', 'lowered', 'copied']);
});

test('killed in the middle of an undo, nobody guesses: what is left to undo goes on when the run is resumed', async () => {
  const {desk, runbook} = outageDesk(steps);
  desk.file('slow', '');
  const screen = await goingBack(desk, runbook);
  await screen.shows('Enter done');
  screen.press('enter');
  await eventually(() => marksOf(desk)).toEqual(['lowered', 'copied', 'raised']);
  screen.kill('SIGKILL');
  await screen.exited;

  const again = desk.terminal(['resume']);
  await again.shows(/◀ Lower the TTL +being undone/);
  rmSync(join(desk.directory, 'slow'));
  await again.shows(/Lower the TTL\s+held/);
  expect(marksOf(desk)).toEqual(['lowered', 'copied', 'raised']);
  expect(typesOf(desk, 'lower').filter(type => type.startsWith('undo'))).toEqual([
    'undo-started',
    'undo-began',
    'undone',
    'undo-ended',
  ]);
});

test('alone, a step that was answered beforehand takes the way back that its author proposes when it fails', async () => {
  const {desk, runbook} = outageDesk(`
  - id: lower
    title: Lower the TTL
    estimate: 1s
    command: {run: [/bin/sh, -c, 'echo lowered >> marks'], cwd: "\${inputs.folder}"}
    undo: {command: {run: [/bin/sh, -c, 'echo raised >> marks'], cwd: "\${inputs.folder}"}}
  - id: copy
    title: Copy the files
    estimate: 1s
    effects: read
    confirm: {type: shop}
    on_failure: {undo_to: lower}
    command: {run: [/bin/sh, -c, 'test -e there'], cwd: "\${inputs.folder}"}
`);
  const answers = desk.file('answers.yaml', 'copy: shop\n');
  expect((await desk.lifeboat(['run', runbook, '--auto', '--answers', answers])).code).toBe(7);
  expect(marksOf(desk)).toEqual(['lowered', 'raised']);
});
