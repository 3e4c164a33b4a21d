/** How it is seen that a step has worked, what is written down, what to do in trouble, and the way back. */
import {spellDurationMs} from '../base/duration.ts';
import {retryWords} from '../base/retries.ts';
import type {Probe, Step} from '../runbook/runbook.ts';
import {exactText, type People} from './exact-text.ts';
import type {Writing} from './kind-lines.ts';
import {box, code, dots, inline, within} from './markdown.ts';
import type {PaperStep} from './numbers.ts';
import {type Paragraphs, probeLines} from './probe-lines.ts';

/** How it is known that it worked, what is written down, and the way back. */
export const afterwards = (paper: PaperStep, writing: Writing): Paragraphs => {
  const {step} = paper;
  const {blanks, people} = writing;
  return [
    ...worked(step),
    ...step.verify.flatMap(probe => probeLines('Verify', probe, writing)),
    ...outputs(step),
    ...evidence(step),
    ...duties(paper, people),
    ...known(step, writing),
    ...once(step),
    ...(step.undo === undefined
      ? []
      : step.undo.kind === 'instruction'
        ? [[`To take it back: ${blanks.sentence(step.undo.do)}`]]
        : [['To take it back:'], ...exactText(step.undo, blanks, people)]),
    ...troubles(step),
    ...step.see.map(({title, url}) => [`See ${within(title)}: ${code(url)}`]),
  ];
};

/** What the program goes by where its author says nothing else. */
const worked = ({expect, kind}: Step): Paragraphs => {
  if (expect !== undefined) {
    return [[`- ${box} It has worked when ${code(expect)}.`]];
  }
  if (kind === 'command' || kind === 'script') {
    return [[`- ${box} It has worked when it ends with exit code 0.`]];
  }
  return kind === 'http' ? [[`- ${box} It has worked when the status is 200 to 299.`]] : [];
};

/** What decides when nobody saw how it ended; a check that stands above already is only named. */
const known = ({doneWhen, requires, verify}: Step, writing: Writing): Paragraphs =>
  doneWhen.length === 0
    ? []
    : [
        ['If nobody knows whether it was done, this tells:'],
        ...doneWhen.flatMap(probe =>
          standsIn([...requires, ...verify], probe)
            ? [[`- ${box} It is done: ${calledBy(probe)}, as above.`]]
            : probeLines('It is done', probe, writing),
        ),
      ];

/** By what it is called it is found again only where whatever is called so asks the same. */
const standsIn = (above: readonly Probe[], probe: Probe): boolean => {
  const namesakes = above.filter(other => calledBy(other) === calledBy(probe));
  return (
    calledBy(probe) !== '' && namesakes.length > 0 && namesakes.every(other => question(other) === question(probe))
  );
};

const calledBy = ({name, expect}: Probe): string =>
  name === undefined ? (expect === undefined ? '' : code(expect)) : within(name);

/** What is asked and what must be the answer; how long and how often it is asked counts for nothing. */
const question = ({name, negated, action, expect, failWhen}: Probe): string =>
  JSON.stringify({name, negated, action, expect, failWhen});

const troubles = ({troubleshoot}: Step): Paragraphs =>
  troubleshoot.length === 0
    ? []
    : [
        ['Trouble:'],
        troubleshoot.map(
          ({symptom, check, then}) =>
            `- ${inline(symptom)}${check === undefined ? '' : ` (${within(check)})`}: ${within(then)}`,
        ),
      ];

const outputs = (step: Step): Paragraphs => {
  const named = Object.entries(step.outputs).map(([name, {value, secret}]) =>
    secret
      ? `- ${code(name)} from ${code(value)} is secret: keep it, and not on this paper`
      : `- ${code(name)} ${dots(24)} from ${code(value)}`,
  );
  const point =
    step.recoveryPoint === undefined ? [] : [`- up to when data is back ${dots(24)} from ${code(step.recoveryPoint)}`];
  return named.length + point.length === 0 ? [] : [['Write down:'], [...named, ...point]];
};

const evidence = ({evidence: wanted}: Step): Paragraphs =>
  wanted.length === 0 ? [] : [['Keep with this paper:'], wanted.map(text => `- ${box} ${inline(text)}`)];

const duties = ({step, document}: PaperStep, people: People): Paragraphs => {
  const {temporary, escalate, retry} = step;
  return [
    ...(retry.attempts > 1 ? [[`Try ${retryWords(retry)}.`]] : []),
    ...(temporary === undefined
      ? []
      : [
          [
            `It leaves something behind: step ${document.numbers.get(temporary.liftedBy) ?? temporary.liftedBy} takes it away, within ${spellDurationMs(temporary.withinMs)}.`,
          ],
        ]),
    ...(escalate === undefined
      ? []
      : [
          [
            `When nobody has dealt with it for ${spellDurationMs(escalate.afterMs)}, call ${within(people(escalate.to))}.`,
          ],
        ]),
  ];
};

/** A step that changes something and may not be run twice says so: on paper nobody else does. */
const once = ({shape, effects, idempotent, doneWhen}: Step): Paragraphs =>
  shape === 'action' && !idempotent && (effects === 'write' || effects === 'destructive')
    ? [
        [
          `Not to be run twice${doneWhen.length > 0 ? '' : ': when nobody knows whether it ran, look at what it changes first'}.`,
        ],
      ]
    : [];
