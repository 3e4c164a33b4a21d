/** What an action printed, for ears: how many lines there are, then the last of them behind a gutter. */
import {showForeignText} from '../base/foreign-text.ts';
import type {Path} from '../run/path.ts';
import {speakable} from './speakable.ts';
import {counted} from './spoken-duration.ts';

/** As many as somebody listens to without having asked for more. */
const spokenMax = 20;

/** A face keeps no more than this of an attempt; what is before it stands in the record. */
const keptMax = 500;

export type Printed = {
  readonly step: Path;
  readonly lines: readonly string[];
  /** All that is kept, where somebody asked for it. */
  readonly all?: boolean;
};

/** Nothing in it can pass for a line of ours: each has the gutter, which readers pass over. */
export const printedLines = ({step, lines: printed, all = false}: Printed): readonly string[] => {
  const lines = printed.flatMap(text => showForeignText(text, {tabs: 'expand'}).split('\n'));
  const said = all ? lines : lines.slice(-spokenMax);
  const isCut = lines.length >= keptMax;
  const many = isCut ? `${keptMax} lines or more` : counted(lines.length, 'line');
  if (lines.length === 0) {
    return [];
  }
  const announced =
    said.length === lines.length
      ? `It printed ${many}${isCut ? ', of which these are the last' : ''}:`
      : `It printed ${many}; these are the last ${said.length}, and "output ${step}" says more:`;
  return [announced, ...said.map(line => `| ${speakable(line)}`)];
};
