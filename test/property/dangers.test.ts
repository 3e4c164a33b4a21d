/** What the linter says is looked at and agreed to before a destructive step, against every way of small runbooks. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {checksOf, gatesOf, guardedSteps} from '../../src/runbook/flow/dominance.ts';
import {flowOf} from '../../src/runbook/flow/flow.ts';
import {idsOf} from '../../src/runbook/flow/ran.ts';
import type {Runbook} from '../../src/runbook/runbook.ts';
import {arbitraryDangers} from '../support/arbitrary-dangers.ts';
import {casesOf} from '../support/case-count.ts';
import {everyWay, type GuardsThere, guardsBefore, type Visit} from '../support/every-way.ts';

const runs = casesOf({sample: 120, full: 2_000});

/** What stands before each destructive step, once for each time that a way comes to it. */
const guardsOnWays = (ways: readonly (readonly Visit[])[]): ReadonlyMap<string, readonly GuardsThere[]> => {
  const found = new Map<string, GuardsThere[]>();
  for (const way of ways) {
    for (const [index, {step}] of way.entries()) {
      if (step.effects === 'destructive') {
        const known = found.get(step.id) ?? [];
        known.push(guardsBefore(way, index));
        found.set(step.id, known);
      }
    }
  }
  return found;
};

/** Certain is what holds on all ways; named is who is there on each of them. */
const guardedOnWays = (runbook: Runbook) =>
  new Map(
    [...guardsOnWays(everyWay(runbook))].map(([id, visits]) => [
      id,
      {
        isChecked: visits.every(({looks}) => looks.length > 0),
        isGated: visits.every(({asks}) => asks.length > 0),
        looks: (name: string) => visits.every(({looks}) => looks.includes(name)),
        asks: (name: string) => visits.every(({asks}) => asks.includes(name)),
      },
    ]),
  );

test('a destructive step counts as checked and agreed to where it is on every way, and only there', () => {
  fc.assert(
    fc.property(arbitraryDangers(true), runbook => {
      const onWays = guardedOnWays(runbook);
      const said = guardedSteps(runbook, flowOf(runbook));
      expect(said.map(({step, isChecked, isGated}) => [step.id, isChecked, isGated])).toEqual(
        said.map(({step: {id}}) => [id, onWays.get(id)?.isChecked, onWays.get(id)?.isGated]),
      );
      for (const guarded of said) {
        const {looks, asks} = onWays.get(guarded.step.id) ?? {};
        expect(checksOf(guarded).filter(name => !looks?.(name))).toEqual([]);
        expect(gatesOf(guarded).filter(name => !asks?.(name))).toEqual([]);
      }
    }),
    {numRuns: runs},
  );
});

test('whatever goes on beside other steps or again, nothing counts that is not there on every way', () => {
  fc.assert(
    fc.property(arbitraryDangers(false), runbook => {
      const onWays = guardedOnWays(runbook);
      for (const guarded of guardedSteps(runbook, flowOf(runbook))) {
        const {isChecked, isGated, looks, asks} = onWays.get(guarded.step.id) ?? {};
        expect([guarded.isChecked && !isChecked, guarded.isGated && !isGated]).toEqual([false, false]);
        expect(checksOf(guarded).filter(name => !looks?.(name))).toEqual([]);
        expect(gatesOf(guarded).filter(name => !asks?.(name))).toEqual([]);
      }
    }),
    {numRuns: runs},
  );
});

test('what has run before a step has run on each way to it', () => {
  fc.assert(
    fc.property(arbitraryDangers(false), runbook => {
      const {before} = flowOf(runbook);
      const ran = new Map([...before].map(([id, state]) => [id, idsOf(state.ran)]));
      const missing = everyWay(runbook).flatMap(way => {
        const passed = new Set<string>();
        return way.flatMap(visit => {
          const {id} = visit.step;
          const lacks = (ran.get(id) ?? ['any way to it']).filter(earlier => !passed.has(earlier));
          if (visit.passed) {
            passed.add(id);
          }
          return lacks.map(earlier => `${id} was come to without ${earlier}`);
        });
      });
      expect(missing).toEqual([]);
    }),
    {numRuns: runs},
  );
});
