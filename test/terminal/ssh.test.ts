/** A runbook that acts on another host: what is recorded, and that a kill here loses nothing there. */
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {eventually, factsOf, makeDesk, typesOf} from '../support/lifeboat.ts';
import {contentOf} from '../support/processes.ts';
import {smallPlan, smallRunbook} from '../support/small-runbook.ts';
import {sshServer} from '../support/ssh-server.ts';

const steps = `
  - id: copy
    title: Copy the files
    estimate: 1m
    script:
      text: |
        echo "began as $LIFEBOAT_STEP" >> "$FOLDER/marks"
        while ! test -e "$FOLDER/go"; do sleep 0.1; done
        echo "copied with $TOKEN"
      env: {FOLDER: "\${inputs.folder}", TOKEN: "\${inputs.token}"}
    expect: "exit == 0"
    verify: [{command: [test, -e, "\${inputs.folder}/go"]}]
`;

test('after a kill here the program goes on there, and the resumed run takes its end', async () => {
  const server = await sshServer();
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  const inputs = `inputs: {folder: {type: path, default: ${desk.directory}}, token: {type: secret, from: {env: TOKEN}}}`;
  const text = smallRunbook(steps, inputs).replace(
    '{role: db_operator}',
    `{role: db_operator, on: {ssh: ${server.host}}}`,
  );
  const runbook = desk.file('shop-outage.yaml', text);
  const env = {PATH: server.path, TOKEN: 'sesame-opens-42'};
  const program = desk.start(['run', runbook, '--auto'], {env});
  await eventually(() => contentOf(join(desk.directory, 'marks'))).toBe('began as copy\n');
  await program.kill();
  desk.file('go', '');

  expect(await desk.lifeboat(['resume'], {env})).toMatchObject({code: 0, stderr: ''});
  expect(contentOf(join(desk.directory, 'marks'))).toBe('began as copy\n');
  expect(typesOf(desk, 'copy').filter(type => type === 'began')).toHaveLength(1);
  expect(factsOf(desk).find(({type}) => type === 'began')).toMatchObject({shown: {kind: 'script', on: server.host}});
  expect(contentOf(join(desk.runDirectory(), 'output', 'copy#1.log'))).toBe('copied with ‹secret:token›\n');
  expect(contentOf(join(desk.runDirectory(), 'journal.jsonl'))).not.toContain('sesame-opens');
});

test('a connection that breaks holds the run as unknown', async () => {
  const server = await sshServer();
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  const inputs = `inputs: {folder: {type: path, default: ${desk.directory}}, token: {type: string, default: none}}`;
  const text = smallRunbook(steps.replace('script:', `script:\n      on: {ssh: ${server.host}}`), inputs);
  const program = desk.start(['run', desk.file('shop-outage.yaml', text), '--auto'], {env: {PATH: server.path}});
  await eventually(() => contentOf(join(desk.directory, 'marks'))).toBe('began as copy\n');
  server.cut();

  const ended = await program.ended;
  expect(ended.code).toBe(7);
  expect(ended.stdout).toContain('a person is needed for copy (unknown)');
  expect(factsOf(desk).find(({type}) => type === 'unknown')).toMatchObject({
    cause: expect.stringContaining(`the connection to ${server.host} broke while`),
  });
});
