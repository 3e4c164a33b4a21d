/** What lines are made for: how wide they may be and which marks they use; and all that a whole frame is made from. */
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
};

/** A question that stands in the page, and what was done about it so far. */
export type Asked = {readonly moment: Moment; readonly question: Question; readonly view: View};
