/** A recorded run as a session: the same screens draw it, at any of its moments, and nothing can be changed. */

import {stepsInOrder} from './blocks.ts';
import type {OpenPrompt} from './intent.ts';
import {momentOf} from './moment.ts';
import {attemptFileName, type Path} from './path.ts';
import type {Printed} from './printed.ts';
import {indexOf, type RecordIndex} from './replay/record-index.ts';
import type {Recording} from './replay/recording.ts';
import {openTape, type Tape} from './replay/tape.ts';
import type {PlaybackAct, PlaybackControls, PlaybackMoment, RunSession} from './session.ts';
import type {RunState, StepState} from './state.ts';

export type Replay = RunSession & {readonly playback: PlaybackControls};

/** Opens a record at its end, or at a number of facts; the whole of it is gone through once. */
export const playback = (recording: Recording, at = recording.facts.length): Replay => {
  const {facts} = recording;
  const listeners = new Set<() => void>();
  const index = indexOf(recording);
  const tape = openTape(index, at);
  let version = 1;
  const changed = (): void => {
    version += 1;
    for (const listener of listeners) {
      listener();
    }
  };
  const act = (wanted: PlaybackAct): void => {
    tape.act(wanted);
    changed();
  };
  return {
    state: tape.state,
    version: () => version,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    prompts: () => shownPrompts(tape.state()),
    output: (step, attempt) => (knownFrom(index, step, attempt) <= tape.position() ? index.output(step, attempt) : []),
    ...(recording.printed && {printed: printedByThen(recording.printed, index, tape)}),
    nowMs: () => tape.player().nowMs,
    send: async () => ({accepted: false, why: 'This is a record; it cannot be changed.'}),
    head: () => ({words: tape.position() === 0 ? '' : recording.words(tape.position()), entries: tape.position()}),
    playback: {
      now: () => momentAt(recording, index, tape),
      act,
      pass: watchedMs => {
        if (tape.pass(watchedMs)) {
          changed();
        }
      },
      length: () => facts.length,
      position: tape.position,
      seek: wanted => act({do: 'go', to: {facts: wanted}}),
    },
  };
};

const nothing: Printed = {bytes: () => 0, read: () => new Uint8Array()};

/**
 * With how many facts it is known what an attempt printed: the log has no times, so nothing of it is before the fact that
 * ends it. Of one that no fact ends it is known where the record ends.
 */
const knownFrom = ({times, printed}: RecordIndex, step: Path, attempt: number): number =>
  printed.get(attemptFileName(step, attempt)) ?? times.length;

const printedByThen =
  (printedOf: NonNullable<Recording['printed']>, index: RecordIndex, tape: Tape): NonNullable<RunSession['printed']> =>
  (step, attempt) =>
    knownFrom(index, step, attempt) <= tape.position() ? printedOf(step, attempt) : nothing;

const momentAt = ({facts}: Recording, index: RecordIndex, tape: Tape): PlaybackMoment => {
  const {times, landmarks, about, printed, output} = index;
  const position = tape.position();
  const last = facts[position - 1];
  const nextAtMs = times[position];
  return {
    position,
    length: facts.length,
    player: tape.player(),
    landmarks,
    ...(last && {last}),
    ...(nextAtMs !== undefined && {nextAtMs}),
    about: step => (about.get(step) ?? []).filter(({seq}) => seq < position),
    printedAt: (step, attempt) => {
      if (output(step, attempt).length === 0) {
        return undefined;
      }
      const ending = printed.get(attemptFileName(step, attempt));
      const isNow = knownFrom(index, step, attempt) <= position;
      return {isNow, ...(ending !== undefined && {atMs: times[ending - 1] ?? 0})};
    },
    find: wanted => momentOf(facts, wanted, times),
  };
};

/** What is being asked, where nobody can answer it from here. */
export const shownPrompts = (state: RunState): readonly OpenPrompt[] =>
  stepsInOrder(state).filter(isAsked).flatMap(promptAt);

/** Of a long run hardly a step is. */
const isAsked = ({status}: StepState): boolean => status === 'awaiting' || status === 'held' || status === 'unknown';

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
