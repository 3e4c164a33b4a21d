/** `lifeboat approve` where somebody sits: the words come first, and only the word itself signs. */
import {expect, test} from 'vitest';
import {driveRun} from '../support/driven-run.ts';
import {outageDesk} from '../support/small-runbook.ts';
import {makeSshKey} from '../support/ssh-keys.ts';
import type {Terminal} from '../support/terminal.ts';

/** An approver who reads what a run asks, in a terminal of their own. */
const approver = async () => {
  const {desk, runbook} = outageDesk(`
  - id: go
    title: Go on
    approval: {ask: "Switch the shop over?", from: [approver]}
`);
  const run = driveRun(desk, ['run', runbook, '--as', 'Ada Lovelace']);
  const challenge = String((await run.hears({type: 'asked', step: 'go'})).challenge);
  await run.close();
  const key = makeSshKey(desk.directory, 'grace').file;
  return async (answer: (terminal: Terminal) => void) => {
    const terminal = desk.terminal(['approve', challenge, '--key', key], {columns: 120});
    await terminal.shows('| Switch the shop over?');
    await terminal.shows('Type approve to sign it, anything else to leave it:');
    answer(terminal);
    const {code} = await terminal.exited;
    const said = terminal.scrollback().join('\n');
    return {code, isSigned: said.includes('Send this back'), saysNot: said.includes('Nothing was signed.')};
  };
};

test('Ctrl-C signs nothing and ends with 130, also in the middle of the word', async () => {
  const answers = await approver();

  expect(await answers(terminal => terminal.press('ctrl-c'))).toEqual({code: 130, isSigned: false, saysNot: true});
  expect(
    await answers(terminal => {
      terminal.type('approve');
      terminal.press('ctrl-c');
    }),
  ).toEqual({code: 130, isSigned: false, saysNot: true});
});

test('the word signs, another leaves it, and so does the end of the input', async () => {
  const answers = await approver();

  expect(await answers(terminal => terminal.type('yes\r'))).toEqual({code: 6, isSigned: false, saysNot: true});
  expect(await answers(terminal => terminal.type('\x04'))).toEqual({code: 6, isSigned: false, saysNot: true});
  expect(await answers(terminal => terminal.type('approve\r'))).toEqual({code: 0, isSigned: true, saysNot: false});
});
