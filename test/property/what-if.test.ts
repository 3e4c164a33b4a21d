/** Random runs by another version of their runbook: by their own they never part, and gone on from any fact they take the times that they took. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {compile} from '../../src/machine/compile.ts';
import {outlineOf} from '../../src/machine/outline.ts';
import {beforeStart} from '../../src/machine/position.ts';
import {Course} from '../../src/machine/what-if/course.ts';
import {goOn} from '../../src/machine/what-if/going.ts';
import {recordFrom} from '../../src/machine/what-if/recorded.ts';
import {whatIf} from '../../src/machine/what-if/what-if.ts';
import {matchPaths} from '../../src/run/compare/match-paths.ts';
import type {Fact} from '../../src/run/event.ts';
import {fold} from '../../src/run/fold.ts';
import type {RunState} from '../../src/run/state.ts';
import type {Runbook} from '../../src/runbook/runbook.ts';
import {arbitraryRunbook} from '../support/arbitrary.ts';
import {casesOf} from '../support/case-count.ts';
import {recorded, started, walk} from '../support/histories.ts';
import {instructionStep} from '../support/model.ts';

const runs = casesOf({sample: 20, full: 600});
const history = fc.array(fc.nat({max: 10_000}), {minLength: 1, maxLength: 60});

/** A walk whose facts lie a few seconds apart, now more and now less. */
const walked = (runbook: Runbook, choices: readonly number[]): readonly Fact[] => {
  const facts: Fact[] = [];
  let atMs = Date.UTC(2026, 10, 1, 3);
  walk(compile(runbook), choices, {
    from: beforeStart,
    first: started(runbook),
    taken: body => {
      atMs += 1_000 * (1 + ((choices[facts.length] ?? 0) % 90));
      facts.push({...recorded(body, facts.length), at: new Date(atMs).toISOString()});
    },
  });
  return facts;
};

const times = ({steps, endedAtMs}: RunState): unknown => ({
  endedAtMs,
  steps: [...steps.values()].map(({path, status, startedAtMs, finishedAtMs, waitingMs, choice}) => ({
    path,
    status,
    startedAtMs,
    finishedAtMs,
    waitingMs,
    choice,
  })),
});

test('a run by its own runbook never parts, and took exactly the times that it took', () => {
  fc.assert(
    fc.property(arbitraryRunbook, history, (runbook, choices) => {
      const facts = walked(runbook, choices);
      const outline = outlineOf(runbook);
      const {
        parting,
        state,
        facts: told,
        choices: made,
        finishes,
      } = whatIf({facts, before: {runbook, outline}, after: runbook});
      expect(parting).toBeNull();
      expect(made).toEqual([]);
      expect(finishes.estimatedMs === 0 || state.status !== 'ended').toBe(true);
      expect(told).toEqual(facts);
      expect(times(state)).toEqual(times(fold(outline, facts)));
    }),
    {numRuns: runs},
  );
});

test('gone on from any fact by what is recorded of each step, it ends up as it did', () => {
  let simulated = 0;
  let detours = 0;
  fc.assert(
    fc.property(arbitraryRunbook, history, fc.nat({max: 60}), (runbook, choices, at) => {
      const facts = walked(runbook, choices);
      const from = 1 + (at % facts.length);
      const outline = outlineOf(runbook);
      const forest = compile(runbook);
      const matches = matchPaths(outline, outline);
      const record = recordFrom(facts, from, {forest, matches});
      const course = new Course({forest, outline, record, beyond: () => true, titleOfChoice: () => undefined});
      for (const fact of facts.slice(0, from)) {
        course.follow(fact);
      }
      const stop = goOn(course);
      simulated += facts.length - from;
      detours += record.detours.length;
      expect(stop === null || stop.why === 'record-ends').toBe(true);
      expect(times(course.state)).toEqual(times(fold(outline, facts)));
    }),
    {numRuns: runs},
  );
  expect(simulated).toBeGreaterThan(runs);
  expect(detours).toBeGreaterThan(0);
});

test('whatever is put in, taken out or moved, it is told where they part, and the telling comes to an end', () => {
  const seen = {parted: 0, ended: 0};
  const change = fc.record({at: fc.nat({max: 50}), to: fc.nat({max: 50}), how: fc.constantFrom('add', 'drop', 'move')});
  fc.assert(
    fc.property(arbitraryRunbook, history, change, (runbook, choices, {at, to, how}) => {
      const facts = walked(runbook, choices);
      const steps = [...runbook.steps];
      const place = at % Math.max(1, steps.length - 1);
      const taken = how === 'add' ? instructionStep('added') : steps.splice(place, 1)[0];
      if (how !== 'drop' && taken) {
        steps.splice(to % steps.length, 0, taken);
      }
      const after = {...runbook, steps};
      const told = whatIf({facts, before: {runbook, outline: outlineOf(runbook)}, after});
      seen.parted += told.parting === null ? 0 : 1;
      seen.ended += told.state.status === 'ended' ? 1 : 0;
      const [sameTold, sameRecorded] = [told.facts, facts].map(all => all.slice(0, told.followed));
      expect(sameTold).toEqual(sameRecorded);
      expect(told.stop?.why).not.toBe('endless');
      const atMs = told.facts.map(fact => Date.parse(fact.at));
      expect(atMs).toEqual(atMs.toSorted((one, other) => one - other));
    }),
    {numRuns: runs},
  );
  expect(seen.parted).toBeGreaterThan(runs / 10);
});
