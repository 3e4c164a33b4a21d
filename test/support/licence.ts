/** What allows an action to begin again: nothing acts twice without one. */
import {everyStep} from '../../src/machine/compile.ts';
import {policyOf} from '../../src/machine/policy.ts';
import type {Fact} from '../../src/run/event.ts';
import {withoutItems} from '../../src/run/path.ts';
import type {Runbook} from '../../src/runbook/runbook.ts';

const began = (fact: Fact): fact is Extract<Fact, {type: 'began'}> => fact.type === 'began';

/** What may stand between two beginnings of a step. `rule` and a retry of the runbook only where it may be repeated. */
const licence = (between: readonly Fact[], step: string, repeatable: boolean): boolean =>
  between.some(fact => {
    if (fact.type === 'jumped' || fact.type === 'undo-ended') {
      return true;
    }
    if (fact.type === 'chosen' || fact.type === 'opened') {
      return [':', '[', '/'].some(sign => step.startsWith(`${fact.step}${sign}`));
    }
    if (!('step' in fact) || fact.step !== step) {
      return false;
    }
    return (
      fact.type === 'retried' ||
      (fact.type === 'resolved' && fact.as === 'again' && (repeatable || fact.by !== 'rule')) ||
      (fact.type === 'failed' && fact.then.do === 'retry' && repeatable)
    );
  });

/** The attempts that began a second time though nobody and nothing allowed it. */
export const unlicensed = (runbook: Runbook, facts: readonly Fact[]): readonly string[] => {
  const ids = repeatableIds(runbook);
  const isRepeatable = (step: string): boolean => ids.has(withoutItems(step).split('/').at(-1) ?? '');
  const last = new Map<string, number>();
  return facts.flatMap((fact, index) => {
    if (!began(fact)) {
      return [];
    }
    const before = last.get(fact.step);
    last.set(fact.step, index);
    return before === undefined || licence(facts.slice(before + 1, index), fact.step, isRepeatable(fact.step))
      ? []
      : [`${fact.step}#${fact.attempt}`];
  });
};

const repeatableIds = (runbook: Runbook): ReadonlySet<string> =>
  new Set(everyStep(runbook).flatMap(({step}) => (policyOf(step).repeatable ? [step.id] : [])));
