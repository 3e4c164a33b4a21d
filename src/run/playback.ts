/** A recorded run as a session: the same screens draw it, at any of its moments, and nothing can be changed. */

import {stepsInOrder} from './blocks.ts';
import type {Fact} from './event.ts';
import {apply, notStarted} from './fold.ts';
import type {OpenPrompt} from './intent.ts';
import type {Outline} from './outline.ts';
import type {Path} from './path.ts';
import type {Printed} from './printed.ts';
import {runTimesOf} from './run-time.ts';
import type {RunSession} from './session.ts';
import type {RunState, StepState} from './state.ts';

export type Recording = {
  readonly outline: Outline;
  readonly facts: readonly Fact[];
  /** What an attempt printed, line by line, as it was kept. */
  readonly output: (path: Path, attempt: number) => readonly string[];
  /** All of it, where its file is there. */
  readonly printed?: (path: Path, attempt: number) => Printed;
  /** The head of the chain after so many facts, as words. */
  readonly words: (entries: number) => string;
};

/** Opens a record at its end, or at a number of facts. */
export const playback = (recording: Recording, at = recording.facts.length): RunSession => {
  const {outline, facts} = recording;
  const times = runTimesOf(facts);
  const listeners = new Set<() => void>();
  // What it is, is known from the first frame on: nobody may take a recorded drill for an incident.
  const [first] = facts;
  const beforeStart = (): RunState => ({
    ...notStarted(outline),
    ...(first?.type === 'run-started' && {mode: first.mode}),
  });
  let state = beforeStart();
  let position = 0;
  let version = 0;
  const seek = (target: number): void => {
    const wanted = Math.max(0, Math.min(facts.length, target));
    if (wanted < position) {
      state = beforeStart();
      position = 0;
    }
    for (const fact of facts.slice(position, wanted)) {
      apply(state, fact);
    }
    position = wanted;
    version += 1;
    for (const listener of listeners) {
      listener();
    }
  };
  seek(at);
  return {
    state: () => state,
    version: () => version,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    prompts: () => shownPrompts(state),
    output: recording.output,
    ...(recording.printed && {printed: recording.printed}),
    nowMs: () => times[Math.max(0, position - 1)] ?? 0,
    send: async () => ({accepted: false, why: 'This is a record; it cannot be changed.'}),
    head: () => ({words: position === 0 ? '' : recording.words(position), entries: position}),
    playback: {length: () => facts.length, position: () => position, seek},
  };
};

/** What is being asked, where nobody can answer it from here. */
export const shownPrompts = (state: RunState): readonly OpenPrompt[] => stepsInOrder(state).flatMap(promptAt);

/** What was being asked at that moment; nobody can answer it any more, so there are no moves. */
const promptAt = (step: StepState): readonly OpenPrompt[] => {
  const {path, attempt, status, prompt, outline, reason} = step;
  const base = {step: path, attempt, moves: []};
  switch (status) {
    case 'awaiting':
      return prompt ? [{...base, kind: prompt.kind, ask: prompt.ask}] : [];
    case 'held':
      return [{...base, kind: 'held', ask: `"${outline.title}" is held: ${reason ?? ''}`}];
    case 'unknown':
      return [{...base, kind: 'unknown', ask: `Nobody knows how "${outline.title}" ended: ${reason ?? ''}`}];
    case 'pending':
    case 'ready':
    case 'running':
    case 'verifying':
    case 'succeeded':
    case 'rejected':
    case 'failed':
    case 'skipped':
    case 'overridden':
    case 'not-applicable':
    case 'left':
    case 'undoing':
    case 'undone':
    case 'not-reached':
      return [];
  }
};
