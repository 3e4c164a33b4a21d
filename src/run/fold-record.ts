/** What is kept beside the steps: what people wrote and attached, where the record goes on when its disk has failed, and what a drill says of itself. */
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

type RecordFact = Extract<Fact, {type: 'degraded' | 'restored' | 'injects-sealed' | 'injects-opened' | 'drill-judged'}>;

export const applyRecord = (state: RunState, fact: RecordFact): void => {
  switch (fact.type) {
    case 'restored':
      delete state.degraded;
      return;
    case 'degraded': {
      const {where, cause, file = '', directory = ''} = fact;
      state.degraded = where === 'unwritten' ? {where, cause} : {where, cause, file, directory};
      return;
    }
    case 'drill-judged':
      state.findings = {passed: fact.passed, partial: fact.partial, list: fact.findings};
      return;
    case 'injects-sealed':
      state.injects = {sha256: fact.sha256};
      return;
    case 'injects-opened':
      state.injects = {sha256: state.injects?.sha256 ?? '', known: fact.injects};
      return;
  }
};
