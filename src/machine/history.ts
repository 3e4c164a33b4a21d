/** Whether a runbook's machine allows a history: of runs that were recorded, and of runbooks that are to take their place. */
import {isAboutStep} from '../run/about-step.ts';
import type {Fact} from '../run/event.ts';
import {blockOf, parsePath, withoutItems} from '../run/path.ts';
import {advance} from './advance.ts';
import type {Forest} from './compile.ts';
import {beforeStart, type Position} from './position.ts';

/** The position after all facts, or the first that is not allowed. Facts of another runbook may name steps that this one does not have. */
export const lived = (
  forest: Forest,
  facts: readonly Fact[],
): {readonly position: Position} | {readonly refused: Fact} => {
  let position = beforeStart;
  for (const fact of facts) {
    const next = knows(forest, fact) ? advance(forest, position, fact) : position;
    if (next === position) {
      return {refused: fact};
    }
    position = next;
  }
  return {position};
};

const knows = ({blocks}: Forest, fact: Fact): boolean =>
  namedBy(fact).every(path => {
    const id = parsePath(path)?.at(-1)?.id ?? '';
    return blocks.get(withoutItems(blockOf(path)))?.steps.has(id) === true;
  });

const namedBy = (fact: Fact): readonly string[] =>
  isAboutStep(fact) ? [fact.step, ...('attempts' in fact ? fact.attempts.map(({step}) => step) : [])] : [];
