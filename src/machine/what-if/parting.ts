/** Where a record and another version of its runbook part: the first fact that the other machine does not allow. docs/decisions/0080. */
import {isAboutStep} from '../../run/about-step.ts';
import type {Parting} from '../../run/compare/what-if.ts';
import type {Fact} from '../../run/event.ts';
import {advance} from '../advance.ts';
import type {Forest} from '../compile.ts';
import {beforeStart, type Position} from '../position.ts';
import {wantedUnpaused} from './since.ts';
import {type Matches, translate} from './translate.ts';

/** A record, the machine that it is fed to, and which step is which. */
export type Feeding = {readonly forest: Forest; readonly facts: readonly Fact[]; readonly matches: Matches};

/** Feeds the facts in their order. Nothing is evaluated: values are facts, and the facts are those of the record. */
export const follow = (
  {forest, facts, matches}: Feeding,
  each: (position: Position, fact: Fact) => void = () => {},
): Parting | null => {
  let position = beforeStart;
  for (const fact of facts) {
    const translated = translate(matches, fact);
    const next = translated === undefined ? position : advance(forest, position, translated);
    if (translated === undefined || next === position) {
      return partingAt(position, fact, translated);
    }
    position = next;
    each(position, translated);
  }
  return null;
};

const partingAt = (position: Position, fact: Fact, translated: Fact | undefined): Parting => {
  const open = wantedUnpaused(position);
  const wants = [...new Set(open.map(({path}) => path))];
  if (translated === undefined) {
    return {fact, why: 'dropped', wants};
  }
  if (!isAboutStep(translated)) {
    return {fact, why: 'end', wants};
  }
  if (translated.type === 'chosen') {
    return {fact, why: wants.includes(translated.step) ? 'choice' : 'order', wants};
  }
  return {fact, why: wants.includes(translated.step) ? 'gate' : 'order', wants};
};
