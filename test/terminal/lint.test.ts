/** `lifeboat lint` as an author and an editor see it: the place, the excerpt, the way out, the shape of the JSON. */
import {execFileSync} from 'node:child_process';
import {symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {controlsIn, expectNoStackTrace, expectRefusal, makeDesk, shippedRunbooks} from '../support/lifeboat.ts';
import {deskWith, misspelt} from '../support/lint-desk.ts';
import {smallPlan, smallRunbook} from '../support/small-runbook.ts';

test('the shipped runbooks have no error', async () => {
  const ended = await makeDesk().lifeboat(['lint', shippedRunbooks]);
  expect(ended).toMatchObject({code: 0, stderr: ''});
  expect(ended.stdout).toMatch(/^\d+ files: 0 errors, 0 warnings\n$/);
});

test('a wrong field gets a code frame with line, column and did you mean', async () => {
  const {desk} = deskWith(smallRunbook(misspelt));
  const ended = await desk.lifeboat(['lint', 'shop-outage.yaml']);
  expect(ended.code).toBe(3);
  expect(ended.stdout.split('\n\n')[0]).toBe(`error[step/unknown-field]: a command step has no field "estimat"
  --> shop-outage.yaml:18:5
   |
18 |     estimat: 10m
   |     ^^^^^^^
   = hint: did you mean "estimate"?`);
  expect(ended.stdout).toMatch(/2 files: \d+ errors?, 0 warnings\n$/);
  expectNoStackTrace(ended);
});

test('the same as JSON, in the shape that editors and scripts rely on', async () => {
  const {desk, path} = deskWith(smallRunbook(misspelt));
  const ended = await desk.lifeboat(['lint', '--json', path]);
  expect(ended.code).toBe(3);
  const report = JSON.parse(ended.stdout);
  expect(Object.keys(report)).toEqual(['ok', 'findings']);
  expect(report.ok).toBe(false);
  expect(report.findings[0]).toEqual({
    code: 'step/unknown-field',
    severity: 'error',
    file: 'shop-outage.yaml',
    line: 18,
    column: 5,
    endLine: 18,
    endColumn: 12,
    message: 'a command step has no field "estimat"',
    hint: 'did you mean "estimate"?',
  });
});

test('a sound folder is sound in JSON too, by either name of the option', async () => {
  const {desk} = deskWith(smallRunbook(''));
  for (const option of ['--json', '--format=json']) {
    const ended = await desk.lifeboat(['lint', option, desk.directory]);
    expect(ended).toMatchObject({code: 0, stderr: '', stdout: '{"ok":true,"findings":[]}\n'});
  }
});

test('every file of a folder is looked at, and one that is invalid hides no other', async () => {
  const {desk} = deskWith(smallRunbook(misspelt));
  desk.file('broken.yaml', 'format: [');
  desk.file('plan.yaml', smallPlan.replace('phone', 'emial'));
  const {code, stdout} = await desk.lifeboat(['lint', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).ok).toBe(true);

  const folder = await desk.lifeboat(['lint', '--json', desk.directory]);
  const files = JSON.parse(folder.stdout).findings.map(({file}: {readonly file: string}) => file);
  expect(new Set(files)).toEqual(new Set(['plan.yaml', 'broken.yaml', 'shop-outage.yaml']));
});

test('what cannot be read as a text is told with its name, hides no other file, and nothing waits for it', async () => {
  const {desk} = deskWith(smallRunbook(misspelt));
  execFileSync('mkfifo', [join(desk.directory, 'pipe.yaml')]);
  symlinkSync('loop.yaml', join(desk.directory, 'loop.yaml'));
  writeFileSync(join(desk.directory, 'latin-1.yaml'), Buffer.from('title: Gr\xfcn\n', 'latin1'));
  desk.file('dump.yaml', 'x'.repeat(3_000_000));
  const ended = await desk.lifeboat(['lint', '--json', desk.directory]);
  expect(ended).toMatchObject({code: 3, stderr: ''});
  const found = JSON.parse(ended.stdout).findings.map(
    ({file, code, line, column, message}: Readonly<Record<string, string>>) =>
      `${file}:${line}:${column} ${code} ${message}`,
  );
  expect(found).toEqual([
    'dump.yaml:1:1 yaml/too-large this file is longer than 256 KiB',
    'latin-1.yaml:1:10 yaml/encoding the byte 0xfc here is no UTF-8',
    'loop.yaml:1:1 yaml/unreadable this file cannot be read: its links lead round in a circle',
    'pipe.yaml:1:1 yaml/unreadable this file cannot be read: it is a pipe',
    expect.stringContaining('shop-outage.yaml:18:5 step/unknown-field'),
    ...found.slice(5),
  ]);
  const pipe = await desk.lifeboat(['lint', 'pipe.yaml']);
  expect(pipe.stdout).toContain('error[yaml/unreadable]: this file cannot be read: it is a pipe');
  expectRefusal(await desk.lifeboat(['run', 'latin-1.yaml']), 3, /error\[yaml\/encoding\][\s\S]*latin-1\.yaml:1:10/);
});

test('a path that is not there and a format that nobody knows are refused', async () => {
  const desk = makeDesk();
  expectRefusal(await desk.lifeboat(['lint', 'nowhere.yaml']), 2, 'nowhere.yaml does not exist.');
  expectRefusal(await desk.lifeboat(['lint', '--format', 'xml', join(shippedRunbooks, 'plan.yaml')]), 2, /xml/);
});

test('control characters of a file do not reach the terminal', async () => {
  const {desk} = deskWith(
    smallRunbook(`
  - id: copy
    title: "\\e[2J"
    "\u009b31m": 1
    command: [cp]
`),
  );
  const ended = await desk.lifeboat(['lint', desk.directory]);
  expect(ended.code).toBe(3);
  expect(controlsIn(ended.stdout)).toEqual([]);
});

test('for a code host as SARIF, and for a pull request as annotations, with the same exit code', async () => {
  const {desk} = deskWith(smallRunbook(misspelt));
  const sarif = await desk.lifeboat(['lint', 'shop-outage.yaml', '--format', 'sarif']);
  expect(sarif.code).toBe(3);
  expect(JSON.parse(sarif.stdout).runs[0].results[0]).toMatchObject({
    ruleId: 'step/unknown-field',
    locations: [{physicalLocation: {artifactLocation: {uri: 'shop-outage.yaml'}, region: {startLine: 18}}}],
  });
  const annotated = await desk.lifeboat(['lint', 'shop-outage.yaml', '--format', 'github']);
  expect(annotated.code).toBe(3);
  expect(annotated.stdout.split('\n')[0]).toBe(
    '::error file=shop-outage.yaml,line=18,endLine=18,col=5,endColumn=12,title=step/unknown-field::a command step has no field "estimat" (did you mean "estimate"?)',
  );
  expectRefusal(await desk.lifeboat(['lint', '--format', 'xml']), 2, /Allowed choices are text, json, sarif, github/);
});

test('an estimate that the last runs contradict is a warning, where their records are', async () => {
  const {desk, path} = deskWith(
    smallRunbook(misspelt.replace('estimat: 10m', 'estimate: 10m').replace(/command: .*/, 'command: "true"')),
  );
  for (const _run of ['once', 'twice']) {
    expect((await desk.lifeboat(['run', path, '--auto'])).code).toBe(0);
    expect((await desk.lifeboat(['lint', path])).stdout).toMatch(/0 errors, 0 warnings\n$/);
  }
  expect((await desk.lifeboat(['run', path, '--auto'])).code).toBe(0);
  const ended = await desk.lifeboat(['lint', path]);
  expect(ended.code).toBe(0);
  expect(ended.stdout).toMatch(
    /warning\[estimate\/contradicted\]: "copy" took .*, the middle of 3 incidents; the estimate is 10 min/,
  );
});

test('rehearsals that a file answered say nothing of how long people take', async () => {
  const asked = '  - {id: tell, title: Tell the team, estimate: 10m, instruction: Call them.}';
  const {desk, path} = deskWith(smallRunbook(asked));
  const answers = desk.file('answers.yaml', 'tell: done\n');
  for (const _run of ['once', 'twice', 'three times']) {
    expect((await desk.lifeboat(['run', path, '--auto', '--answers', answers])).code).toBe(0);
  }
  expect((await desk.lifeboat(['lint', path])).stdout).toMatch(/0 errors, 0 warnings\n$/);
});

test('the proof sheet says of one runbook what holds on every way; of one with errors its findings are said', async () => {
  const sound = await makeDesk().lifeboat(['lint', '--proof', `${shippedRunbooks}/deletion/accidental-deletion.yaml`]);
  expect(sound.code).toBe(0);
  expect(sound.stdout).toContain('  proved      Every way comes to an end');
  const {desk, path} = deskWith(smallRunbook(misspelt));
  const wrong = await desk.lifeboat(['lint', '--proof', path]);
  expect(wrong.code).toBe(3);
  expect(wrong.stdout).toContain('error[step/unknown-field]');
  expectRefusal(await desk.lifeboat(['lint', '--proof', '.']), 2, 'A proof is of one runbook.');
  for (const format of ['sarif', 'github']) {
    const refused = await desk.lifeboat(['lint', '--proof', '--format', format, path]);
    expectRefusal(refused, 2, `A proof is printed as text or as json, not as ${format}.`);
    expect(refused.stdout).toBe('');
  }
  const json = await makeDesk().lifeboat([
    'lint',
    '--proof',
    '--json',
    `${shippedRunbooks}/deletion/accidental-deletion.yaml`,
  ]);
  expect(JSON.parse(json.stdout)).toMatchObject({
    runbook: 'accidental-deletion',
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test('the lines below the findings say how one learns why', async () => {
  const {desk} = deskWith(smallRunbook(misspelt));
  const {stdout} = await desk.lifeboat(['lint', 'shop-outage.yaml']);
  expect(stdout).toMatch(/\n\nWhy, and how it is mended: .*lint --explain step\/unknown-field\n2 files: /);
});
