/** What is confirmed: for which items, what it takes away, and the name that must be typed. */
import type {StepState} from '../../run/state.ts';
import {type Line, paragraph, say} from '../line.ts';
import type {Asked, Look} from '../look.ts';
import {consequenceLines} from './step-lines.ts';

export const confirmationLines = (asked: Asked, look: Look): readonly Line[] => {
  const {step} = asked.question;
  const {items = []} = step.prompt ?? {};
  return [
    ...(items.length === 0 ? [] : [say(`It is done for each of these ${items.length}:`)]),
    ...items.flatMap(item => paragraph(item, {width: look.width, indent: '  '})),
    ...consequenceLines(step, look),
    ...unmetLines(step, look),
    ...expectedLines(asked, look),
  ];
};

/** Typing the name does not overrule what must hold before. */
const unmetLines = ({checks}: StepState, {width}: Look): readonly Line[] =>
  checks.some(({use, ok}) => use === 'requires' && !ok)
    ? paragraph('What must hold before does not hold now. It is looked at again then, and holds the step.', {
        width,
        tone: 'warn',
      })
    : [];

/** The name that must be typed, once; while it is typed the line above the cursor says it. */
const expectedLines = ({question, view}: Asked, {width}: Look): readonly Line[] =>
  view.dialog.kind === 'field'
    ? []
    : paragraph(`The name to type: ${question.step.prompt?.expected ?? ''}`, {width, tone: 'strong'});
