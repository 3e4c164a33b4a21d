/** A run as a view holds it: the live engine and the playback of a record are the same to a screen. */
import type {Result} from '../base/result.ts';
import type {Fact, StepFact} from './event.ts';
import type {Ghost} from './ghost.ts';
import type {Intent, IntentAnswer, OpenPrompt} from './intent.ts';
import type {Place} from './moment.ts';
import type {Path} from './path.ts';
import type {Printed} from './printed.ts';
import type {Landmarks} from './replay/landmarks.ts';
import type {Player} from './replay/player.ts';
import type {RunState} from './state.ts';

/** Four words to compare two screens by; twelve for paper while the record stands nowhere, which `verify --anchor` takes. */
export type HeadWords = {readonly words: string; readonly entries: number; readonly toWriteDown?: string};

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
  /** All of it, where it is kept: any place of it can be looked at. */
  readonly printed?: (path: Path, attempt: number) => Printed;
  /** The time that the screen measures against: now in a live run, the moment shown in a playback. */
  readonly nowMs: () => number;
  /** Asks for something; answered after the fact is durable, or with why not. */
  readonly send: (intent: Intent) => Promise<IntentAnswer>;
  /** The journal's head as it may be read aloud, and how many facts it covers. */
  readonly head: () => HeadWords;
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
  /** What stands on the screen beside the run itself. */
  readonly now: () => PlaybackMoment;
  readonly act: (act: PlaybackAct) => void;
  /** Lets so many milliseconds of whoever watches pass. */
  readonly pass: (watchedMs: number) => void;
  readonly length: () => number;
  /** How many facts are shown, 0 to length. */
  readonly position: () => number;
  readonly seek: (position: number) => void;
};

/** What whoever watches a replay can do; what moves by hand stops the playing. */
export type PlaybackAct =
  | {readonly do: 'go'; readonly to: Place}
  | {readonly do: 'play'}
  | {readonly do: 'speed'; readonly by: 1 | -1}
  | {readonly do: 'silence'};

export type PlaybackMoment = {
  readonly position: number;
  readonly length: number;
  readonly player: Player;
  readonly landmarks: Landmarks;
  /** The fact that was recorded last, and when the next one was; nothing at either end. */
  readonly last?: Fact;
  readonly nextAtMs?: number;
  /** The facts about a step so far, oldest first. */
  readonly about: (step: Path) => readonly Extract<Fact, StepFact>[];
  /**
   * When it is known what an attempt had printed: the record has no times of lines. Without an instant where no fact says
   * so, and it is known where the record ends; nothing where it never printed anything.
   */
  readonly printedAt: (step: Path, attempt: number) => {readonly atMs?: number; readonly isNow: boolean} | undefined;
  /** Reads where to go, as `--at` takes it. */
  readonly find: (wanted: string) => Result<Place>;
};
