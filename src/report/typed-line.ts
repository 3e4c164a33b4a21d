/** A typed line on the plain face: which of the open questions it answers, and with what. Never guessed where there are several. */
import {showForeignLine} from '../base/foreign-text.ts';
import {fail, type Result} from '../base/result.ts';
import type {Intent, OpenPrompt} from '../run/intent.ts';
import type {Path} from '../run/path.ts';
import type {RunState} from '../run/state.ts';
import {stepName} from './step-name.ts';
import {type Question, readAnswer} from './typed-answer.ts';
import {readRemark, readRemarkWord, wordsOf} from './typed-remark.ts';

/** How one of several questions is answered, for the list of answers. */
export const addressed = '@STEP ANSWER';

/** `@share[1]/look`, as it stands before an answer. */
export const addressOf = (step: Path): string => `@${step}`;

/** Of these, which a line without an address could be meant for: what picks is no answer to anything else. */
export const isOneOfSeveral = ({step, kind}: OpenPrompt, prompts: readonly OpenPrompt[]): boolean =>
  prompts.some(other => other.step !== step && (other.kind === 'pick') === (kind === 'pick'));

/** Reads a line over all questions that are open now, in the order in which they are asked. */
export const readLine = (line: string, questions: readonly Question[], state: RunState): Result<Intent> => {
  const {text, first, rest} = wordsOf(line);
  // A target's own name may begin like an address.
  if (first.startsWith('@') && !(questions.length === 1 && text === questions[0]?.prompt?.expected)) {
    const meant = questions.find(({open}) => addressOf(open.step) === first);
    return meant ? readAnswer(rest, meant) : fail(`${notAsked(first)}${listed(questions, state)}`);
  }
  const possible = questions.filter(({open}) => (open.kind === 'pick') === (first === 'pick'));
  const [only = questions[0], second] = possible;
  if (only === undefined) {
    return readRemark(line);
  }
  return second === undefined ? readAnswer(line, only) : readAmongSeveral(line, possible, state);
};

/** What is about the whole run needs no address; an answer without one could be meant for the question that came a moment ago. */
const readAmongSeveral = (line: string, questions: readonly Question[], state: RunState): Result<Intent> =>
  wordsOf(line).first === 'abort'
    ? readRemark(line)
    : (readRemarkWord(line) ??
      fail(
        `${questions.length} questions are open, and this does not say which it answers.${listed(questions, state)}`,
      ));

const notAsked = (address: string): string => `Nothing is asked now at "${showForeignLine(address.slice(1))}".`;

const listed = (questions: readonly Question[], state: RunState): string =>
  questions.map(({open}) => ` Begin with "${addressOf(open.step)}" to answer ${stepName(state, open.step)}.`).join('');
