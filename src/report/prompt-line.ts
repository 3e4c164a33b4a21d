/** How a question is answered on the plain face: printed once under it, a sentence for each answer that counts now. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {OpenPrompt} from '../run/intent.ts';
import type {RunState} from '../run/state.ts';
import {stepName} from './step-name.ts';
import {wordsFor} from './typed-answer.ts';
import {addressOf} from './typed-line.ts';
import {remarkWords} from './typed-remark.ts';

/** The ways out of an open question, and how it is told from others that are open; the last line says what can be typed at every moment. */
export const promptLines = (
  open: OpenPrompt,
  state: RunState,
  {isOneOfSeveral}: {readonly isOneOfSeveral: boolean},
): readonly string[] => {
  const prompt = state.steps.get(open.step)?.prompt;
  const words = wordsFor(open).map(({spelled, explains}) => `  "${spelled}": ${explains}.`);
  const confirm = open.moves.includes('confirm')
    ? [`  "${showForeignLine(prompt?.expected ?? '')}": it is this target, go on.`]
    : [];
  const options = (open.options ?? []).map(
    ({name, title}, index) => `  ${index + 1}, ${name}: ${showForeignLine(title)}`,
  );
  const example = confirm.length > 0 ? showForeignLine(prompt?.expected ?? '') : (wordsFor(open)[0]?.spelled ?? '');
  return [
    `${stepName(state, open.step)}: to answer, type one of these and press Enter.`,
    ...(isOneOfSeveral
      ? [
          `  Other questions are open too: begin the answer with "${addressOf(open.step)}", as in "${addressOf(open.step)} ${example}".`,
        ]
      : []),
    ...options,
    ...confirm,
    ...words,
    always,
  ];
};

const always = `  At every moment: ${remarkWords.map(({spelled}) => `"${spelled}"`).join(', ')}.`;
