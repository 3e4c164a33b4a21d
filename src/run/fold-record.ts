/** What is kept beside the steps: what people wrote and attached, and where the record goes on when its disk has failed. */
import type {Fact} from './event.ts';
import type {RunState} from './state.ts';

export const keepRemark = (state: RunState, fact: Extract<Fact, {type: 'noted' | 'evidence-attached'}>): void => {
  const atMs = Date.parse(fact.at);
  const about = fact.step === undefined ? {} : {step: fact.step};
  if (fact.type === 'noted') {
    state.notes.push({atMs, text: fact.text, actor: fact.actor, ...about});
  } else {
    state.evidence.push({atMs, file: fact.file, name: fact.name, actor: fact.actor, ...about});
  }
};

export const applyRecord = (state: RunState, fact: Extract<Fact, {type: 'degraded' | 'restored'}>): void => {
  if (fact.type === 'restored') {
    delete state.degraded;
  } else {
    const {where, cause, file, directory = ''} = fact;
    state.degraded = {where, cause, file, directory};
  }
};
