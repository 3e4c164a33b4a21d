/** What a drill's verdict rests on beside its oracle. */
import {expect, test} from 'vitest';
import {hasOnlyActedDestruction} from '../../../src/cli/judge-drill.ts';
import {branch, commandStep, decisionStep, endStep, runbookOf} from '../../support/model.ts';
import {openEngine} from '../../support/open-engine.ts';

test('a drill in which a destructive step was only acted proves a part, also where the step stands inside a branch', async () => {
  const drop = commandStep('drop_old', [], {effects: 'destructive', drill: {do: 'simulate', outputs: {}}});
  const way = decisionStep('way', [branch('drop', [drop]), branch('keep', [])]);
  for (const [choice, isPartial] of [
    ['drop', true],
    ['keep', false],
  ] as const) {
    const runbook = runbookOf([way, endStep('finish')]);
    const run = openEngine(runbook, {mode: 'drill'});
    run.say({intent: 'choose', step: 'way', value: choice});
    await run.settled();
    expect(run.state.outcome).toBe('recovered');
    expect({choice, isPartial: hasOnlyActedDestruction(runbook, run.state)}).toEqual({choice, isPartial});
  }
});
