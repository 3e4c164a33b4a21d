/** The ways of a decision, or the steps that can be picked: each with the finish and the data loss that it leads to. */
import {type BranchLoss, branchLoss} from '../../report/branch-loss.ts';
import {minuteOfDay} from '../../report/words.ts';
import {branchProjections, type Finish, isPastRto} from '../../run/projection.ts';
import type {RunState} from '../../run/state.ts';
import {widthOf} from '../cells.ts';
import {type Line, paragraph} from '../line.ts';
import type {Asked, Look} from '../look.ts';

export const optionLines = ({moment, question, view}: Asked, {width, glyphs}: Look): readonly Line[] => {
  const {prompt, path} = question.step;
  const finishes = branchProjections(moment.state, path, moment.nowMs);
  return question.options.flatMap((option, index) => {
    const {name, title} = option;
    const isHere = view.cursor === index;
    const finish = finishes.get(name);
    const isProposed = prompt?.proposal === name;
    // A title that is long has no line of its own for one more word, where the finish has room for it.
    const isBelow = isProposed && finish?.breaksAt === undefined && widthOf(title) + proposed.length > width - 4;
    const [first = [], ...rest] = paragraph(isProposed && !isBelow ? `${title}${proposed}` : title, {
      width: width - 4,
      tone: isHere ? 'strong' : 'plain',
    });
    return [
      [{text: `${isHere ? glyphs.cursor : ' '} `, tone: 'active'}, {text: `${index + 1} `}, ...first],
      ...rest.map((line): Line => [{text: '    '}, ...line]),
      ...finishLines(moment.state, finish, isBelow ? 'proposed; ' : ''),
      ...lossLines(branchLoss(moment.state, {path, option}, moment.ghost), width),
    ];
  });
};

/** What breaks even if all goes as it mostly does is not at risk any more. */
const finishLines = (state: RunState, finish: Finish | undefined, before: string): readonly Line[] =>
  finish === undefined
    ? []
    : [
        [
          {text: `    ${before}finish ${minuteOfDay(finish.p50AtMs)}, late ${minuteOfDay(finish.p90AtMs)} UTC`},
          {
            text:
              finish.breaksAt === undefined ? '' : `  RTO ${isPastRto(state, finish.p50AtMs) ? 'breaks' : 'at risk'}`,
            tone: 'bad',
          },
        ],
      ];

const proposed = ', proposed';

const lossLines = (loss: BranchLoss | undefined, width: number): readonly Line[] =>
  loss === undefined ? [] : paragraph(loss.words, {width, indent: '    ', tone: loss.isMissed ? 'bad' : 'plain'});
