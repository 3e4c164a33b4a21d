/** Turns facts into state. Live view, replay, report and status all go through here. */
import {isAboutStep} from './about-step.ts';
import {addBlock} from './blocks.ts';
import {changeDeviations} from './deviations.ts';
import type {Fact, RunFact} from './event.ts';
import {applyPeople} from './fold-people.ts';
import {applyRecord, keepRemark} from './fold-record.ts';
import {applyToStep} from './fold-step.ts';
import {asHappened, takesTime} from './happened.ts';
import {applyLacking} from './lacking.ts';
import {keepPaper} from './on-paper.ts';
import type {Outline} from './outline.ts';
import {inRunTime, openTimedSession} from './run-time.ts';
import type {RunState, StepState} from './state.ts';
import {begin, finish} from './step-times.ts';
import {noTime, recount, spend} from './time-split.ts';

/** The state before the first fact: every step of the outline is there and pending. */
export const notStarted = (outline: Outline): RunState => {
  const state: RunState = {
    outline,
    run: '',
    mode: 'incident',
    status: 'not-started',
    outcome: null,
    paused: false,
    objectives: {rtoMs: null, rpoMs: null},
    clock: {start: 'disruption', stop: 'service_restored'},
    executor: '',
    executors: new Set(),
    inputs: {},
    roles: {},
    contacts: {},
    ladder: [],
    events: new Map(),
    steps: new Map(),
    blocks: new Map(),
    page: {hasLoops: false},
    changedInputs: {},
    loopPoints: new Map(),
    dealtWith: new Set(),
    overdue: new Set(),
    reminded: new Map(),
    effects: [],
    deviations: [],
    notes: [],
    evidence: [],
    handovers: [],
    sessions: 0,
    jumpedMs: 0,
    clockJumps: [],
    isTimeUncertain: false,
    isOnPaper: false,
    facts: 0,
    spent: noTime(),
    claims: new Map(),
  };
  addBlock(state, '', {steps: outline.steps, depth: 0});
  return state;
};

/** All facts at once. */
export const fold = (outline: Outline, facts: Iterable<Fact>): RunState => {
  const state = notStarted(outline);
  for (const fact of facts) {
    apply(state, fact);
  }
  return state;
};

/** Updates the state in place: a copy per fact of a run with 10,000 steps would be quadratic. */
export const apply = (state: RunState, recorded: Fact): void => {
  const timed = inRunTime(state, recorded);
  const fact = asHappened(timed);
  const atMs = Date.parse(fact.at);
  if (takesTime(recorded, state.isOnPaper)) {
    spend(state, atMs);
  }
  state.facts = fact.seq + 1;
  if (executes(state, fact)) {
    state.executors.add(fact.actor.name);
  }
  if (isAboutStep(fact)) {
    const step = state.steps.get(fact.step);
    applyToStep(state, fact);
    if (step) {
      keepPaper(state, step, timed);
      recount(state, step);
    }
  } else {
    applyToRun(state, fact);
  }
  // What went on after it, in another branch, was booked before it where paper was entered in another order.
  const isStop = state.events.get(state.clock.stop)?.atMs === atMs && state.lastAtMs === atMs;
  if (state.spentToStop === undefined && isStop) {
    state.spentToStop = {...state.spent};
  }
};

/** Whoever does something executes the run; who says go or no-go on paper does not, whatever hand enters it. */
const executes = ({steps}: RunState, fact: Fact): boolean => {
  const {via} = fact.actor;
  const isGate = isAboutStep(fact) && steps.get(fact.step)?.outline.kind === 'approval';
  return via === 'paper' ? !isGate : via !== 'engine' && via !== 'robot';
};

