/** Whom to call about the question in front of the person, and who else is waited for. */
import {stepLabel} from '../../report/step-name.ts';
import {callSentence, whomToCall} from '../../report/whom-to-call.ts';
import type {StepState} from '../../run/state.ts';
import {keyName} from '../key-name.ts';
import {offered} from '../keymap.ts';
import {cutLine, type Line, paragraph, say} from '../line.ts';
import type {Frame, Look} from '../look.ts';
import type {Moment, Question} from '../moment.ts';
import type {View} from '../view.ts';
import {callsWithin} from './rule-lines.ts';

/** All of them, with their roles, where the rule below the page has no room for all: to be scrolled to. */
export const callLines = ({state}: Moment, {question, columns}: Asked, {width}: Look): readonly Line[] => {
  // Whose go it takes stands in the question itself.
  const isAsked = (name: string): boolean => question?.step.prompt?.from?.some(one => one.name === name) === true;
  const calls = question === undefined ? [] : whomToCall(state, question.step).filter(({name}) => !isAsked(name));
  return calls.length === callsWithin(calls, columns).length
    ? []
    : [
        say('Whom to call', 'quiet'),
        ...calls.flatMap(call => paragraph(callSentence(call), {width: width - 2}).map(indented)),
      ];
};

type Asked = {readonly question: Question | undefined; readonly columns: number};

const indented = (line: Line): Line => [{text: '  '}, ...line];

/** What else waits for a person, while the page is about one of them; with the key that goes there, where it does. */
export const waitingLine = ({moment, view, glyphs}: Frame, focus: StepState, width: number): readonly Line[] => {
  const {state, prompts} = moment;
  const others = prompts.filter(({step}) => step !== focus.path);
  if (others.length === 0) {
    return [];
  }
  const titles = others.map(({step}) => stepLabel(state, step));
  const more = others.length < prompts.length ? ' more' : '';
  const words = `${others.length}${more} ${others.length === 1 ? 'waits' : 'wait'} for you: ${titles.join(', ')}`;
  return [
    cutLine(
      [
        {text: `${glyphs.marks.awaiting} `, tone: 'active'},
        {text: wayThere(moment, view), tone: 'active'},
        ...say(words, 'warn'),
      ],
      width,
    ),
  ];
};

/** Nothing where the key means something else: in a line that is typed into, and in what stands over the page. */
const wayThere = (moment: Moment, view: View): string => {
  const keys = view.dialog.kind === 'none' ? offered(moment, undefined, view) : [];
  const key = keys.find(({command}) => command === 'next-waiting')?.keys[0];
  return key === undefined ? '' : `[${keyName(key)}] `;
};
