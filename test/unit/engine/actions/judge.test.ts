/** What counts as passed, as failed, and as no answer at all. */
import {describe, expect, test} from 'vitest';
import {failsEarly, judgeAction, judgeProbe, stepValues} from '../../../../src/engine/actions/judge.ts';
import type {Performed} from '../../../../src/engine/actions/runner.ts';
import {createValues} from '../../../../src/engine/values/values.ts';
import {outlineOf} from '../../../../src/machine/outline.ts';
import {notStarted} from '../../../../src/run/fold.ts';
import {done, failedWith, lost, printed} from '../../../support/fake-runners.ts';
import {commandStep, input, probe, runbookOf} from '../../../support/model.ts';

const runbook = runbookOf([commandStep('count')], {inputs: input('password', 'secret')});
const values = () =>
  createValues({
    runbook,
    state: notStarted(outlineOf(runbook)),
    inputs: {password: 'hunter-hunter'},
    lab: {},
    nowIso: () => '2026-11-01T03:00:00.000Z',
  });
const rows = (...list: {readonly [name: string]: number}[]): Performed => ({
  ok: true,
  scope: {rows: list, row_count: list.length},
  certain: true,
});

describe('a probe without a condition', () => {
  const verdict = (performed: Performed, negated = false) => {
    const {ok, error} = judgeProbe(probe('seen', {negated}), performed, values());
    return error ? 'no answer' : ok ? 'passes' : 'fails';
  };
  test('passes with exit code 0 and says no with 1, as test and grep do; "not" turns that around', () => {
    expect([verdict(done), verdict(failedWith(1))]).toEqual(['passes', 'fails']);
    expect([verdict(done, true), verdict(failedWith(1), true)]).toEqual(['fails', 'passes']);
  });
  test('gives no answer when it could not be asked, also under "not"', () => {
    for (const performed of [failedWith(2), failedWith(127), failedWith(137), lost(), {...lost(), certain: true}]) {
      expect([verdict(performed), verdict(performed, true)]).toEqual(['no answer', 'no answer']);
    }
  });
});

test('a condition of a probe looks at what came back, also at an exit code that is not 0', () => {
  const judged = (expect: string, performed: Performed) => judgeProbe(probe('seen', {expect}), performed, values());
  expect(judged('exit == 3', failedWith(3)).ok).toBe(true);
  expect(judged('rows[0].n == 2', rows({n: 2}))).toEqual({ok: true, detail: '{"n":2}'});
  expect(judged('rows[0].n == 2', rows({n: 1}))).toEqual({ok: false, detail: '{"n":1}'});
  expect(judged('rows[0].missing == 2', rows({n: 1}))).toMatchObject({ok: false, error: true});
  expect(judged('rows[0].n == 2', lost('the server is down'))).toEqual({
    ok: false,
    detail: 'the server is down',
    error: true,
  });
});

test('a probe may say that waiting is useless', () => {
  const failing = probe('seen', {failWhen: 'exit == 9'});
  expect(failsEarly(failing, failedWith(9), values())).toBe(true);
  expect(failsEarly(failing, failedWith(8), values())).toBe(false);
  expect(failsEarly(failing, lost(), values())).toBe(false);
});

test('an action is judged by its condition, or by its own word', () => {
  expect(judgeAction({}, failedWith(3), values())).toEqual({ok: false, detail: 'it ended with exit code 3'});
  expect(judgeAction({expect: 'exit == 3'}, failedWith(3), values()).ok).toBe(true);
  expect(judgeAction({expect: 'exit == 0'}, failedWith(3), values())).toEqual({
    ok: false,
    detail: 'it ended with exit code 3 (expected was exit == 0)',
  });
  expect(judgeAction({expect: 'exit == 3'}, {...lost('psql was not found'), certain: true}, values())).toEqual({
    ok: false,
    detail: 'psql was not found',
  });
});

test('details are one short line, and a secret is hidden before it is cut', () => {
  const {detail} = judgeProbe(probe('seen'), printed(`${'x'.repeat(285)}hunter-hunter\nmore`), values());
  expect(detail).not.toContain('hunt');
  expect(Buffer.byteLength(detail)).toBeLessThanOrEqual(300);
});

test('an output that only turns out to hold a secret is kept like one that was declared so', () => {
  const kept = values();
  const outputs = {
    greeting: {value: "'hello ' + inputs.password", secret: false},
    token: {value: 'stdout', secret: true},
    count: {value: '17', secret: false},
  };
  expect(stepValues({id: 'count', outputs}, {stdout: 'abc-123-def'}, kept)).toEqual({
    ok: true,
    value: {outputs: {count: 17}},
  });
  expect(kept.hide('abc-123-def said hello hunter-hunter')).toBe('‹secret:count.token› said hello ‹secret:password›');
});

test('a recovery point must be a time that is the same on every host', () => {
  const point = (recoveryPoint: string) => stepValues({id: 'count', outputs: {}, recoveryPoint}, {}, values());
  expect(point("'2026-11-01T02:59:59Z'")).toMatchObject({value: {recoveryPoint: '2026-11-01T02:59:59.000Z'}});
  expect(point("'2026-11-01 03:59:59.25+01'")).toMatchObject({value: {recoveryPoint: '2026-11-01T02:59:59.250Z'}});
  expect(point("'Sun Nov  1 02:59:59 UTC 2026'")).toMatchObject({value: {recoveryPoint: '2026-11-01T02:59:59.000Z'}});
  const reason = 'recovery_point: it is no time with an offset, like 2026-11-24T02:47:00Z';
  expect(point("'yesterday'")).toEqual({ok: false, reason});
  expect(point("'2026-11-01T02:59:59'")).toEqual({ok: false, reason});
  expect(point("'2026-11-01'")).toEqual({ok: false, reason});
  expect(point('17')).toEqual({ok: false, reason});
  expect(point("'2026-02-30T02:59:59Z'")).toEqual({
    ok: false,
    reason: 'recovery_point: it is no time that exists',
  });
});
