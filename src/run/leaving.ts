/** Steps that a choice or a goto passed by, and the groups that were left. */
import {blocksInside, stepsOf} from './blocks.ts';
import {blockOf, ownerOf, type Path} from './path.ts';
import type {RunState, StepState} from './state.ts';
import {finish} from './step-times.ts';
import {recount} from './time-split.ts';

/** The branches that were not chosen are not reached. */
export const leaveOtherBranches = (state: RunState, step: StepState, chosen: string): void => {
  for (const {name} of step.outline.branches ?? []) {
    if (name !== chosen) {
      neverReached(state, `${step.path}:${name}`);
    }
  }
};

/** A block is entered afresh: what an earlier time through it left is history, its attempts count on. */
export const enterAfresh = (state: RunState, block: string): void => {
  for (const step of stepsOf(state, block)) {
    makePending(state, step);
  }
};

/** A step will be come to again, with all that stands inside it. */
export const makePending = (state: RunState, step: StepState): void => {
  step.status = 'pending';
  step.checks = [];
  delete step.startedAtMs;
  delete step.finishedAtMs;
  delete step.reason;
  delete step.wentBack;
  delete step.actor;
  // Nobody waits for anything here any more: who is called about it next time is called as of then.
  delete step.askedAtMs;
  delete step.stuckSinceMs;
  delete step.lacks;
  delete step.paper;
  recount(state, step);
  makeInsidePending(state, step);
};

/** What stands inside a step is come to again with it, and nothing of an earlier time through counts. */
export const makeInsidePending = (state: RunState, step: StepState): void => {
  delete step.fileOutcome;
  // Every way is open again, and every gate on one of them shut.
  delete step.choice;
  step.ticked = new Set();
  for (const block of blocksInside(step)) {
    enterAfresh(state, block);
  }
};

/** What is pending in a block stays undone. */
const neverReached = (state: RunState, block: string): void => {
  for (const step of stepsOf(state, block)) {
    passBy(state, step);
  }
};

/** It is not reached, if it was not yet, and nothing inside it is. */
export const passBy = (state: RunState, step: StepState): void => {
  if (step.status === 'pending') {
    step.status = 'not-reached';
    delete step.lacks;
    recount(state, step);
  }
  for (const block of blocksInside(step)) {
    neverReached(state, block);
  }
};

type Way = {readonly from: Path; readonly to: Path; readonly atMs: number};

/** A goto leads forward: what stands between is not reached, and the groups that it went out of are left. */
export const skipOver = (state: RunState, {from, to, atMs}: Way): void => {
  for (let path = from; ; path = ownerOf(blockOf(path))) {
    const block = blockOf(path);
    const isThere = block === blockOf(to);
    passRest(state, path, isThere ? to : undefined);
    if (isThere || block === '') {
      return;
    }
    leave(state, ownerOf(block), atMs);
  }
};

/** The rest of an item that was given up is not reached; its loop goes on. */
export const leaveItem = (state: RunState, from: Path, atMs: number): void => {
  for (let path = from; ; path = ownerOf(blockOf(path))) {
    const block = blockOf(path);
    const owner = state.steps.get(ownerOf(block));
    passRest(state, path, undefined);
    if (block === '' || !owner) {
      return;
    }
    if (owner.outline.opens === 'items') {
      owner.failedItems = [...(owner.failedItems ?? []), Number(block.slice(block.lastIndexOf('[') + 1, -1))];
      return;
    }
    leave(state, owner.path, atMs);
  }
};

/** Closes everything inside an included runbook that came to its end; gives the step that includes it. */
export const leaveFile = (state: RunState, from: Path, atMs: number): StepState | undefined => {
  let path = from;
  for (let block = blockOf(path); block !== ''; block = blockOf(path)) {
    passRest(state, path, undefined);
    path = ownerOf(block);
    const owner = state.steps.get(path);
    if (owner?.outline.kind === 'include') {
      closeAll(state, owner, atMs);
      return owner;
    }
  }
  return undefined;
};

/** Beside the end others may have been asked, or have groups open. */
const closeAll = (state: RunState, owner: StepState, atMs: number): void => {
  for (const block of blocksInside(owner)) {
    for (const step of stepsOf(state, block)) {
      if (step.status === 'running') {
        finish(step, 'left', atMs);
      } else if (step.status === 'pending' || step.status === 'ready' || step.status === 'awaiting') {
        step.status = 'not-reached';
      } else if (step.status === 'held' || step.status === 'unknown') {
        finish(step, 'left', atMs);
      }
      delete step.lacks;
      recount(state, step);
      closeAll(state, step, atMs);
    }
  }
};

const leave = (state: RunState, path: Path, atMs: number): void => {
  const owner = state.steps.get(path);
  if (owner?.status === 'running') {
    finish(owner, 'left', atMs);
  }
};

/** What follows a step in its block, up to another one or to the end. */
const passRest = (state: RunState, from: Path, to: Path | undefined): void => {
  let isBetween = false;
  for (const step of stepsOf(state, blockOf(from))) {
    if (step.path === to) {
      return;
    }
    if (isBetween) {
      passBy(state, step);
    }
    isBetween ||= step.path === from;
  }
};
