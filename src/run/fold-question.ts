/** What facts about a question change: it was put to a person, and answered bit by bit. */
import {deviate} from './deviations.ts';
import type {Fact} from './event.ts';
import {enterAfresh, leaveOtherBranches, skipOver} from './leaving.ts';
import type {RunState, StepState} from './state.ts';
import {answered, begin, finish, wait} from './step-times.ts';

export type QuestionFact = Extract<
  Fact,
  {readonly type: 'asked' | 'ticked' | 'confirmed' | 'expired' | 'approved' | 'chosen'}
>;

export const applyQuestion = (state: RunState, step: StepState, fact: QuestionFact): void => {
  const atMs = Date.parse(fact.at);
  switch (fact.type) {
    case 'asked':
      begin(step, atMs);
      wait(step, atMs);
      step.status = 'awaiting';
      // Records of before said it by the type alone.
      step.prompt = fact.prompt.takes === 'secret' ? {...fact.prompt, isSecret: true} : fact.prompt;
      step.ticked = new Set();
      step.approvals = [];
      delete step.challenge;
      if (fact.challenge !== undefined) {
        step.challenge = fact.challenge;
      }
      if (fact.shown) {
        step.shown = fact.shown;
      }
      return;
    case 'ticked':
      step.ticked.add(fact.index);
      return;
    case 'expired':
      answered(step, fact.actor, atMs);
      step.status = 'ready';
      return;
    case 'confirmed':
      answered(step, fact.actor, atMs);
      step.status = 'ready';
      return;
    case 'approved':
      step.actor = {...fact.actor, name: fact.by};
      step.approvals.push(fact.by);
      if (fact.proof === 'typed') {
        const who = fact.role === '' ? `${fact.by}, whom the question does not name,` : fact.by;
        const reason = `${who} approved by a typed name, which proves nothing`;
        const approval = {by: fact.by, attempt: fact.attempt};
        deviate(state, fact, {kind: 'unproven-approval', reason, approval});
      }
      return;
    case 'chosen':
      answered(step, fact.actor, atMs);
      begin(step, atMs);
      step.status = 'running';
      step.choice = fact.branch;
      enterAfresh(state, `${step.path}:${fact.branch}`);
      leaveOtherBranches(state, step, fact.branch);
      if (fact.goto !== undefined) {
        finish(step, 'succeeded', atMs);
        skipOver(state, {from: step.path, to: fact.goto, atMs});
      }
      return;
  }
};
