/** What an operator may ask of a run; the machine allows it, or it is refused and changes nothing. */

import type {Path} from './path.ts';
import type {PromptOption} from './shown.ts';

/** An intent's name, as keys, `--json` input and help call it. */
export type Move =
  | 'done'
  | 'cannot'
  | 'tick'
  | 'choose'
  | 'approve'
  | 'reject'
  | 'confirm'
  | 'answer'
  | 'pick'
  | 'retry'
  | 'skip'
  | 'override'
  | 'undo'
  | 'undo_to'
  | 'jump'
  | 'resolve'
  | 'set'
  | 'escalate'
  | 'stop'
  | 'reveal'
  | 'abort'
  | 'give'
  | 'prove'
  | 'note'
  | 'evidence'
  | 'acknowledge'
  | 'handover'
  | 'pause'
  | 'continue';

/** Every move by its name; a move that is missing here does not compile. */
const moveNames: {readonly [Name in Move]: true} = {
  done: true,
  cannot: true,
  tick: true,
  choose: true,
  approve: true,
  reject: true,
  confirm: true,
  answer: true,
  pick: true,
  retry: true,
  skip: true,
  override: true,
  undo: true,
  undo_to: true,
  jump: true,
  resolve: true,
  set: true,
  stop: true,
  reveal: true,
  escalate: true,
  abort: true,
  give: true,
  prove: true,
  note: true,
  evidence: true,
  acknowledge: true,
  handover: true,
  pause: true,
  continue: true,
};

/** The moves that this version knows, in the order of their table. */
export const allMoves: readonly string[] = Object.keys(moveNames);

/** Whether a word that came from outside is the name of a move. */
export const isMove = (name: string): name is Move => Object.hasOwn(moveNames, name);

export type Intent = {
  readonly intent: Move;
  readonly step?: Path;
  /** Refused when it names an older attempt than the one that is asked about. */
  readonly attempt?: number;
  /**
   * A branch's name, an index to tick, the typed target's name, a step to pick, to go back to or to jump to, a value for an
   * input, `NAME=VALUE` of an input to change, `done|again|failed` for resolve, a role, or a file's path.
   */
  readonly value?: string | number;
  readonly reason?: string;
  /** Proves a go: a signature as `lifeboat approve` prints it, or `@` and the path of a file with one. */
  readonly signature?: string;
  /** Who speaks, where that is not who executes the run; of a go and a no-go the approver, whose word is only passed on; of a handover who takes over. */
  readonly actor?: string;
};

/** A text for the eyes of whoever asked, until then; it goes into no record. */
export type Revealed = {readonly text: string; readonly untilMs: number};

export type IntentAnswer =
  | {readonly accepted: true; readonly revealed?: Revealed}
  | {readonly accepted: false; readonly why: string; readonly meant?: Meant};

/** What would be taken for what was said, in words and as a value: with that value it is. */
export type Meant = {readonly says: string; readonly value: string};

/** A secret that is gone with the program that knew it, and where it came from. */
export type Lacking = {readonly step: Path; readonly name: string; readonly ask: string};

/** What a run waits for a person to say, and the moves that the machine allows now. */
export type OpenPrompt = {
  readonly step: Path;
  readonly attempt: number;
  readonly kind:
    | 'instruction'
    | 'input'
    | 'decision'
    | 'approval'
    | 'confirmation'
    | 'pick'
    | 'held'
    | 'unknown'
    | 'secret';
  readonly ask: string;
  readonly moves: readonly Move[];
  /** A secret that is gone and can be given again: it waits for it, or is held and may have failed for it. */
  readonly lacks?: Lacking;
  /** What can be picked. */
  readonly options?: readonly PromptOption[];
  /** What an approver signs, where a go is asked for. */
  readonly challenge?: string;
};
