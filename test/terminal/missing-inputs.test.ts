/** Inputs that nobody gave, on a terminal with a person at it, and where there is none. */
import {expect, test} from 'vitest';
import {expectRefusal, factsOf, makeDesk} from '../support/lifeboat.ts';
import {smallPlan, smallRunbook} from '../support/small-runbook.ts';

const desk = (password = 'password: {type: secret, ask: "Which password?"}') => {
  const inputs = `inputs:
  word: {type: string, ask: "Which word?"}
  ${password}`;
  const made = makeDesk();
  made.file('plan.yaml', smallPlan);
  const ask = `
  - id: look
    title: Look
    instruction: "Say \${inputs.word}."
`;
  return {made, runbook: made.file('shop-outage.yaml', smallRunbook(ask, inputs))};
};

test('the screen gives way to the questions and comes back; a secret is never seen', async () => {
  const {made, runbook} = desk();
  const terminal = made.terminal(['run', runbook]);
  await terminal.shows('Which word? [word]:');
  expect(terminal.isAlternateScreen()).toBe(false);
  terminal.type('lamp');
  terminal.press('enter');
  await terminal.shows('Which password? [password] (not shown)');
  terminal.type('hunter2');
  terminal.press('enter');
  await terminal.shows('Say lamp.');
  await terminal.shows('Enter done');
  expect(terminal.isAlternateScreen()).toBe(true);
  terminal.press('enter');
  await terminal.shows('q quit');
  terminal.press('q');
  expect((await terminal.exited).code).toBe(0);
  expect(terminal.scrollback().join('\n')).not.toContain('hunter2');
  expect(factsOf(made)[0]).toMatchObject({inputs: {word: 'lamp'}, secrets: ['password']});
});

test('on a plain terminal they are asked for too; Ctrl-C gives up, says how else, and leaves no run', async () => {
  const {made, runbook} = desk();
  const terminal = made.terminal(['run', runbook, '--plain']);
  await terminal.shows('Which word? [word]:');
  terminal.press('ctrl-c');
  expect((await terminal.exited).code).toBe(130);
  expect(terminal.scrollback().join('\n')).toContain('Input "word" is missing: Which word?');
  expect(made.runs()).toEqual([]);
});

test('what is missing and what does not fit is told at once, also in a dry run and after giving up in between', async () => {
  const made = makeDesk();
  made.file('plan.yaml', smallPlan);
  const inputs = `inputs:
  host: {type: hostname}
  many: {type: integer}
  word: {type: string}`;
  const runbook = made.file('shop-outage.yaml', smallRunbook('', inputs));
  for (const options of [[], ['--dry-run']]) {
    const {code, stderr} = await made.lifeboat(['run', runbook, '--set', 'many=lots', ...options]);
    expect(code).toBe(2);
    expect(stderr.match(/^lifeboat: Input "\w+"/gm)).toEqual(
      ['host', 'many', 'word'].map(name => `lifeboat: Input "${name}"`),
    );
  }
  const terminal = made.terminal(['run', runbook, '--set', 'many=3', '--plain']);
  await terminal.shows('host [host]:');
  terminal.type('db-1\r');
  await terminal.shows('word [word]:');
  terminal.press('ctrl-d');
  expect((await terminal.exited).code).toBe(2);
  expect(
    terminal
      .scrollback()
      .join('\n')
      .match(/Input "\w+" is missing/g),
  ).toEqual(['Input "word" is missing']);
});

test('Ctrl-C at a question is told from the end of the input, on the screen and in a dry run too', async () => {
  const {made, runbook} = desk();
  for (const [options, code, key] of [
    [[], 130, 'ctrl-c'],
    [['--dry-run'], 130, 'ctrl-c'],
    [['--dry-run'], 2, 'ctrl-d'],
  ] as const) {
    const terminal = made.terminal(['run', runbook, ...options]);
    await terminal.shows('Which word? [word]:');
    terminal.press(key);
    expect((await terminal.exited).code).toBe(code);
  }
  expect(made.runs()).toEqual([]);
});

test('where nobody can be asked it is a refusal with the ways to give it', async () => {
  const {made, runbook} = desk();
  const refused = await made.lifeboat(['run', runbook]);
  expectRefusal(refused, 2, 'Input "word" is missing: Which word?');
  expect(refused.stderr).toBe(
    [
      'lifeboat: Input "word" is missing: Which word?',
      '  Give it with --set word=…, or give it in a file with --inputs FILE.',
      'lifeboat: Input "password" is missing: Which password?',
      '  Give it in a file with --inputs FILE (mode 0600); not with --set, since everybody on this host can read the words of a command.',
      '',
    ].join('\n'),
  );
  const terminal = made.terminal(['run', runbook, '--auto']);
  expect((await terminal.exited).code).toBe(2);
});

test('a secret is in no record: who goes on at a terminal is asked for it again, also where it could have been left out', async () => {
  const {made, runbook} = desk('password: {type: secret, optional: true, ask: "Which password?", from: {env: CODE}}');
  const held = await made.lifeboat(['run', runbook, '--set', 'word=lamp', '--auto'], {env: {CODE: 'hunter2'}});
  expect(held.code).toBe(7);
  expectRefusal(await made.lifeboat(['resume']), 2, 'Input "password" is missing: Which password?');

  const terminal = made.terminal(['resume']);
  await terminal.shows(/One input is missing. What was recorded of run\s+\S+\s+is safe; Ctrl-C gives up\./);
  await terminal.shows('Which password? [password] (not shown)');
  terminal.type('hunter2');
  terminal.press('enter');
  await terminal.shows('Enter done');
  expect(terminal.isAlternateScreen()).toBe(true);
  terminal.press('enter');
  await terminal.shows('q quit');
  terminal.press('q');
  expect((await terminal.exited).code).toBe(0);
  expect(terminal.scrollback().join('\n')).not.toContain('hunter2');
});

test('a secret that was left out when the run began is not asked for when it goes on', async () => {
  const {made, runbook} = desk('password: {type: secret, optional: true, ask: "Which password?"}');
  expect((await made.lifeboat(['run', runbook, '--set', 'word=lamp', '--auto'])).code).toBe(7);
  expect(factsOf(made)[0]).toMatchObject({secrets: []});
  expect((await made.lifeboat(['resume', '--auto'])).code).toBe(7);
});
