/** The end of the run in the pane: outcome, objectives, deviations, what the drill's judge found. */
import {summarise, summaryLines} from '../../report/summary.ts';
import {type Line, paragraph} from '../line.ts';
import type {Look} from '../look.ts';
import type {Moment} from '../moment.ts';

export const endLines = ({state, nowMs, head}: Moment, {width}: Look): readonly Line[] => {
  const [first = '', ...rest] = summaryLines(summarise(state, {nowMs, head: head.words}));
  return [
    ...paragraph(first, {width, tone: state.outcome === 'recovered' ? 'good' : 'strong'}),
    ...rest.flatMap(line => paragraph(line, {width})),
  ];
};
