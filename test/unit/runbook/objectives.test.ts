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

test('how long the organisation can bear it comes from either, and none says that nobody has said', () => {
  const bearing: PlanFacts = {contacts: {}, objectives: {critical: {rtoMs: null, rpoMs: null, mtpdMs: 14_400_000}}};

  expect(objectivesFor({criticality: 'critical', objectives: {}}, bearing)).toMatchObject({mtpdMs: 14_400_000});
  expect(objectivesFor({criticality: 'critical', objectives: {mtpdMs: 7}}, bearing)).toMatchObject({mtpdMs: 7});
  expect(objectivesFor({criticality: 'critical', objectives: {mtpdMs: null}}, bearing)).not.toHaveProperty('mtpdMs');
});
