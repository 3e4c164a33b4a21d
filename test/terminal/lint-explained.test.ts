/** `lifeboat lint --explain CODE` as an author asks for it: without a file, on a terminal and for programs. */
import {expect, test} from 'vitest';
import {controlsIn, expectRefusal, makeDesk} from '../support/lifeboat.ts';
import {smallPlan} from '../support/small-runbook.ts';

test('a code is explained with an example and the same mended, from anywhere and without any file', async () => {
  const ended = await makeDesk().lifeboat(['lint', '--explain', 'destructive/ungated']);
  expect(ended).toMatchObject({code: 0, stderr: ''});
  expect(ended.stdout).toMatch(/^destructive\/ungated: an error that can be waived\n\nSomebody decides/);
  expect(ended.stdout).toContain('\n  error[destructive/ungated]: "drop_rest" is destructive');
  expect(ended.stdout).toContain('\n  +     confirm: {type: orders}\n');
  expect(ended.stdout).toContain(
    '\n    - {rule: destructive/ungated, reason: "why it is right here", until: "YYYY-MM-DD"}\n',
  );
  expect(controlsIn(ended.stdout)).toEqual([]);
});

test('the wrong and the mended text come as JSON, and are what the linter says of them', async () => {
  const desk = makeDesk();
  const {stdout} = await desk.lifeboat(['lint', '--explain', 'no-end', '--json']);
  const explained = JSON.parse(stdout);
  expect(Object.keys(explained)).toEqual([
    'code',
    'severity',
    'waivable',
    'why',
    'figure',
    'wrong',
    'printed',
    'mended',
  ]);
  expect(explained).toMatchObject({code: 'flow/no-end', severity: 'error', waivable: false, figure: null});

  desk.file('plan.yaml', smallPlan);
  desk.file('flow-no-end.yaml', explained.wrong);
  const wrong = await desk.lifeboat(['lint', 'flow-no-end.yaml']);
  expect(wrong.code).toBe(3);
  expect(wrong.stdout).toContain(explained.printed);
  desk.file('flow-no-end.yaml', explained.mended);
  expect(await desk.lifeboat(['lint', 'flow-no-end.yaml'])).toMatchObject({code: 0});
});

test('without a code all are listed', async () => {
  const {code, stdout} = await makeDesk().lifeboat(['lint', '--explain']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^flow\/no-end {2,}A run that stops without an outcome/m);
});

test('a code that is not ours, one that is several, and a file beside it are refused', async () => {
  const desk = makeDesk();
  expectRefusal(await desk.lifeboat(['lint', '--explain', 'destructive/ungatd']), 2, 'destructive/ungated');
  expectRefusal(await desk.lifeboat(['lint', '--explain', 'wrong-value']), 2, 'step/wrong-value');
  expectRefusal(await desk.lifeboat(['lint', '--explain', 'no-end', 'shop.yaml']), 2, 'looks at no file');
});

test('a code is explained as text or as JSON, and in no format that only findings have', async () => {
  const desk = makeDesk();
  for (const format of ['sarif', 'github']) {
    const asked = ['lint', '--explain', 'no-end', '--format', format];
    const ended = await desk.lifeboat(asked);
    expectRefusal(ended, 2, `A code is explained as text or as json, not as ${format}.`);
    expect(ended.stdout).toBe('');
    expectRefusal(await desk.lifeboat(['lint', '--format', format, '--explain']), 2, 'Leave out --format or --explain');
  }
  const {code, stdout} = await desk.lifeboat(['lint', '--explain', 'no-end', '--format', 'json']);
  expect({code, explained: JSON.parse(stdout).code}).toEqual({code: 0, explained: 'flow/no-end'});
});
