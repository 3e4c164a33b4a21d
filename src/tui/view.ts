/** What the screen itself remembers: cursor, scroll, an open dialog, a text being typed. All the rest is the session's. */
import type {Result} from '../base/result.ts';
import type {Intent, Revealed} from '../run/intent.ts';
import type {Path} from '../run/path.ts';
import type {PlaybackAct} from '../run/session.ts';
import type {OutputView} from './output/output-view.ts';

/** A text that is typed into one line, and the intent that it becomes part of. */
export type Field = {
  readonly label: string;
  readonly text: string;
  readonly intent: Intent;
  readonly puts: 'reason' | 'value' | 'actor' | 'nothing';
  /** The whole intent is what was typed, in the words of the plain face. */
  readonly reads?: (text: string) => Result<Intent>;
  /** Nothing is asked of the run: what was typed says where a replay goes. */
  readonly goes?: (text: string) => Result<PlaybackAct>;
  readonly isOptional?: boolean;
  /** What is typed is not shown. */
  readonly isSecret?: boolean;
  /** What must be typed, letter by letter; it is then never pasted. */
  readonly expected?: string;
  /** Who may not be named here, and why not. */
  readonly refused?: {readonly text: string; readonly why: string};
  readonly then?: Field;
  /** What was handed in before it, where both go out as one: refused, it begins there again. */
  readonly first?: Field;
  /** What stands in the line was refused: the next letter replaces it. */
  readonly isRefused?: boolean;
  /** The letter that opened the line. */
  readonly openedBy?: string;
  /** What is to be known of the text that was typed, before the next field is; nothing where it is not known. */
  readonly leadsTo?: (text: string) => string | undefined;
  /** The question that the field belongs to; it closes when that one is over. Notes and aborts belong to none. */
  readonly question?: string;
};

export type Dialog =
  | {readonly kind: 'none'}
  | {readonly kind: 'menu'; readonly cursor: number}
  /** Closed, it leaves what was open before it. */
  | {readonly kind: 'help'; readonly scroll: number; readonly over?: Dialog}
  /** A step is searched for in the list; given up, the list stands where it stood. */
  | {readonly kind: 'find-step'; readonly text: string; readonly from: Path | null}
  | {readonly kind: 'output'; readonly output: OutputView}
  | {readonly kind: 'field'; readonly field: Field};

export type View = {
  readonly pane: 'step' | 'steps';
  /** The step looked at; null follows the run. */
  readonly selected: Path | null;
  readonly scroll: number;
  /** The place in the open question's list; null where nothing is chosen yet. */
  readonly cursor: number | null;
  /** The question that the cursor belongs to. */
  readonly question: string | null;
  readonly dialog: Dialog;
  /** What was searched for in the list of steps. */
  readonly wanted: string;
  /** How many rows the terminal has: as far as a page goes. */
  readonly rows: number;
  /** One sentence about the last key, until the next one. */
  readonly notice: string;
  /** A secret that was asked for, until its time is up or its question over. */
  readonly revealed: Revealed | null;
  /** An answer is being recorded; nothing else is sent meanwhile. */
  readonly isSending: boolean;
};

export const freshView: View = {
  pane: 'step',
  selected: null,
  scroll: 0,
  cursor: null,
  question: null,
  dialog: {kind: 'none'},
  wanted: '',
  rows: 24,
  notice: '',
  revealed: null,
  isSending: false,
};

/** A view whose question is over forgets its cursor and what was being typed for it. */
export const viewFor = (view: View, question: string | null, cursor: number | null): View => {
  if (view.question === question) {
    return view;
  }
  const {dialog} = view;
  const isOver = dialog.kind === 'field' && dialog.field.question !== undefined;
  return {...view, question, cursor, scroll: 0, revealed: null, ...(isOver && {dialog: {kind: 'none'}})};
};

/** What a key leads to outside the screen. */
export type Effect =
  | {readonly do: 'send'; readonly intent: Intent}
  | {readonly do: 'exit'; readonly why: ExitReason}
  | {readonly do: 'replay'; readonly act: PlaybackAct}
  | {readonly do: 'repaint'}
  | {readonly do: 'suspend'}
  /** Looks for what is searched in the output, from a place on or back. */
  | {readonly do: 'find'; readonly from: number; readonly by: 1 | -1};

/** `left`: chosen in the menu or after the end; `interrupted`: Ctrl-C twice; `lost`: the terminal is gone. The run is held in all of them. */
export type ExitReason = 'left' | 'ended' | 'interrupted' | 'lost';

export type Pressed = {readonly view: View; readonly effect?: Effect};
