/** The question in front of the person: what is asked, what can be answered, and what each answer leads to. */

import {nextStep} from '../../report/next-step.ts';
import {callsInOrder, whomToCall} from '../../report/whom-to-call.ts';
import {escalationWords} from '../../report/words.ts';
import type {StepState} from '../../run/state.ts';
import {type Line, paragraph, say} from '../line.ts';
import type {Asked, Look} from '../look.ts';
import {approverLines} from './approver-lines.ts';
import {confirmationLines} from './confirmation-lines.ts';
import {optionLines} from './option-lines.ts';
import {isTaken} from './rule-lines.ts';
import {heldLines, unknownLines} from './stuck-lines.ts';

export const questionLines = (asked: Asked, look: Look): readonly Line[] => [
  ...calledLines(asked.question.step, look),
  ...linesOf(asked, look),
  ...callsInPage(asked, look),
];

/** They stand in the rule below the page, unless that has something graver to say. */
const callsInPage = ({moment, question}: Asked, {width}: Look): readonly Line[] =>
  isTaken(moment) && question.moves.length > 0
    ? paragraph(callsInOrder(whomToCall(moment.state, question.step)), {width})
    : [];

/** Who was called in this attempt; the question is theirs too. */
const calledLines = ({escalations = [], attempt, outline}: StepState, {width}: Look): readonly Line[] =>
  escalations
    // A go that is asked for again, because nobody answered in time, is still theirs who were called then.
    .filter(one => one.attempt >= (outline.kind === 'approval' ? attempt - 1 : attempt))
    .flatMap(one => paragraph(escalationWords(one), {width, tone: 'warn'}));

const linesOf = (asked: Asked, look: Look): readonly Line[] => {
  const {question} = asked;
  const {prompt} = question.step;
  switch (question.kind) {
    case 'held':
      return heldLines(asked, look);
    case 'unknown':
      return unknownLines(asked, look);
    case 'secret':
      return secretLines(asked, look);
    case 'instruction':
      return [
        ...ask(instructionTitle(asked), prompt?.ask, look),
        ...checklistLines(asked, look),
        ...pasteLines(question.step, look),
        ...revealLines(asked, look),
        ...enter(
          asked,
          asked.moment.state.undoing ? 'says that it is undone.' : `says that it is done${afterwards(asked)}`,
          look,
        ),
      ];
    case 'input':
      return [
        ...ask('Give a value', prompt?.ask, look),
        ...paragraph(`It takes ${withArticle(prompt?.takes ?? 'text')}${prompt?.isOptional ? ', or nothing' : ''}.`, {
          width: look.width,
          tone: 'quiet',
        }),
        ...(prompt?.options ?? []).flatMap(({name}) => paragraph(`  ${name}`, {width: look.width})),
        ...enter(asked, 'opens the line to type it.', look),
      ];
    case 'pick':
      return [
        say('Pick what comes next', 'active'),
        ...optionLines(asked, look),
        ...enter(asked, 'begins the one that the arrow keys mark.', look),
      ];
    case 'decision':
      return [
        ...ask('Decide', prompt?.ask, look),
        ...optionLines(asked, look),
        ...enter(
          asked,
          asked.view.cursor === null ? 'takes the one that the arrow keys mark.' : 'takes the one marked.',
          look,
        ),
      ];
    case 'approval':
      return [
        ...ask('Go or no-go', prompt?.ask, look),
        ...approverLines(asked, look),
        ...enter(asked, "approves; the approver's name is asked for.", look),
      ];
    case 'confirmation':
      return [
        // What it asks for is the name below; which step it is stands above.
        say('Confirm', 'active'),
        ...confirmationLines(asked, look),
        ...enter(asked, 'opens the line to type it; then it runs.', look),
      ];
  }
};

/** What was typed, or printed, is known to nobody any more. */
const secretLines = (asked: Asked, look: Look): readonly Line[] => [
  ...ask('Give a secret again', asked.question.lacks?.ask, look),
  ...paragraph('It is gone with the program that knew it: no record has it. Nothing of this step is lost.', {
    width: look.width,
    tone: 'quiet',
  }),
  ...enter(asked, 'opens the line to type it, unseen; then the step goes on.', look),
];

/** While a run goes back, nothing is done but undone, and what is on the page below does not come next. */
const instructionTitle = ({moment: {state}}: Asked): string =>
  state.undoing ? `Undo by hand, ${state.undoing.done + 1} of ${state.undoing.count}` : 'Do now';

const withArticle = (type: string): string => `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;

/** What the key leads to; nothing in a playback, where nothing can be answered. In the list of steps it only opens one. */
const enter = ({question, view}: Asked, leadsTo: string, {width}: Look): readonly Line[] => {
  if (question.moves.length === 0) {
    return [];
  }
  const words = view.pane === 'steps' ? 'opens this step; there it can be answered.' : leadsTo;
  return paragraph(`Enter ${words}`, {width, tone: 'quiet'});
};

/** What comes next on the page; nothing where that is not certain, or while another question waits, which the line on top says. */
const afterwards = ({moment, question}: Asked): string => {
  if (moment.prompts.some(({step}) => step !== question.step.path)) {
    return '.';
  }
  const next = nextStep(moment.state, question.step.path);
  const words = next === 'end' ? 'the end of the run' : next?.title;
  return words === undefined ? '.' : `; next: ${words}${/[.?!]$/.test(words) ? '' : '.'}`;
};

const ask = (title: string, text: string | undefined, {width}: Look): readonly Line[] => [
  say(title, 'active'),
  ...paragraph((text ?? '').trim(), {width, tone: 'strong'}),
];

const checklistLines = ({question, view}: Asked, {width, glyphs}: Look): readonly Line[] =>
  (question.step.prompt?.checklist ?? []).flatMap((item, index) => {
    const isTicked = question.step.ticked.has(index);
    const cursor = view.cursor === index ? glyphs.cursor : ' ';
    const [first = [], ...rest] = paragraph(item, {width: width - 8});
    return [
      [
        {text: `${cursor} `, tone: 'active'},
        {text: `${index + 1} ${isTicked ? glyphs.ticked : glyphs.unticked} `, tone: isTicked ? 'good' : 'plain'},
        ...first,
      ],
      ...rest.map((line): Line => [{text: ' '.repeat(8)}, ...line]),
    ];
  });

/** What to type into a console that is not ours, alone on its lines so that it can be copied. */
const pasteLines = ({prompt}: StepState, {width}: Look): readonly Line[] =>
  prompt?.paste === undefined
    ? []
    : [
        say('To paste there:', 'quiet'),
        ...prompt.paste
          .trimEnd()
          .split('\n')
          .flatMap(line => paragraph(line, {width, tone: 'strong'})),
      ];

/** What can be shown, and while it is, the thing itself. */
const revealLines = ({moment, question, view}: Asked, {width}: Look): readonly Line[] => {
  const reveals = question.step.prompt?.reveals;
  const {revealed} = view;
  if (reveals === undefined || !question.moves.includes('reveal')) {
    return [];
  }
  return revealed === null || moment.nowMs >= revealed.untilMs
    ? paragraph(`v shows ${reveals} for 30 s; it is recorded that you saw it.`, {width, tone: 'quiet'})
    : [
        say(`Shown for ${Math.ceil((revealed.untilMs - moment.nowMs) / 1_000)} s more:`, 'warn'),
        ...paragraph(revealed.text, {width, tone: 'strong'}),
      ];
};
