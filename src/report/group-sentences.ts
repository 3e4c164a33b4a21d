/** What facts of groups and loops say, in sentences. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {StepFact} from '../run/event.ts';
import type {StepState} from '../run/state.ts';
import {outcomeWords} from './words.ts';

type GroupFact = Extract<StepFact, {type: 'listed' | 'opened' | 'picked' | 'round-ended' | 'file-ended'}>;

type Place = {readonly step: StepState | undefined; readonly name: string; readonly by: string};

export const groupSentences = (fact: GroupFact, {step, name, by}: Place): readonly string[] => {
  switch (fact.type) {
    case 'listed':
      return [];
    case 'opened':
      return [`${name}: began${opened(step)}.`];
    case 'picked':
      return [`${name}: ${showForeignLine(innerTitle(step, fact.inner))} comes next, picked${by}.`];
    case 'file-ended':
      return [`${name}: the included runbook ended: ${outcomeWords[fact.outcome]}.`];
    case 'round-ended':
      return [`${name}: round ${fact.round + 1} is over${fact.done ? ', and it is enough' : ''}.`];
  }
};

const opened = (step: StepState | undefined): string =>
  step?.outline.opens === 'items' ? ` with ${step.width ?? 0} items` : '';

const innerTitle = (step: StepState | undefined, id: string): string =>
  step?.outline.steps?.find(inner => inner.id === id)?.title ?? id;
