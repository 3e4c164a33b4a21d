/** What is confirmed: for which items, what it takes away, and the name that must be typed. */
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
    ...expectedLines(asked, look),
  ];
};

/** The name that must be typed, once; while it is typed the line above the cursor says it. */
const expectedLines = ({question, view}: Asked, {width}: Look): readonly Line[] =>
  view.dialog.kind === 'field'
    ? []
    : paragraph(`The name to type: ${question.step.prompt?.expected ?? ''}`, {width, tone: 'strong'});
