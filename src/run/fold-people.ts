/** What facts about people change: a role has another holder, somebody was called. */
import type {Fact} from './event.ts';
import type {RunState} from './state.ts';

export const applyPeople = (state: RunState, fact: Extract<Fact, {type: 'handed-over' | 'escalated'}>): void => {
  if (fact.type === 'handed-over') {
    handOver(state, fact);
  } else {
    escalate(state, fact);
  }
};

/** A question that waits for the role asks its new holder; whoever executed before has executed all the same. */
const handOver = (state: RunState, fact: Extract<Fact, {type: 'handed-over'}>): void => {
  const {role, from, to, contact = to, actor, at} = fact;
  state.handovers.push({atMs: Date.parse(at), role, from, to, actor});
  if (role === executorRole) {
    state.executor = to;
    state.executors.add(to);
    return;
  }
  state.roles = {...state.roles, [role]: {contact, name: to}};
  for (const step of state.steps.values()) {
    if (step.status === 'awaiting' && step.prompt?.from) {
      const from = step.prompt.from.map(one => (one.role === role ? {role, contact, name: to} : one));
      step.prompt = {...step.prompt, from};
    }
  }
};

/** What is handed over where it is no role of the runbook: executing the run. */
export const executorRole = 'executor';

/** The step stays as it is: being called is no answer. */
const escalate = (state: RunState, fact: Extract<Fact, {type: 'escalated'}>): void => {
  const {step: path, attempt, to, reason, actor, at} = fact;
  const step = state.steps.get(path);
  if (step) {
    const name = state.roles[to]?.name ?? to;
    step.escalations = [...(step.escalations ?? []), {attempt, to, name, reason, actor, atMs: Date.parse(at)}];
  }
};
