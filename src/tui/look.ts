/** What lines are made for: how wide they may be and which marks they use; and all that a whole frame is made from. */
import type {StepState} from '../run/state.ts';
import type {Line} from './line.ts';
import type {Moment, Question} from './moment.ts';
import type {Glyphs} from './theme.ts';
import type {View} from './view.ts';

/** The narrowest screen that has room for two panes. */
export const twoPanesFrom = 78;

export type Look = {readonly width: number; readonly glyphs: Glyphs};

export type Frame = {
  readonly moment: Moment;
  readonly view: View;
  /** False for a moment after a question opened, while keys typed before it cannot answer it. */
  readonly isArmed: boolean;
  readonly columns: number;
  readonly rows: number;
  readonly glyphs: Glyphs;
  /** What a replay shows beside the run. */
  readonly replay?: ReplayParts;
};

export type ReplayParts = {
  /** Above the footer. */
  readonly beneath: readonly Line[];
  /** Who did what about a step. */
  readonly acts: (step: StepState, look: Look) => readonly Line[];
  /** What is known by then of what an attempt printed, and why that is not all. */
  readonly printed: (attempt: Pick<StepState, 'path' | 'attempt'>) => {
    readonly lines: readonly string[];
    readonly note: string;
  };
  /** What stands in the timeline, for the help. */
  readonly legend: readonly string[];
};

/** A question that stands in the page, and what was done about it so far. */
export type Asked = {readonly moment: Moment; readonly question: Question; readonly view: View};
