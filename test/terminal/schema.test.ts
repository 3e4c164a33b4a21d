/** `lifeboat schema` of the bundle: what an author keeps beside runbooks for the editor. */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {expectRefusal, makeDesk} from '../support/lifeboat.ts';

const kept = (described: string): string =>
  readFileSync(join(import.meta.dirname, `../../docs/reference/${described}.schema.json`), 'utf8');

test('the schema of runbooks is printed unless another one is asked for', async () => {
  const desk = makeDesk();

  expect(await desk.lifeboat(['schema'])).toMatchObject({code: 0, stdout: kept('runbook'), stderr: ''});
  expect(await desk.lifeboat(['schema', 'runbook'])).toMatchObject({code: 0, stdout: kept('runbook'), stderr: ''});
  expect(await desk.lifeboat(['schema', 'injects'])).toMatchObject({code: 0, stdout: kept('injects'), stderr: ''});
  expect(await desk.lifeboat(['schema', 'plan'])).toMatchObject({code: 0, stdout: kept('plan'), stderr: ''});
});

test('there is no schema of anything else', async () => {
  expectRefusal(await makeDesk().lifeboat(['schema', 'journal']), 2, /journal.*runbook, plan, injects/);
});
