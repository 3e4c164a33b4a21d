/** Where a record and another version of its runbook part: where the other machine refuses a fact, or wants another step. docs/decisions/0080. */
import {isAboutStep} from '../../run/about-step.ts';
import {carryPath} from '../../run/compare/carry-path.ts';
import type {Parting} from '../../run/compare/what-if.ts';
import type {Fact} from '../../run/event.ts';
import type {Path} from '../../run/path.ts';
import {advance} from '../advance.ts';
import type {Forest} from '../compile.ts';
import {beforeStart, type Position} from '../position.ts';
import {wantedUnpaused} from './since.ts';
import {type Matches, translate} from './translate.ts';

/** A record, the machine that made it, the one that it is fed to, and which step is which. */
export type Feeding = {
  readonly forest: Forest;
  readonly former: Forest;
  readonly facts: readonly Fact[];
  readonly matches: Matches;
};

/** How many facts the other version allows, standing as the record stood, and where they part after those. */
export type Followed = {readonly count: number; readonly parting: Parting | null};

/** Feeds the facts in their order. Nothing is evaluated: values are facts, and the facts are those of the record. */
export const partingOf = ({forest, former, facts, matches}: Feeding): Followed => {
  let [position, old] = [beforeStart, beforeStart];
  for (const [index, fact] of facts.entries()) {
    const translated = translate(matches, fact);
    const next = translated === undefined ? position : advance(forest, position, translated);
    const others = othersWanted(position, old, matches);
    if (next === position || others.length > 0) {
      const parting = partingAt(position, facts.slice(index), {matches, others});
      // What is only wanted parts nothing where the record comes to no step any more.
      if (parting !== null) {
        return {count: index, parting};
      }
    }
    position = next;
    old = advance(former, old, fact);
  }
  return {count: facts.length, parting: null};
};

/** What the version wants that was not wanted then: steps that were put in, and steps that had to wait for others. */
const othersWanted = (position: Position, old: Position, matches: Matches): readonly Path[] => {
  const wanted = wantedUnpaused(old).map(({path}) => carryPath(matches, path));
  const then = new Set<Path | undefined>(wanted);
  return pathsOf(position).filter(path => !then.has(path));
};

/** The fact by which the record goes on there. */
const partingAt = (
  position: Position,
  left: readonly Fact[],
  {matches, others}: {readonly matches: Matches; readonly others: readonly Path[]},
): Parting | null => {
  const fact = left.find(one => isAboutStep(one) || one.type === 'run-ended');
  if (fact === undefined) {
    return null;
  }
  const wants = others.length > 0 ? others : pathsOf(position);
  const translated = translate(matches, fact);
  if (translated === undefined) {
    return {fact, why: 'dropped', wants};
  }
  if (!isAboutStep(translated)) {
    return {fact, why: 'end', wants};
  }
  if (others.length > 0 || !wants.includes(translated.step)) {
    return {fact, why: 'order', wants};
  }
  return {fact, why: translated.type === 'chosen' ? 'choice' : 'gate', wants};
};

const pathsOf = (position: Position): readonly Path[] => [...new Set(wantedUnpaused(position).map(({path}) => path))];
