/** Where the time of a run went: every second belongs to the first that applies of machine, hands-on, approval, information, held. */
import type {Activity, Claim, TimeSplit} from './activity.ts';
import type {RunState, StepState} from './state.ts';

export const noTime = (): {-readonly [Name in Activity]: number} => ({
  machine: 0,
  handsOn: 0,
  approval: 0,
  information: 0,
  held: 0,
});

/**
 * Books the time since the last fact, in which nothing changed, under what the run was doing; to be called before a fact is applied.
 * Takes the same time however long the run is.
 */
export const spend = (state: RunState, atMs: number): void => {
  const lastMs = state.lastAtMs ?? atMs;
  if (state.status === 'running' && atMs > lastMs) {
    state.spent[activityOf(state)] += atMs - lastMs;
  }
  // Two ways that went on beside each other stand on paper one after the other: no second counts twice.
  state.lastAtMs = Math.max(atMs, lastMs);
};

/** Counts the step under what it does now, and no longer under what it did; to be called whenever one has changed, by its own fact or another's. */
export const recount = (state: RunState, step: StepState): void => {
  const after = claimOf(step);
  const {claim: before = 'none'} = step;
  if (after !== before) {
    step.claim = after;
    state.claims.set(before, (state.claims.get(before) ?? 0) - 1);
    state.claims.set(after, (state.claims.get(after) ?? 0) + 1);
  }
};

/** Splits the time from the start of the run to its end or to now: the parts are the whole. */
export const splitTime = (state: RunState, nowMs: number): TimeSplit => {
  const split = {...state.spent};
  if (state.status === 'running' && state.lastAtMs !== undefined) {
    split[activityOf(state)] += nowMs - state.lastAtMs;
  }
  return split;
};

/** The order in which a second is claimed (language.md, "Facts and time"); what nobody claims is `held`. */
const activityOf = ({claims, paused}: RunState): Activity => {
  const has = (claim: Claim): boolean => (claims.get(claim) ?? 0) > 0;
  if (has('machine') || (has('start') && !paused)) {
    return 'machine';
  }
  return (['handsOn', 'approval', 'information'] as const).find(has) ?? 'held';
};

export const claimOf = ({status, outline, prompt, shown, lacks = []}: StepState): Claim => {
  if (lacks.length > 0 && status !== 'held' && status !== 'unknown') {
    return 'information';
  }
  switch (status) {
    case 'awaiting':
      return waitingFor(prompt?.kind);
    case 'running':
      if (shown?.interactive) {
        return 'handsOn';
      }
      return (outline.shape === 'action' && outline.opens === undefined) || outline.shape === 'probe'
        ? 'machine'
        : 'none';
    case 'undoing':
      return shown?.interactive ? 'handsOn' : 'machine';
    case 'verifying':
      return 'machine';
    case 'ready':
      return 'start';
    case 'held':
    case 'unknown':
    case 'pending':
    case 'succeeded':
    case 'rejected':
    case 'failed':
    case 'skipped':
    case 'overridden':
    case 'not-applicable':
    case 'left':
    case 'undone':
    case 'not-reached':
      return 'none';
  }
};

type PromptKind = NonNullable<StepState['prompt']>['kind'];

const waitingFor = (kind: PromptKind | undefined): Claim => {
  switch (kind) {
    case 'approval':
      return 'approval';
    case 'decision':
    case 'input':
    case 'confirmation':
      return 'information';
    case 'instruction':
    case undefined:
      return 'handsOn';
  }
};
