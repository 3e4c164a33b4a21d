/** What can be asked of a face that draws nothing, at every moment: a screen shows it all the time, here it is said when a word is typed. */
import type {Path} from '../../run/path.ts';
import {wordsOf} from '../typed-remark.ts';

export type AskedWord = {
  readonly word: 'status' | 'times' | 'steps' | 'output' | 'again' | 'wait' | 'help';
  readonly spelled: string;
  /** What it is typed for, as it goes on after it. */
  readonly explains: string;
};

export const askedWords: readonly AskedWord[] = [
  {word: 'again', spelled: 'again', explains: 'to hear the open questions again'},
  {word: 'status', spelled: 'status', explains: 'to hear how the run stands, and what it waits for'},
  {word: 'times', spelled: 'times', explains: 'to hear the clocks: RTO, projected finish, data loss'},
  {word: 'steps', spelled: 'steps', explains: 'to hear the list of steps, each with its status and time'},
  {
    word: 'output',
    spelled: 'output STEP',
    explains: 'to hear what a step printed last; without STEP, the one that printed last',
  },
  {word: 'help', spelled: 'help', explains: 'to hear all that can be typed now'},
];

/** What was asked; of an output the step, where one was named. */
export type AskedFor = {readonly word: AskedWord['word']; readonly step?: Path};

/**
 * Undefined for a line that answers something. A target that is called `status` has to be typed to confirm it, so the
 * names that are `expected` now are never taken for a word; `again REASON` answers an unknown outcome.
 */
export const readAsked = (line: string, expected: readonly string[]): AskedFor | undefined => {
  const {text, first, rest} = wordsOf(line);
  if (expected.includes(text)) {
    return undefined;
  }
  if (first === 'output') {
    return rest.includes(' ') ? undefined : {word: 'output', ...(rest !== '' && {step: rest.replace(/^@/, '')})};
  }
  const word = [...askedWords.map(one => one.word), 'wait' as const].find(name => name === first);
  return word !== undefined && rest === '' ? {word} : undefined;
};
