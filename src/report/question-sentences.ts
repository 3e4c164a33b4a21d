/** A question and an action spelled out line by line: what is asked, the items, the options with their finish, the exact text. */
import {showForeignLine, showForeignText} from '../base/foreign-text.ts';
import type {Fact} from '../run/event.ts';
import {branchProjections} from '../run/projection.ts';
import type {ShownAction} from '../run/shown.ts';
import type {RunState, StepState} from '../run/state.ts';
import {challengeSentence, challengeToSign} from './challenge-to-sign.ts';
import {withoutPassword} from './target-name.ts';
import {effectWords, minuteOfDay, pointOfNoReturnWords} from './words.ts';

type Asked = Pick<Extract<Fact, {type: 'asked'}>, 'step' | 'prompt' | 'shown' | 'at'>;

export const questionSentences = ({step, prompt, shown, at}: Asked, state: RunState): readonly string[] => {
  const {ask, checklist = [], options = [], from = [], paste, proposal, expected, items = []} = prompt;
  const finishes = options.length === 0 ? undefined : branchProjections(state, step, Date.parse(at));
  return [
    ...texts(ask),
    ...items.map(item => `For: ${showForeignLine(item)}`),
    ...checklist.map((item, index) => `Item ${index + 1} of ${checklist.length}: ${showForeignLine(item)}`),
    ...(paste === undefined ? [] : ['Text to type there:', ...texts(paste).map(behindGutter)]),
    ...options.map(({name, title}, index) => {
      const finish = finishes?.get(name);
      const times = finish
        ? `; finish likely ${minuteOfDay(finish.p50AtMs)}, late ${minuteOfDay(finish.p90AtMs)} UTC`
        : '';
      const risk = finish?.breaksAt === undefined ? '' : ', the RTO is at risk';
      return `Option ${index + 1}, ${name}: ${showForeignLine(title)}${name === proposal ? ', proposed' : ''}${times}${risk}.`;
    }),
    ...from.map(
      ({role, name, contact}) =>
        `May be approved by ${showForeignLine(name)}, ${role.replaceAll('_', ' ')}, ${showForeignLine(contact)}.`,
    ),
    ...challenges(state.steps.get(step), state),
    ...actionSentences(shown),
    ...(expected === undefined
      ? []
      : [...consequences(state.steps.get(step)), `The name to type is ${showForeignLine(expected)}.`]),
  ];
};

const challenges = (step: StepState | undefined, state: RunState): readonly string[] => {
  const challenge = step && challengeToSign(state, step);
  return challenge === undefined ? [] : [challengeSentence(challenge)];
};

/** What a confirmation is asked for: what it takes away, and whether there is a way back. */
const consequences = (step: StepState | undefined): readonly string[] =>
  step === undefined
    ? []
    : [effectWords[step.outline.effects], ...(step.outline.pointOfNoReturn ? [pointOfNoReturnWords] : [])];

const kinds: {readonly [Kind in ShownAction['kind']]: string} = {
  command: 'Command',
  script: 'Script',
  sql: 'SQL',
  http: 'Request',
  notify: 'Message',
};

/** What exactly is run, behind the gutter; a command's words are divided by spaces. */
export const actionSentences = (shown: ShownAction | undefined): readonly string[] => {
  if (!shown) {
    return [];
  }
  const {on, target} = shown;
  const places = [on, target]
    .filter(place => place !== undefined)
    .map(place => showForeignLine(withoutPassword(place)));
  const lines = shown.kind === 'command' ? [shown.lines.join(' ')] : shown.lines;
  const values = Object.entries(shown.values ?? {}).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return [
    `${kinds[shown.kind]}${places.length === 0 ? '' : ` ${shown.kind === 'notify' ? 'to' : 'on'} ${places.join(', ')}`}:`,
    ...[...lines, ...values].flatMap(texts).map(behindGutter),
    ...(shown.touches === undefined
      ? []
      : [`It changes ${shown.touches.map(place => showForeignLine(withoutPassword(place))).join(', ')}.`]),
  ];
};

const texts = (text: string): readonly string[] => showForeignText(text.trim(), {tabs: 'expand'}).split('\n');

const behindGutter = (line: string): string => `| ${line}`;