const applyToRun = (state: RunState, fact: Extract<Fact, RunFact>): void => {
  switch (fact.type) {
    case 'run-started':
      startRun(state, fact);
      return;
    case 'session-opened':
      openSession(state, fact);
      return;
    case 'event-marked':
      // The first counts: an event that was marked again later is in the journal and nowhere else.
      if (!state.events.has(fact.event)) {
        state.events.set(fact.event, {atMs: Date.parse(fact.time), source: fact.source});
      }
      return;
    case 'clock-jumped':
      state.clockJumps.push({seq: fact.seq, atMs: Date.parse(fact.at), byMs: fact.byMs});
      return;
    case 'paused':
    case 'continued':
      state.paused = fact.type === 'paused';
      return;
    case 'noted':
    case 'evidence-attached':
      keepRemark(state, fact);
      return;
    case 'lacking':
    case 'given-again':
      applyLacking(state, fact);
      return;
    case 'approval-proven':
    case 'amended':
      changeDeviations(state, fact);
      return;
    case 'handed-over':
    case 'escalated':
      applyPeople(state, fact);
      return;
    case 'due':
      comeDue(state, fact);
      return;
    case 'inputs-changed':
      changeInputs(state, fact.inputs);
      return;
    case 'acknowledged':
      state.dealtWith.add(fact.id);
      return;
    case 'run-ended':
      endRun(state, fact);
      return;
    case 'degraded':
    case 'restored':
    case 'injects-sealed':
    case 'injects-opened':
    case 'drill-judged':
      applyRecord(state, fact);
      return;
    case 'session-closed':
    case 'tail-removed':
    case 'lab-examined':
    case 'sealed':
      return;
  }
};

const openSession = (state: RunState, fact: Extract<Fact, {type: 'session-opened'}>): void => {
  state.sessions = fact.session;
  state.sessionOpenedAtMs = Date.parse(fact.at);
  state.isOnPaper = fact.paper === true;
  openTimedSession(state, fact);
  if (fact.executor !== undefined) {
    state.executor = fact.executor;
    state.executors.add(fact.executor);
  }
};

const changeInputs = (state: RunState, inputs: RunState['inputs']): void => {
  state.inputs = {...state.inputs, ...inputs};
  state.changedInputs = {...state.changedInputs, ...inputs};
};

const comeDue = ({overdue, reminded}: RunState, {what, id, time}: Extract<Fact, {type: 'due'}>): void => {
  if (what === 'deadline') {
    overdue.add(id);
  } else {
    reminded.set(id, Date.parse(time));
  }
};

const startRun = (state: RunState, fact: Extract<Fact, {type: 'run-started'}>): void => {
  const {run, mode, objectives, clock, executor, inputs, roles, contacts = {}, ladder = [], variant} = fact;
  const startedAtMs = Date.parse(fact.at);
  Object.assign(state, {
    run,
    mode,
    status: 'running',
    startedAtMs,
    objectives,
    clock,
    executor,
    inputs,
    roles,
    contacts,
    ladder,
    ...(variant !== undefined && {variant}),
  });
  state.executors.add(executor);
  state.events.set('run_start', {atMs: startedAtMs, source: 'engine'});
};

const endRun = (state: RunState, fact: Extract<Fact, {type: 'run-ended'}>): void => {
  const atMs = Date.parse(fact.at);
  state.status = 'ended';
  state.outcome = fact.outcome;
  // What was recorded as it happened was not after the end, whatever the paper says.
  state.endedAtMs = Math.max(atMs, state.lastAtMs ?? atMs);
  if (fact.reason !== undefined) {
    state.ending = {reason: fact.reason, actor: fact.actor};
  }
  const last = fact.step === undefined ? undefined : state.steps.get(fact.step);
  if (last && (last.status === 'pending' || last.status === 'running')) {
    begin(last, atMs);
    finish(last, 'succeeded', atMs);
  }
  for (const step of state.steps.values()) {
    closeWith(step, atMs);
  }
};

/** What nobody came to, and what was asked beside the end and had not begun, will not come any more; groups are left, and checks that only looked. */
const closeWith = (step: StepState, atMs: number): void => {
  const {status, outline, begunAttempt} = step;
  const isAsked = (status === 'awaiting' || status === 'ready') && begunAttempt === undefined;
  if (status === 'pending' || isAsked) {
    step.status = step.wasUndone || step.undoStays ? 'undone' : 'not-reached';
  } else if (
    status === 'verifying' ||
    (status === 'running' && (outline.shape !== 'action' || outline.opens !== undefined))
  ) {
    finish(step, 'left', atMs);
  }
};
