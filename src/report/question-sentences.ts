/** A question spelled out line by line: what is asked and why, the items, the options with their finish, the exact text, what it takes away. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {Fact} from '../run/event.ts';
import type {Ghost} from '../run/ghost.ts';
import type {RunState, StepState} from '../run/state.ts';
import {actionSentences, exactLines, foreignLines} from './action-sentences.ts';
import {challengeSentence, challengeToSign} from './challenge-to-sign.ts';
import {optionSentences} from './option-sentences.ts';
import {wayBackSentences} from './way-back-sentences.ts';
import {effectWords, pointOfNoReturnWords} from './words.ts';

type Asked = Pick<Extract<Fact, {type: 'asked'}>, 'step' | 'prompt' | 'shown' | 'at'> & {
  readonly ghost?: Ghost | undefined;
};

export const questionSentences = (asked: Asked, state: RunState): readonly string[] => {
  const {prompt, shown} = asked;
  const {ask, checklist = [], paste, items = []} = prompt;
  const step = state.steps.get(asked.step);
  return [
    ...foreignLines(ask),
    ...whySentences(step),
    ...items.map(item => `For: ${showForeignLine(item)}`),
    ...checklist.map((item, index) => itemSentence(item, {index, of: checklist.length, step})),
    ...(paste === undefined ? [] : ['Text to type there:', ...exactLines(paste)]),
    ...revealSentences(asked),
    ...valueSentences(asked),
    ...optionSentences({step: asked.step, prompt, atMs: Date.parse(asked.at), ghost: asked.ghost}, state),
    ...approverSentences(asked, state),
    ...challenges(step, state),
    ...actionSentences(shown),
    ...consequences(asked, state),
  ];
};

const whySentences = (step: StepState | undefined): readonly string[] => {
  const {why, danger} = step?.outline ?? {};
  return [
    ...(why === undefined ? [] : [`Why: ${showForeignLine(why.trim())}`]),
    ...(danger === undefined ? [] : [`Not to be confused: ${showForeignLine(danger.trim())}`]),
  ];
};

type ItemPlace = {readonly index: number; readonly of: number; readonly step: StepState | undefined};

const itemSentence = (item: string, {index, of, step}: ItemPlace): string =>
  `Item ${index + 1} of ${of}${step?.ticked.has(index) ? ', ticked' : ''}: ${showForeignLine(item)}`;

/** What was printed here line by line would stay in a terminal's memory. */
const revealSentences = ({prompt: {reveals}}: Asked): readonly string[] =>
  reveals === undefined ? [] : [`${showForeignLine(reveals)} can be shown on the screen only: lifeboat resume.`];

const valueSentences = ({prompt: {kind, takes, options = [], isSecret, isOptional}}: Asked): readonly string[] =>
  kind === 'input'
    ? [
        `It takes a value of type ${takes ?? 'text'}${isOptional ? ', or nothing' : ''}${isSecret ? ', typed unseen' : ''}.`,
        ...(options.length === 0 ? [] : [`One of: ${options.map(({name}) => showForeignLine(name)).join(', ')}.`]),
      ]
    : [];

const approverSentences = ({step: path, prompt}: Asked, {steps, roles, executor}: RunState): readonly string[] => {
  const {kind, from = [], need = 1} = prompt;
  const {approvals = []} = steps.get(path) ?? {};
  const who = from.map(one => {
    const {name} = roles[one.role] ?? one;
    return `May be approved by ${showForeignLine(name)}, ${one.role.replaceAll('_', ' ')}.`;
  });
  return [
    ...(need > 1 ? [`It takes ${need} of them.`] : []),
    ...who,
    ...(approvals.length === 0 ? [] : [`Given so far: ${approvals.map(showForeignLine).join(', ')}.`]),
    ...(kind === 'approval' ? [`Not by ${showForeignLine(executor)}, who runs this.`] : []),
  ];
};

const challenges = (step: StepState | undefined, state: RunState): readonly string[] => {
  const challenge = step && challengeToSign(state, step);
  return challenge === undefined ? [] : [challengeSentence(challenge)];
};

/** What a confirmation is asked for: what it takes away, whether there is a way back, and the name that begins it. */
const consequences = ({step: path, prompt: {expected}}: Asked, state: RunState): readonly string[] => {
  const step = state.steps.get(path);
  return expected === undefined
    ? []
    : [
        ...(step === undefined ? [] : effectSentences(step)),
        ...wayBackSentences(state),
        `The name to type is ${showForeignLine(expected)}.`,
      ];
};

/** What a step does to the world, and the way back. */
export const effectSentences = ({outline}: Pick<StepState, 'outline'>): readonly string[] => {
  const {effects, hasUndo, pointOfNoReturn} = outline;
  const isChange = effects === 'write' || effects === 'destructive';
  const back = hasUndo ? ' The runbook says how to undo it.' : isChange && !pointOfNoReturn ? ' It has no undo.' : '';
  return [`${effectWords[effects]}${back}`, ...(pointOfNoReturn ? [pointOfNoReturnWords] : [])];
};
