/** What facts about a group change: its items are listed, its blocks open, people pick, rounds end. */
import {addItems, blocksInside} from './blocks.ts';
import type {Fact} from './event.ts';
import {enterAfresh, leaveFile} from './leaving.ts';
import type {RunState, StepState} from './state.ts';
import {answered, begin, finish} from './step-times.ts';

export type GroupFact = Extract<Fact, {readonly type: 'listed' | 'opened' | 'picked' | 'round-ended' | 'file-ended'}>;

export const applyGroup = (state: RunState, step: StepState, fact: GroupFact): void => {
  switch (fact.type) {
    case 'listed':
      step.itemsMasked = fact.masked === true;
      step.changedThen = state.changedInputs;
      step.items = fact.from === 0 ? fact.items : [...(step.items ?? []), ...fact.items];
      return;
    case 'opened':
      answered(step, fact.actor, Date.parse(fact.at));
      begin(step, Date.parse(fact.at));
      step.status = 'running';
      step.picked = [];
      step.failedItems = [];
      step.itemsMasked = fact.masked === true;
      step.changedThen = state.changedInputs;
      step.inputs = fact.inputs ?? {};
      step.changedThen = state.changedInputs;
      step.secretInputs = fact.secrets ?? [];
      delete step.fileOutcome;
      open(state, step, step.outline.opens === 'rounds' ? 1 : (fact.count ?? 0));
      return;
    case 'picked':
      step.picked = [...(step.picked ?? []), fact.inner];
      return;
    case 'file-ended':
      endFile(state, step, fact);
      return;
    case 'round-ended':
      if (!fact.done) {
        open(state, step, fact.round + 2);
      }
      return;
  }
};

/** The rest of the included runbook is not reached; the step that includes it says how it ended. */
const endFile = (state: RunState, step: StepState, fact: Extract<Fact, {type: 'file-ended'}>): void => {
  const atMs = Date.parse(fact.at);
  begin(step, atMs);
  finish(step, step.status === 'failed' || step.status === 'rejected' ? step.status : 'succeeded', atMs);
  const owner = leaveFile(state, step.path, atMs);
  if (owner) {
    owner.fileOutcome = fact.outcome;
  }
};

/** Blocks that an earlier time through left are entered afresh; the rounds of this time stay as they are. */
const open = (state: RunState, step: StepState, width: number): void => {
  const isLoop = step.outline.opens === 'items' || step.outline.opens === 'rounds';
  if (isLoop) {
    addItems(state, step, width);
  }
  const isNextRound = step.outline.opens === 'rounds' && width > 1;
  step.width = width;
  for (const block of isNextRound ? blocksInside(step).slice(-1) : blocksInside(step)) {
    enterAfresh(state, block);
  }
};
