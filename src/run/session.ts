/** A run as a view holds it: the live engine and the playback of a record are the same to a screen. */
import type {Ghost} from './ghost.ts';
import type {Intent, IntentAnswer, OpenPrompt} from './intent.ts';
import type {Path} from './path.ts';
import type {RunState} from './state.ts';

export type RunSession = {
  /** The state now. It is updated in place; `version` says that it changed. */
  readonly state: () => RunState;
  /** Goes up by one with every change of the state, the prompts or the live output. */
  readonly version: () => number;
  /** Calls back after each change; the returned function ends that. */
  readonly subscribe: (listener: () => void) => () => void;
  /** What a person is waited for, in the order of the page. */
  readonly prompts: () => readonly OpenPrompt[];
  /** The last lines that an attempt printed, already redacted; foreign text that is still to be sanitised. */
  readonly output: (path: Path, attempt: number) => readonly string[];
  /** The time that the screen measures against: now in a live run, the moment shown in a playback. */
  readonly nowMs: () => number;
  /** Asks for something; answered after the fact is durable, or with why not. */
  readonly send: (intent: Intent) => Promise<IntentAnswer>;
  /** The journal's head as it may be read aloud, and how many facts it covers. */
  readonly head: () => {readonly words: string; readonly entries: number};
  /** What has to be said beside the facts, as of the disk of the record; empty where there is nothing. */
  readonly warning?: () => string;
  /** Another process drives the run: here one only looks. */
  readonly watches?: true;
  /** The last run of the same runbook, once it was looked for; nothing where there is none. */
  readonly ghost?: () => Ghost | undefined;
  /** There in a playback: moving through the record. */
  readonly playback?: PlaybackControls;
};

export type PlaybackControls = {
  readonly length: () => number;
  /** How many facts are shown, 0 to length. */
  readonly position: () => number;
  readonly seek: (position: number) => void;
};
