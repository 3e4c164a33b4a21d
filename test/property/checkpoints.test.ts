/** A replay shows the moment that it says: from checkpoints every state is the one that folding all facts up to it gives, wherever one came from. */
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {compile} from '../../src/machine/compile.ts';
import {outlineOf} from '../../src/machine/outline.ts';
import {beforeStart} from '../../src/machine/position.ts';
import type {Fact, FactBody} from '../../src/run/event.ts';
import {fold} from '../../src/run/fold.ts';
import type {Outline} from '../../src/run/outline.ts';
import {makeCheckpoints} from '../../src/run/replay/checkpoints.ts';
import {arbitraryRunbook} from '../support/arbitrary.ts';
import {casesOf} from '../support/case-count.ts';
import {factOf, factTypes} from '../support/every-fact.ts';
import {recorded, started, walk} from '../support/histories.ts';
import {plainState} from '../support/plain-state.ts';

const runs = casesOf({sample: 60, full: 1_000});
const history = fc.array(fc.nat({max: 10_000}), {minLength: 1, maxLength: 60});
const looked = fc.record({
  places: fc.array(fc.nat({max: 61}), {minLength: 4, maxLength: 12}),
  workMax: fc.integer({min: 1, max: 20}),
});

test('seeking anywhere in any history shows what was known then', () => {
  fc.assert(
    fc.property(arbitraryRunbook, history, looked, (runbook, choices, {places, workMax}) => {
      const bodies: FactBody[] = [];
      walk(compile(runbook), choices, {
        from: beforeStart,
        first: started(runbook),
        taken: body => bodies.push(body),
      });
      const outline = outlineOf(runbook);
      const facts: readonly Fact[] = bodies.map(recorded);
      const {stateAt} = makeCheckpoints({outline, facts}, {workMax});
      let at: Parameters<typeof stateAt>[1];
      for (const place of places) {
        const position = Math.min(place, facts.length);
        const state = stateAt(position, at);
        expect(plainState(state)).toEqual(fold(outline, facts.slice(0, position)));
        at = {state, position};
      }
    }),
    {numRuns: runs},
  );
});

/** Each type twice, in any order. */
const lawless = fc.shuffledSubarray([...factTypes, ...factTypes], {minLength: 2 * factTypes.length});
const abouts = fc.array(fc.nat({max: 10_000}), {minLength: 2 * factTypes.length, maxLength: 2 * factTypes.length});

/** Facts that no machine would allow, each about some step, some of them on paper; what stands in loops is opened first. */
const factsAbout = (
  outline: Outline,
  types: readonly FactBody['type'][],
  about: readonly number[],
): readonly Fact[] => {
  const outside = [...fold(outline, []).steps.keys()];
  const opened = outside.map((step, seq) => recorded({type: 'opened', step, attempt: 1, count: 2}, seq));
  const paths = [...fold(outline, opened).steps.keys()];
  const told = types.map((type, index): Fact => {
    const wanted = about[index] ?? 0;
    const at = {step: paths[wanted % paths.length] ?? '', attempt: 1 + (wanted % 3)};
    const fact = recorded(factOf(type, at), opened.length + index);
    return wanted % 7 === 0 ? {...fact, actor: {name: 'Dana', via: 'paper'}, happened: fact.at} : fact;
  });
  return [...opened, ...told];
};

test('a checkpoint shares nothing with the facts behind it, whatever they say', () => {
  fc.assert(
    fc.property(arbitraryRunbook, lawless, fc.tuple(abouts, looked), (runbook, types, [about, {places, workMax}]) => {
      const outline = outlineOf(runbook);
      const facts = factsAbout(outline, types, about);
      const {stateAt} = makeCheckpoints({outline, facts}, {workMax});
      for (const place of places) {
        const position = Math.max(0, facts.length - 2 * place);
        const then = fold(outline, facts.slice(0, position));
        const state = stateAt(position);
        expect(plainState(state)).toEqual(then);
        stateAt(facts.length, {state, position});
        // It was gone on from there, and back: what was shown before is shown again.
        expect(plainState(stateAt(position))).toEqual(then);
      }
      expect(plainState(stateAt(facts.length))).toEqual(fold(outline, facts));
    }),
    {numRuns: casesOf({sample: 20, full: 300})},
  );
});
