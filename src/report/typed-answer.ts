/** A typed line becomes an answer to a question, by the words that are said under it. */
import {showForeignLine} from '../base/foreign-text.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Intent, OpenPrompt} from '../run/intent.ts';
import type {Prompt} from '../run/shown.ts';
import {type AnswerWord, wordsFor} from './answer-words.ts';
import {readRemarkWord, wordsOf} from './typed-remark.ts';

/** The question, and the text that it was asked with. */
export type Question = {readonly open: OpenPrompt; readonly prompt?: Prompt};

/** Reads a typed line as an answer to a question, or as what can be said at every moment; else says what can be typed. */
export const readAnswer = (line: string, question: Question): Result<Intent> => {
  const {open, prompt} = question;
  const {text, first, rest} = wordsOf(line);
  const at = {step: open.step, attempt: open.attempt};
  if (open.moves.includes('confirm') && text === prompt?.expected) {
    return succeed({...at, intent: 'confirm', value: text});
  }
  const word = wordsFor(open).find(candidate => candidate.word === first);
  if (word) {
    return complete(word, rest, question);
  }
  const remark = readRemarkWord(line);
  if (remark) {
    // A file that is attached while something is asked is about that.
    return remark.ok && remark.value.intent === 'evidence' ? succeed({...remark.value, step: open.step}) : remark;
  }
  const option = open.moves.includes('choose') ? optionOf(text, question) : undefined;
  if (option !== undefined) {
    return succeed({...at, intent: 'choose', value: option});
  }
  // What is not shown while it is typed is not repeated either.
  const said = prompt?.isSecret || open.lacks || first === 'give' ? 'That' : `"${showForeignLine(text)}"`;
  return fail(`${said} is no answer here. ${howToAnswer(question)}`);
};

/** All that can be typed, in one sentence. */
const howToAnswer = ({open, prompt}: Question): string => {
  const words = wordsFor(open).map(({spelled}) => spelled);
  const confirm = open.moves.includes('confirm') ? [`the name ${prompt?.expected ?? 'of the target'}`] : [];
  return `Type ${[...confirm, ...words].join(', or ')}.`;
};

const complete = (word: AnswerWord, rest: string, question: Question): Result<Intent> => {
  const {step, attempt} = question.open;
  const added = partOf(word, rest, question);
  return added === undefined
    ? fail(`Write it as: ${word.spelled}${numbersOf(word, question)}.`)
    : succeed({step, attempt, intent: word.move, ...added});
};

/** How far numbers go, where it takes one: whoever typed one too many sees it. */
const numbersOf = ({takes}: AnswerWord, {open, prompt}: Question): string => {
  const listed = takes === 'option' ? (open.options ?? prompt?.options) : takes === 'item' ? prompt?.checklist : [];
  const count = listed?.length ?? 0;
  return count === 0 ? '' : count === 1 ? '; the only NUMBER is 1' : `; NUMBER is from 1 to ${count}`;
};

type Part = Pick<Intent, 'value' | 'reason' | 'actor' | 'signature'>;

/** What the rest of the line adds to the intent; undefined when it is not what the word takes. */
const partOf = ({word, takes}: AnswerWord, rest: string, question: Question): Part | undefined => {
  switch (takes) {
    case 'nothing':
      return rest === '' ? {} : undefined;
    case 'optional-reason':
      return rest === '' ? {} : {reason: rest};
    case 'reason':
      return rest === '' ? undefined : {reason: rest};
    case 'resolution':
      return rest === '' ? undefined : {value: word, reason: rest};
    case 'approver':
      return rest === '' ? undefined : approver(rest);
    case 'approver-and-reason':
      return approverAndReason(rest);
    case 'step-and-reason':
      return stepAndReason(rest);
    case 'value':
      return rest === '' && !(word === 'value' && question.prompt?.isOptional) ? undefined : {value: rest};
    case 'role-and-reason':
      return roleAndReason(rest);
    case 'item':
      return valuePart(itemOf(rest, question.prompt));
    case 'option':
      return valuePart(optionOf(rest, question));
  }
};

const roleAndReason = (text: string): Part | undefined => {
  const {actor, reason} = approverAndReason(text) ?? {};
  return actor === undefined || reason === undefined ? undefined : {value: actor, reason};
};

const stepAndReason = (text: string): Part | undefined => {
  const [value = '', ...reason] = text.split(' ');
  return value === '' || reason.length === 0 ? undefined : {value, reason: reason.join(' ')};
};

const valuePart = (value: string | number | undefined): Part | undefined => (value === undefined ? undefined : {value});

/** Who says go: a name, or a signature as it was pasted, or `@` and the file that it is in. */
export const approver = (text: string): Pick<Intent, 'actor' | 'signature'> =>
  /^(?:@|-----BEGIN SSH SIGNATURE|U1NIU0lH)/.test(text) ? {signature: text} : {actor: text};

const approverAndReason = (text: string): Part | undefined => {
  const [, actor, reason] = /^([^:]+):\s*(.+)$/.exec(text) ?? [];
  return actor === undefined || reason === undefined ? undefined : {actor: actor.trim(), reason};
};

/** Items are counted from 1 by people and from 0 by intents. */
const itemOf = (text: string, prompt: Prompt | undefined): number | undefined => {
  const index = /^\d+$/.test(text) ? Number(text) - 1 : -1;
  return prompt?.checklist?.[index] === undefined ? undefined : index;
};

/** An option by its number or by its name. */
const optionOf = (text: string, {open, prompt}: Question): string | undefined =>
  (open.options ?? prompt?.options)?.find(({name}, index) => name === text || String(index + 1) === text)?.name;
