/** What the engine may rely on, whoever stands behind the port `Runners`. */
import {beforeEach, expect, test} from 'vitest';
import type {PerformRequest, ResolvedAction, Runners} from '../../src/engine/actions/runner.ts';

/** Actions that a host of runners can do, in its own terms. */
export type RunnerBench = {
  readonly runners: Runners;
  /** Ends well and prints the text as one line. */
  readonly printing: (text: string) => ResolvedAction;
  /** Ends with exit code 3. */
  readonly failing: ResolvedAction;
  /** Cannot be started at all. */
  readonly missing: ResolvedAction;
  /** Does not end by itself. */
  readonly endless: ResolvedAction;
};

/** Holds runners to the contract; `open` brings fresh ones and cleans up after the test. */
export const keepsRunnerContract = (open: () => RunnerBench): void => {
  let bench: RunnerBench;
  beforeEach(() => {
    bench = open();
  });

  test('an action that ends well has its exit code and what it printed, and was seen to start', async () => {
    let startedBefore = false;
    const performed = await bench.runners.perform(request(bench.printing('17 rows')), child => {
      startedBefore = child.pid > 0 && child.startTicks !== '';
    });

    expect(performed).toMatchObject({ok: true, certain: true, scope: {exit: 0, stdout: '17 rows', stderr: ''}});
    expect(performed.output).toMatchObject({file: 'output/restore+put_back#1.log', bytes: 8});
    expect(startedBefore).toBe(true);
    expect(bench.runners.output(attempt)).toEqual(['17 rows']);
  });

  test('an action that fails is known to have failed', async () => {
    const performed = await bench.runners.perform(request(bench.failing), () => undefined);

    expect(performed).toMatchObject({ok: false, certain: true, scope: {exit: 3}});
    expect(performed.reason).toContain('exit code 3');
  });

  test('an action that cannot be started has certainly not happened', async () => {
    const performed = await bench.runners.perform(request(bench.missing), () => expect.unreachable());

    expect(performed).toMatchObject({ok: false, certain: true, scope: {}});
  });

  test('an action that is over its time is ended, and nobody claims to know what it did', async () => {
    const performed = await bench.runners.perform({...request(bench.endless), timeoutMs: 50}, () => undefined);

    expect(performed).toMatchObject({ok: false, certain: false});
    expect(performed.scope).not.toHaveProperty('exit');
  });

  test('a secret is in no output that is kept or shown', async () => {
    const secrets = [{name: 'TOKEN', value: 'abcdef-123456'}];
    const performed = await bench.runners.perform(
      {...request(bench.printing('abcdef-123456')), secrets},
      () => undefined,
    );

    expect(bench.runners.output(attempt)).toEqual(['‹secret:TOKEN›']);
    expect(performed.scope).toMatchObject({stdout: 'abcdef-123456'});
  });

  test('a probe has an answer and leaves no output', async () => {
    const performed = await bench.runners.perform({...request(bench.printing('t')), use: 'probe'}, () => undefined);

    expect(performed.scope).toMatchObject({stdout: 't'});
    expect(performed.output).toBeUndefined();
  });

  test('who listens is told of new output', async () => {
    let calls = 0;
    bench.runners.onOutput(() => {
      calls += 1;
    });
    await bench.runners.perform(request(bench.printing('17 rows')), () => undefined);

    expect(calls).toBeGreaterThan(0);
  });
};

const attempt = {run: '20261123t001957z-deletion-k7q2xw', step: 'restore/put_back', attempt: 1};

const request = (action: ResolvedAction): PerformRequest => ({
  attempt,
  action,
  timeoutMs: 20_000,
  secrets: [],
  use: 'action',
});
