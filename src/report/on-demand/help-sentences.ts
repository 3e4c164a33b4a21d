/** All that can be typed now, a sentence a word: what answers the open questions first, then what counts at every moment. */
import type {OpenPrompt} from '../../run/intent.ts';
import type {RunState} from '../../run/state.ts';
import {answersOf} from '../prompt-line.ts';
import {speakable} from '../speakable.ts';
import {stepName} from '../step-name.ts';
import {addressOf, isOneOfSeveral} from '../typed-line.ts';
import {remarkWords} from '../typed-remark.ts';
import {askedWords} from './asked-words.ts';

export const helpSentences = (prompts: readonly OpenPrompt[], state: RunState): readonly string[] =>
  [
    ...(prompts.length === 0 ? ['Nothing is asked now.'] : prompts.flatMap(open => answers(open, prompts, state))),
    'To hear something, at every moment:',
    ...askedWords.map(typed),
    'To record something, at every moment:',
    ...remarkWords.map(typed),
    ...(prompts.length === 0 ? [typed({spelled: 'abort REASON', explains: 'to end the run; nothing is undone'})] : []),
    'Control and D together, or control and C, leave the run: it is held, and "lifeboat resume" goes on with it. No step is stopped by that.',
  ].map(speakable);

const answers = (open: OpenPrompt, prompts: readonly OpenPrompt[], state: RunState): readonly string[] => {
  const address = isOneOfSeveral(open, prompts) ? `${addressOf(open.step)} ` : '';
  return [
    `To answer ${stepName(state, open.step)}:`,
    ...answersOf(open, state).map(({spelled, explains}) => typed({spelled: `${address}${spelled}`, explains})),
  ];
};

const typed = ({spelled, explains}: {readonly spelled: string; readonly explains: string}): string =>
  `  Type "${spelled}" ${explains}.`;
