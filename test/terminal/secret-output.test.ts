/** A secret that a program prints: it is used, and after the run nothing on the disk has it, whatever was killed meanwhile. */
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {gateOf} from '../support/gates.ts';
import {type Desk, eventually, factsOf} from '../support/lifeboat.ts';
import {marksOf, outageDesk} from '../support/small-runbook.ts';

const token = 'tkn-7f3a9c-77';

/** Base64, so that the runbook itself does not have it. */
const printsToken = `echo ${Buffer.from(token).toString('base64')} | base64 -d`;

const steps = `
  - id: log_in
    title: Get a token
    estimate: 10s
    script:
      interpreter: [/bin/sh]
      text: |
        ${printsToken}; echo
        ${printsToken} >&2
    outputs: {token: {value: stdout, secret: true}}
  - id: use
    title: Use the token
    estimate: 10s
    script:
      interpreter: [/bin/sh]
      text: |
        cd "$FOLDER"
        echo "using $TOKEN"; echo began >> marks; read go < gate-use; echo "used $TOKEN"
      env: {TOKEN: "\${steps.log_in.outputs.token}", FOLDER: "\${inputs.folder}"}
`;

const filesBelow = (directory: string): readonly string[] =>
  readdirSync(directory, {recursive: true, withFileTypes: true}).flatMap(entry =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );

const filesWithToken = (desk: Desk): readonly string[] =>
  filesBelow(desk.state).filter(path => readFileSync(path, 'utf8').includes(token));

const outputOf = (desk: Desk, name: string): string => readFileSync(join(desk.runDirectory(), 'output', name), 'utf8');

test('the step that prints it and the step that uses it leave it in no file', async () => {
  const {desk, runbook} = outageDesk(steps);
  const gate = gateOf(desk, 'use');
  const program = desk.start(['run', runbook], {env: {XDG_RUNTIME_DIR: undefined}});
  await eventually(() => marksOf(desk)).toEqual(['began']);
  expect(outputOf(desk, 'log_in#1.log')).toBe('‹secret:log_in.token›\n‹secret:log_in.token›');
  gate.open();

  expect((await program.ended).code).toBe(0);
  expect(outputOf(desk, 'use#1.log')).toBe('using ‹secret:log_in.token›\nused ‹secret:log_in.token›\n');
  expect(filesWithToken(desk)).toEqual([]);
});

test('after a kill nobody knows it any more, so what was printed with it is withheld, and its spool is gone', async () => {
  const {desk, runbook} = outageDesk(steps);
  const gate = gateOf(desk, 'use');
  const program = desk.start(['run', runbook], {env: {XDG_RUNTIME_DIR: undefined}});
  await eventually(() => marksOf(desk)).toEqual(['began']);
  await program.kill();
  gate.open();

  expect((await desk.lifeboat(['resume'], {env: {XDG_RUNTIME_DIR: undefined}})).code).toBe(0);
  expect(factsOf(desk).find(fact => fact.type === 'succeeded' && fact.step === 'use')).toMatchObject({late: true});
  expect(outputOf(desk, 'use#1.log')).toMatch(/^‹stdout withheld: \d+ bytes that may hold a secret›\n$/);
  expect(filesWithToken(desk)).toEqual([]);
  expect((await desk.lifeboat(['verify', desk.runs()[0] ?? ''])).code).toBe(0);
});
