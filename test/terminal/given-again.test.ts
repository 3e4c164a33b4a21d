/** A secret that somebody typed in a step is gone when the program is killed: whoever goes on gives it again, on every face. */
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {driveRun} from '../support/driven-run.ts';
import {type Desk, factsOf} from '../support/lifeboat.ts';
import {contentOf} from '../support/processes.ts';
import {marksOf, outageDesk} from '../support/small-runbook.ts';

const token = 'hunter-2-hunter';

const steps = `
  - {id: token, title: Token of the console, input: {ask: Which token?, type: secret}}
  - {id: look, title: Look, instruction: Look around.}
  - id: log_in
    title: Log in
    estimate: 1s
    script:
      interpreter: [/bin/sh]
      text: cd "$FOLDER"; echo "$TOKEN" | wc -c >> marks
      env: {TOKEN: "\${steps.token.outputs.value}", FOLDER: "\${inputs.folder}"}
`;

/** The token was typed, and the program is killed while somebody looks around. */
const killedRun = async (): Promise<Desk> => {
  const {desk, runbook} = outageDesk(steps);
  const run = driveRun(desk, ['run', runbook]);
  await run.hears({type: 'asked', step: 'token'});
  run.send({intent: 'answer', step: 'token', value: token});
  await run.hears({type: 'asked', step: 'look'});
  await run.started.kill();
  return desk;
};

/** Logged in once, with the whole token, and nothing of it stands in the record. */
const expectLoggedIn = (desk: Desk): void => {
  expect(marksOf(desk).map(line => line.trim())).toEqual([String(token.length + 1)]);
  expect(factsOf(desk).at(-2)).toMatchObject({type: 'run-ended', outcome: 'recovered'});
  expect(contentOf(join(desk.runDirectory(), 'journal.jsonl'))).not.toContain(token);
};

test('on the screen Enter opens a line in which it is not seen, and the step goes on', async () => {
  const desk = await killedRun();
  const terminal = desk.terminal(['resume', '--continue']);
  await terminal.shows('Look around.');
  await terminal.shows('Enter done');
  terminal.press('enter');
  await terminal.shows('Give a secret again');
  await terminal.shows('Token of the console');
  await terminal.shows('Enter give it');
  terminal.press('enter');
  await terminal.shows('Token of the console');
  terminal.type(token);
  await terminal.shows('*'.repeat(token.length));
  terminal.press('enter');
  await terminal.shows('q quit');
  terminal.press('q');
  expect((await terminal.exited).code).toBe(0);
  expectLoggedIn(desk);
});

test('on the plain face it is typed behind "give", unseen', async () => {
  const desk = await killedRun();
  const terminal = desk.terminal(['resume', '--plain'], {columns: 160});
  await terminal.shows('Look around.');
  terminal.type('done');
  terminal.press('enter');
  await terminal.shows('"give SECRET"');
  await terminal.shows('What you type is not shown until the secret is given.');
  terminal.type(`give ${token}`);
  terminal.press('enter');
  expect((await terminal.exited).code).toBe(0);
  expect(terminal.scrollback().join('\n')).not.toContain(token);
  expectLoggedIn(desk);
});

test('another program is told which secret is lacking, and gives it', async () => {
  const desk = await killedRun();
  const run = driveRun(desk, ['resume']);
  await run.hears({type: 'session-opened', session: 2});
  run.send({intent: 'done', step: 'look'});
  await run.hears({type: 'lacking', step: 'log_in', lacks: [{step: 'token', name: 'value'}]});
  await expect
    .poll(() => run.said().at(-1))
    .toMatchObject({
      type: 'wanted',
      prompts: [{step: 'log_in', kind: 'secret', lacks: {step: 'token', name: 'value', ask: 'Token of the console'}}],
    });
  run.send({intent: 'give', step: 'log_in', value: token});
  expect((await run.started.ended).code).toBe(0);
  expectLoggedIn(desk);
});

test('what was answered beforehand is had from the same file again', async () => {
  const desk = await killedRun();
  const answers = desk.file('answers.yaml', `token: ${token}\nlook: done\n`);
  expect((await desk.lifeboat(['resume', '--answers', answers])).code).toBe(0);
  expectLoggedIn(desk);
});

test('where nobody can give it the run is left, and nothing has begun', async () => {
  const desk = await killedRun();
  const answers = desk.file('answers.yaml', 'look: done\n');
  const {code, stderr, stdout} = await desk.lifeboat(['resume', '--answers', answers]);
  expect(code).toBe(7);
  expect(`${stdout}${stderr}`).toContain('WAITS FOR A SECRET that is gone with the program that knew it');
  expect(marksOf(desk)).toEqual([]);
});
