/** What the lives of all shapes have in common: their context, the facts that move them, and how a failure moves on. */
import {assign, setup} from 'xstate';
import type {StepFact} from '../../run/event.ts';
import type {OnFailure} from '../../runbook/runbook.ts';
import type {BranchPolicy, Policy} from '../policy.ts';

/** How a life that is over moves its block on; `leave` gives up the item of the loop around it, `end-file` ends the included runbook. */
export type Exit =
  | {readonly do: 'next'}
  | {readonly do: 'goto'; readonly step: string}
  | {readonly do: 'leave'}
  | {readonly do: 'end-file'};

export type LifeContext = {
  readonly policy: Policy;
  /** The attempt that is going on or was the last; 0 before the first. A check that is asked before it begins is none yet. */
  readonly attempt: number;
  /** How many attempts the runbook has made by itself since a person last said so. */
  readonly tries: number;
  /** Facts that were taken without moving: a fact that changes nothing is a fact refused. */
  readonly seen: number;
  readonly approvals: number;
  readonly branch: string;
  /** Items that were listed, blocks that are to be opened, and the round that goes on or was the last. */
  readonly listed: number;
  readonly width: number;
  readonly round: number;
  readonly exit: Exit;
};

/** Facts are the events of a life; what the blocks inside a group have come to is said by them. */
export type LifeEvent = StepFact | {readonly type: 'round-over'} | {readonly type: 'blocks-over'};

export const beginning = (policy: Policy): LifeContext => ({
  policy,
  attempt: 0,
  tries: 0,
  seen: 0,
  approvals: 0,
  branch: '',
  listed: 0,
  width: 0,
  round: 0,
  exit: {do: 'next'},
});

/** The setup of every life: guards read the fact and counters only, actions keep counters only. */
export const life = setup({
  types: {
    context: {} as LifeContext,
    events: {} as LifeEvent,
    input: {} as Policy,
  },
  guards: {
    conditional: ({context}) => context.policy.conditional,
    unconfirmed: ({context}) => !context.policy.confirm,
    mustConfirm: ({context}) => context.policy.confirm,
    mustVerify: ({context}) => context.policy.verify,
    noVerify: ({context}) => !context.policy.verify && !context.policy.mustAck,
    mustAck: ({context}) => context.policy.mustAck,
    handable: ({context}) => handable.includes(context.policy.kind),
    skippable: ({context}) => context.policy.skippable,
    thenHold: ({event}) => event.type === 'failed' && event.then.do === 'hold',
    thenRetry: ({context, event}) =>
      event.type === 'failed' && event.then.do === 'retry' && context.tries + 1 < context.policy.attemptsMax,
    thenContinue: ({context, event}) => follows(context.policy, event, 'continue'),
    thenAbort: ({context, event}) => follows(context.policy, event, 'abort'),
    thenLeave: ({context, event}) =>
      context.policy.leaves &&
      event.type === 'failed' &&
      event.then.do === 'leave' &&
      holdsByPolicy(context.policy, event),
    thenGoto: ({context, event}) => follows(context.policy, event, 'goto'),
    leadsInside: ({context, event}) => leads(context.policy, event) === 'inside',
    leadsOn: ({context, event}) => leads(context.policy, event) === 'on',
    leadsToEnd: ({context, event}) => leads(context.policy, event) === 'end',
    leadsAway: ({context, event}) => leads(context.policy, event) === 'goto',
    lists: ({context, event}) =>
      context.policy.opens === 'items' &&
      event.type === 'listed' &&
      (event.from === context.listed || event.from === 0),
    opensSome: ({context, event}) => widthOf(context, event) > 0,
    opensNone: ({context, event}) => widthOf(context, event) === 0,
    canPick: ({context, event}) =>
      context.policy.opens === 'picks' && event.type === 'picked' && context.policy.lanes.includes(event.inner),
    endsFile: ({context, event}) => context.policy.isIncluded && event.type === 'file-ended',
    roundsOn: ({context, event}) =>
      isRound(context, event) &&
      event.type === 'round-ended' &&
      !event.done &&
      context.round + 1 < context.policy.roundsMax,
    roundsDone: ({context, event}) => isRound(context, event) && event.type === 'round-ended' && event.done,
    isChoice: ({context}) => context.policy.opens === 'branch',
    expires: ({context}) => context.policy.expires,
    passable: ({context}) => context.policy.outcome === undefined,
    /** Whoever was to hear a message is asked, however it is known that it was sent. */
    asSent: ({context, event}) => event.type === 'resolved' && event.as === 'done' && context.policy.mustAck,
    asDone: ({event}) => event.type === 'resolved' && event.as === 'done',
    asAgain: ({event}) => event.type === 'resolved' && event.as === 'again',
    asFailed: ({event}) => event.type === 'resolved' && event.as === 'failed',
    settled: ({context}) => !context.policy.verify && isApproved(context),
    toBeVerified: ({context}) => context.policy.verify && isApproved(context),
    tickable: ({context, event}) =>
      event.type === 'ticked' &&
      Number.isInteger(event.index) &&
      event.index >= 0 &&
      event.index < context.policy.checklist,
    reveals: ({context}) => context.policy.reveals,
    overridable: ({context}) => context.policy.overridable,
  },
  actions: {
    see: assign(({context, event}) => ({
      seen: context.seen + 1,
      attempt: 'attempt' in event ? event.attempt : context.attempt,
    })),
    /** A check changes nothing but what is known. */
    look: assign(({context}) => ({seen: context.seen + 1})),
    askAfresh: assign({approvals: 0}),
    tryAgain: assign(({context}) => ({tries: context.tries + 1})),
    startOver: assign({tries: 0}),
    approve: assign(({context}) => ({approvals: context.approvals + 1})),
    enterBranch: assign(({context, event}) => ({branch: event.type === 'chosen' ? event.branch : context.branch})),
    list: assign(({context, event}) =>
      event.type === 'listed' ? {seen: context.seen + 1, listed: event.from + event.items.length} : {},
    ),
    open: assign(({context, event}) => ({width: widthOf(context, event), round: 0})),
    nextRound: assign(({context}) => ({round: context.round + 1})),
    endFile: assign({exit: {do: 'end-file'} as const}),
    giveUpItem: assign({exit: {do: 'leave'} as const}),
    leaveByGoto: assign(({context, event}) => ({exit: gotoOf(context.policy, event) ?? context.exit})),
  },
});

