/** What may stand in the journal. */
import {expect, test} from 'vitest';
import type {Json} from '../../../../src/base/canonical-json.ts';
import {recordable} from '../../../../src/engine/secrets/recordable.ts';
import {hiding} from '../../../../src/engine/secrets/redact.ts';
import {failedWith, fakeRunners, printed} from '../../../support/fake-runners.ts';
import {checkStep, commandStep, endStep, instructionStep, runbookOf} from '../../../support/model.ts';
import {openEngine} from '../../../support/open-engine.ts';

const hide = hiding([{name: 'password', value: 'running'}]);
const place = {step: 'restore', attempt: 1};
const finish = endStep('finish');
const output = (value: string) => ({outputs: {all: {value, secret: false}}});

test('secrets are hidden in what people and programs say, and never in the words of the format', () => {
  const fact = recordable(
    {type: 'failed', ...place, step: 'running', reason: 'still running', then: {do: 'hold'}},
    hide,
  );
  expect(fact).toEqual({
    ok: true,
    value: {type: 'failed', ...place, step: 'running', reason: 'still ‹secret:password›', then: {do: 'hold'}},
  });
});

test('names of members and numbers can be secret too', () => {
  const number = hiding([{name: 'pin', value: '12345678'}]);
  const outputs = {seen: {running: 12345678}};
  expect(recordable({type: 'succeeded', ...place, outputs}, hide)).toMatchObject({
    value: {outputs: {seen: {'‹secret:password›': 12345678}}},
  });
  expect(recordable({type: 'succeeded', ...place, outputs}, number)).toMatchObject({
    value: {outputs: {seen: {running: '‹secret:pin›'}}},
  });
});

test('half a character becomes the sign for one', () => {
  const fact = recordable({type: 'noted', text: 'torn \ud83d'}, hide);
  expect(fact).toMatchObject({value: {text: 'torn \ufffd'}});
});

test('a long sentence is cut, in bytes as they are written', () => {
  for (const text of ['x'.repeat(40_000), '停'.repeat(40_000), '\u0001'.repeat(40_000)]) {
    const fact = recordable({type: 'unknown', ...place, cause: text}, hide);
    expect(fact.ok && Buffer.byteLength(JSON.stringify(fact.value))).toBeLessThan(4_200);
  }
});

test('findings of a drill share the place that there is', () => {
  const findings = Array.from({length: 40}, (_, index) => ({
    name: `accept:${index}`,
    ok: true,
    detail: 'y'.repeat(9_000),
  }));
  expect(recordable({type: 'drill-judged', findings, passed: true, partial: false}, hide).ok).toBe(true);
  const injects = findings.map(({detail}) => ({inject: detail, came: true}));
  expect(recordable({type: 'injects-opened', file: 'injects.yaml', sha256: '', injects}, hide).ok).toBe(true);
});

test('a question that is too long to be recorded holds its step with a sentence that says so', () => {
  const run = openEngine(runbookOf([instructionStep('read', [], {title: 'Read'}), finish]));
  expect(run.told()).toEqual(['asked read#1']);
  const long = {...instructionStep('read'), do: 'word '.repeat(9_000)};
  const held = openEngine(runbookOf([long, finish]));
  expect(held.told()).toEqual(['failed read#1, then hold']);
  expect(held.fact('failed').reason).toMatch(
    /^what is to be recorded is \d+ bytes long and 30720 fit; leave large data/,
  );
});

test('outputs that are too long together hold the step and say that it was done', async () => {
  const outputs = Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map(name => [name, {value: 'stdout', secret: false}]));
  const run = openEngine(runbookOf([commandStep('list', ['ls'], {outputs}), finish]), {
    runners: fakeRunners({verdict: () => printed('z'.repeat(7_900))}),
  });
  await run.settled();
  expect(run.told()).toEqual(['began list#1', 'failed list#1, then hold']);
  expect(run.fact('failed').reason).toMatch(/^It was done, but what is to be recorded is /);
});

test('one output that is too long says which', async () => {
  const run = openEngine(runbookOf([commandStep('list', ['ls'], output('stdout')), finish]), {
    runners: fakeRunners({verdict: () => printed('z'.repeat(9_000))}),
  });
  await run.settled();
  expect(run.fact('failed').reason).toBe(
    'It was done, but output all is longer than 8000 characters; leave large data in a file',
  );
});

test('an output that nests too deep holds the step', async () => {
  let deep: Json = 1;
  for (let level = 0; level < 40; level += 1) {
    deep = [deep];
  }
  const run = openEngine(runbookOf([commandStep('list', ['ls'], output('json')), finish]), {
    runners: fakeRunners({verdict: () => ({ok: true, scope: {exit: 0, json: deep}, certain: true})}),
  });
  await run.settled();
  expect(run.told()).toEqual(['began list#1', 'failed list#1, then hold']);
});

test('whatever a program says about itself, the fact fits', async () => {
  const reason = '"\u0007\\'.repeat(20_000);
  const run = openEngine(
    runbookOf([commandStep('list', ['ls'], {onFailure: {do: 'continue'}}), checkStep('up'), finish]),
    {
      runners: fakeRunners({verdict: () => failedWith(3, reason)}),
    },
  );
  await run.settled();
  expect(run.told()).toEqual([
    'began list#1',
    'failed list#1, then continue',
    'began up#1',
    'probed up#1 check up fails',
    'failed up#1, then hold',
  ]);
});

test('a run whose inputs do not fit is not begun, and says why', () => {
  const run = openEngine(runbookOf([finish]));
  const opening = {...run.fact('run-started'), inputs: {list: 'x'.repeat(40_000)}};
  expect(run.engine.start([opening])).toMatchObject({ok: false, reason: expect.stringContaining('bytes long')});
});
