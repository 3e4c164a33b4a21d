/** A secret that is typed on the plain face of a terminal is seen nowhere, and the terminal echoes again afterwards. */

import {join} from 'node:path';
import {expect, test} from 'vitest';
import {contentOf} from '../support/processes.ts';
import {outageDesk} from '../support/small-runbook.ts';

test('while a secret is asked for nothing that is typed is shown, and afterwards it is again', async () => {
  const {desk, runbook} = outageDesk(`
  - {id: token, title: Token, input: {ask: Which token?, type: secret}}
  - {id: use, title: Use, estimate: 1s, command: {run: "true", env: {TOKEN: "\${steps.token.outputs.value}"}}}
  - {id: look, title: Look, instruction: Look around.}`);
  const terminal = desk.terminal(['run', runbook, '--plain']);
  await terminal.shows('What you type is not shown until the secret is given.');
  terminal.type('value hunter-2-hunter');
  terminal.press('enter');
  await terminal.shows('Look around.');
  terminal.type('note seen again');
  terminal.press('enter');
  await terminal.shows('The note of');
  terminal.type('done');
  terminal.press('enter');
  expect((await terminal.exited).code).toBe(0);
  const seen = terminal.scrollback().join('\n');
  expect(seen).not.toContain('hunter-2');
  expect(seen).toContain('note seen again');
  expect(contentOf(join(desk.runDirectory(), 'journal.jsonl'))).not.toContain('hunter-2');
});
