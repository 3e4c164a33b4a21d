/** Whose objectives count. */
import {expect, test} from 'vitest';
import {objectivesFor, type PlanFacts} from '../../../src/runbook/objectives.ts';

const plan: PlanFacts = {contacts: {}, objectives: {critical: {rtoMs: 3_600_000, rpoMs: 3_600_000}}};

test("the plan's class counts where the runbook says nothing", () => {
  expect(objectivesFor({criticality: 'critical', objectives: {}}, plan)).toEqual({rtoMs: 3_600_000, rpoMs: 3_600_000});
});

test('what the runbook says wins, also that there is none', () => {
  const objectives = {rtoMs: 60_000, rpoMs: null};

  expect(objectivesFor({criticality: 'critical', objectives}, plan)).toEqual({rtoMs: 60_000, rpoMs: null});
});

test('a class that the plan does not have promises nothing', () => {
  expect(objectivesFor({criticality: 'non_critical', objectives: {}}, plan)).toEqual({rtoMs: null, rpoMs: null});
  expect(objectivesFor({criticality: 'critical', objectives: {}}, undefined)).toEqual({rtoMs: null, rpoMs: null});
});
