/** Whatever a value is, it reaches a program byte for byte, as one word or one variable, and no shell has read it. */
import {existsSync, mkdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {anyValue, secretValue, visibleValue} from '../support/any-values.ts';
import {type Desk, expectRefusal, factsOf, makeDesk} from '../support/lifeboat.ts';
import {smallPlan, smallRunbook} from '../support/small-runbook.ts';

const isCi = process.env.CI === 'true';
const runs = isCi ? 20 : 1;
const visibleInRun = 400;
const secretsInRun = 100;

/** The program of the step is the shell that copies what the kernel has of it: its words, and its variables. */
const copyWords = `'cat /proc/$$/cmdline > "$0/words"'`;
const copyVariables = (file: string): string => `'cat /proc/$$/environ > "$FOLDER/${file}"'`;

const numbered = (count: number, line: (index: number) => string): string =>
  Array.from({length: count}, (_, index) => line(index)).join('');

const runbook = smallRunbook(
  `
  - id: words
    title: Give all as words
    estimate: 1s
    command: [sh, -c, ${copyWords}, "\${inputs.folder}", "\${inputs.values}", "--one=\${inputs.one}", {json: "\${inputs.values}"}]
  - id: cut
    title: Give some in a text that is cut into words
    estimate: 1s
    command: sh -c ${copyWords.replace('words"', 'cut"')} \${inputs.folder} \${inputs.one} "\${inputs.values[0]}" '--two=\${inputs.values[1]}'
  - id: variables
    title: Give all as variables
    estimate: 1s
    command:
      run: [sh, -c, ${copyVariables('variables')}]
      env:
        FOLDER: "\${inputs.folder}"
${numbered(visibleInRun, index => `        V${index}: "\${inputs.values[${index}]}"\n`)}
  - id: secrets
    title: Give the secrets to a script
    estimate: 1s
    script:
      interpreter: [/bin/sh]
      text: |
        ${copyVariables('secrets').slice(1, -1)}
      env:
        FOLDER: "\${inputs.folder}"
${numbered(secretsInRun, index => `        T${index}: "\${inputs.s${index}}"\n`)}
  - id: input
    title: Give one on standard input
    estimate: 1s
    command: {run: [sh, -c, 'cat > "$0/input"', "\${inputs.folder}"], stdin: "\${inputs.s0}"}`,
  `inputs:
  folder: {type: path}
  one: {type: string}
  values: {type: list, of: string}
${numbered(secretsInRun, index => `  s${index}: {type: secret, from: {env: S${index}}}\n`)}`,
);

const partsOf = (folder: string, name: string): readonly Buffer[] => {
  const bytes = readFileSync(join(folder, name));
  const parts: Buffer[] = [];
  for (let from = 0, to = bytes.indexOf(0); to >= 0; from = to + 1, to = bytes.indexOf(0, from)) {
    parts.push(bytes.subarray(from, to));
  }
  return parts;
};

const variablesOf = (folder: string, name: string): ReadonlyMap<string, Buffer> =>
  new Map(
    partsOf(folder, name).map(part => {
      const at = part.indexOf('=');
      return [part.subarray(0, at).toString(), part.subarray(at + 1)] as const;
    }),
  );

type Given = {readonly values: readonly string[]; readonly one: string; readonly secrets: readonly string[]};

const runWith = async (desk: Desk, folder: string, {values, one, secrets}: Given): Promise<void> => {
  mkdirSync(folder);
  const inputs = desk.file('inputs.yaml', JSON.stringify({folder, values}));
  const env = Object.fromEntries(secrets.map((secret, index) => [`S${index}`, secret]));
  const args = ['run', 'shop-outage.yaml', '--auto', '--inputs', inputs, `--set=one=${one}`];
  const ended = await desk.lifeboat(args, {env});
  expect({code: ended.code, stderr: ended.stderr}).toEqual({code: 0, stderr: ''});
};

const bytes = (values: readonly string[]): readonly Buffer[] => values.map(value => Buffer.from(value));

test('every value is the word, the variable and the input that it was given as', {timeout: 600_000}, async () => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  desk.file('shop-outage.yaml', runbook);
  const given = fc.record({
    values: fc.array(visibleValue, {minLength: visibleInRun, maxLength: visibleInRun}),
    // An input that is empty is none, and an option cannot hold a line break without some shells' help.
    one: visibleValue.filter(value => value.trim() !== ''),
    secrets: fc.array(secretValue, {minLength: secretsInRun, maxLength: secretsInRun}),
  });
  let count = 0;
  await fc.assert(
    fc.asyncProperty(given, async ({values, one, secrets}) => {
      count += 1;
      const folder = join(desk.directory, `run-${count}`);
      await runWith(desk, folder, {values, one, secrets});

      expect(partsOf(folder, 'words').slice(4)).toEqual(bytes([...values, `--one=${one}`, JSON.stringify(values)]));
      const [first = '', second = ''] = values;
      expect(partsOf(folder, 'cut').slice(4)).toEqual(bytes([one, first, `--two=${second}`]));
      const variables = variablesOf(folder, 'variables');
      expect(values.map((_, index) => variables.get(`V${index}`))).toEqual(bytes(values));
      const told = variablesOf(folder, 'secrets');
      expect(secrets.map((_, index) => told.get(`T${index}`))).toEqual(bytes(secrets));
      expect(readFileSync(join(folder, 'input'))).toEqual(Buffer.from(secrets[0] ?? ''));
      expect([desk.directory, folder].filter(place => existsSync(join(place, 'canary')))).toEqual([]);
    }),
    // A smaller list of values says no more than the one that failed.
    {numRuns: runs, endOnFailure: true},
  );
  expect(count).toBe(runs);
});

test('a value with a zero byte is refused in words, whichever way it goes', async () => {
  const step = (action: string): string =>
    smallRunbook(
      `
  - {id: print, title: Print a zero byte, estimate: 1s, command: [printf, 'a\\0b'], outputs: {text: stdout}}
  - {id: use, title: Use it, estimate: 1s, ${action}}`,
    );
  const ways = {
    'command: [echo, "${steps.print.outputs.text}"]': 'a word of a command holds a zero byte',
    'command: {run: [env], env: {TEXT: "${steps.print.outputs.text}"}}':
      'an argument or variable holds a NUL character',
    'script: {text: env, env: {TEXT: "${steps.print.outputs.text}"}}': 'an argument or variable holds a NUL character',
    'command: {run: [pwd], cwd: "/${steps.print.outputs.text}"}': 'an argument or variable holds a NUL character',
  };
  for (const [action, reason] of Object.entries(ways)) {
    const desk = makeDesk();
    desk.file('plan.yaml', smallPlan);
    const ended = await desk.lifeboat(['run', desk.file('shop-outage.yaml', step(action)), '--auto']);
    expect({action, code: ended.code}).toEqual({action, code: 7});
    expect(factsOf(desk).find(({type}) => type === 'failed')).toMatchObject({
      step: 'use',
      reason: expect.stringContaining(reason),
    });
  }
});

test('what does not show is refused as an input in words, and a secret may hold it', async () => {
  const desk = makeDesk();
  desk.file('plan.yaml', smallPlan);
  const path = desk.file('shop-outage.yaml', smallRunbook('', 'inputs: {one: {type: string}}'));
  const hidden = fc.sample(
    anyValue.filter(value => /\p{Cc}/u.test(value.replace(/[\t\n]/g, '')) && value.trim() !== ''),
    5,
  );
  for (const value of hidden) {
    expectRefusal(await desk.lifeboat(['run', path, `--set=one=${value}`]), 2, 'holds the invisible character');
  }
});
