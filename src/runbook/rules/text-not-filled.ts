/** A value put into a text that is shown as it stands. */
import type {Document, DocumentPath} from '../document.ts';
import type {Rule, Subject} from '../rule.ts';
import type {Step} from '../runbook.ts';
import {allSteps} from '../walk.ts';

const insertion = /(?<!\$)\$\{[^}]*\}?/g;

export const textNotFilled: Rule = {
  code: 'text/not-filled',
  severity: 'error',
  why: 'Titles and explanations are read before a run and in reports, where there are no values; the letters would be shown.',
  waivable: false,
  check: subject =>
    [...documentTexts(subject), ...stepTexts(subject)].flatMap(({text, path}) =>
      [...text.matchAll(insertion)].map(match => ({
        message: 'no value is put into this text',
        span: subject.document.spanWithin(path, {from: match.index, to: match.index + match[0].length, text}),
        hint: 'say it without the value, or put it into what the person is asked or told to do',
      })),
    ),
};

type Placed = {readonly text: string; readonly path: DocumentPath};

const documentTexts = ({runbook: {title, summary, symptoms, deadlines, reminders}}: Subject): readonly Placed[] => [
  {text: title, path: ['title']},
  {text: summary, path: ['summary']},
  ...symptoms.map(({text}, index) => ({text, path: ['symptoms', index, 'text']})),
  ...deadlines.map(({text}, index) => ({text, path: ['deadlines', index, 'text']})),
  ...reminders.map(({text}, index) => ({text, path: ['reminders', index, 'text']})),
];

const stepTexts = ({runbook, document, pathOf}: Subject): readonly Placed[] =>
  [...allSteps(runbook.steps)].flatMap(step => {
    const path = pathOf(step.id);
    return [
      {text: step.title, path: [...path, 'title']},
      {text: step.why ?? '', path: [...path, 'why']},
      {text: step.danger ?? '', path: [...path, 'danger']},
      ...step.evidence.map((text, index) => ({text, path: listed(document, [...path, 'evidence'], index)})),
      ...step.troubleshoot.flatMap(({symptom, check, then}, index) => [
        {text: symptom, path: [...path, 'troubleshoot', index, 'symptom']},
        ...(check === undefined ? [] : [{text: check, path: [...path, 'troubleshoot', index, 'check']}]),
        {text: then, path: [...path, 'troubleshoot', index, 'then']},
      ]),
      ...branchTitles(step, path, document),
    ];
  });

/** One text may stand in the place of a list. */
const listed = (document: Document, path: DocumentPath, index: number): DocumentPath =>
  document.has([...path, index]) ? [...path, index] : path;

const branchTitles = (step: Step, path: DocumentPath, document: Document): readonly Placed[] =>
  step.kind === 'decision' || step.kind === 'parallel'
    ? step.branches.map(({name, title}) => {
        const branch = [...path, step.kind, 'branches', name];
        return {text: title, path: document.has([...branch, 'title']) ? [...branch, 'title'] : branch};
      })
    : [];