/** A person did it by hand and enters it later: wherever the life stands, and past no go that was not given. */
export const byHand = {target: 'over' as const, guard: 'handable' as const, actions: 'see' as const};

/** A held step goes on only by a person: again, by hand, or not at all. Shared by all lives that can be held. */
export const held = life.createStateConfig({
  on: {
    backfilled: byHand,
    retried: {target: 'entered', actions: ['see', 'startOver']},
    skipped: {target: 'over', guard: 'skippable', actions: 'see'},
    overridden: {target: 'over', guard: 'overridable', actions: 'see'},
  },
});

/** An abort that the author wrote: nothing is wanted any more but the end of the run. */
export const aborting = life.createStateConfig({
  on: {'file-ended': {target: 'over', guard: 'endsFile', actions: ['see', 'endFile']}},
});

export const over = life.createStateConfig({type: 'final'});

/** What can be done by hand: a go is given, a value and a way are said, and a group is made of parts. */
const handable: readonly Policy['kind'][] = [
  'command',
  'script',
  'sql',
  'http',
  'notify',
  'instruction',
  'check',
  'wait',
];

/** How many blocks a group opens; below 0 where the fact does not open this one. */
const widthOf = ({policy, listed}: LifeContext, event: LifeEvent): number => {
  if (event.type !== 'opened') {
    return -1;
  }
  switch (policy.opens) {
    case 'block':
    case 'rounds':
      return 1;
    case 'branches':
    case 'picks':
      return policy.lanes.length;
    case 'items':
      return event.count === listed ? listed : -1;
    case 'branch':
    case 'none':
      return -1;
  }
};

const isRound = ({round}: LifeContext, event: LifeEvent): boolean =>
  event.type === 'round-ended' && event.round === round;

const holdsByPolicy = (policy: Policy, event: Extract<StepFact, {type: 'failed'}>): boolean =>
  failurePolicy(policy, event).do === 'hold';

const isApproved = ({approvals, policy}: LifeContext): boolean => approvals >= policy.approvalsNeeded;

const leads = (policy: Policy, event: LifeEvent): BranchPolicy['leads'] | undefined =>
  event.type === 'chosen' ? policy.branches.find(({name}) => name === event.branch)?.leads : undefined;

const follows = (policy: Policy, event: LifeEvent, move: OnFailure['do']): boolean =>
  event.type === 'failed' && event.then.do === move && failurePolicy(policy, event).do === move;

const failurePolicy = (policy: Policy, event: Extract<StepFact, {type: 'failed'}>): OnFailure =>
  event.rejected ? policy.onNoGo : policy.onFailure;

const gotoOf = (policy: Policy, event: LifeEvent): Exit | undefined => {
  if (event.type === 'failed') {
    const move = failurePolicy(policy, event);
    return move.do === 'goto' ? {do: 'goto', step: move.step} : undefined;
  }
  if (event.type === 'chosen') {
    const branch = policy.branches.find(({name}) => name === event.branch);
    return branch?.goto === undefined ? undefined : {do: 'goto', step: branch.goto};
  }
  return undefined;
};
