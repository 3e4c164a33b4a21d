/** Answers that were prepared before a run: step by step, so that nobody has to sit there. */
import {type Result, succeed} from '../base/result.ts';
import {didYouMean} from '../diagnostics/nearest.ts';
import {type Answers, answerFaults} from '../runbook/prepared-answers.ts';
import type {Runbook} from '../runbook/runbook.ts';
import {readData} from './data-file.ts';
import {type Refusal, refuse} from './refusal.ts';

/** Reads the file. An answer to a step that there is not is a typing error: it is found now, and not when nobody is there. */
export const readAnswers = (file: string | undefined, runbook: Runbook): Result<Answers, Refusal> => {
  const data = readData(file);
  if (!data.ok) {
    return data;
  }
  const faults = answerFaults(data.value, runbook);
  // A step that is not there may be the reason why another is answered wrongly.
  const fault = faults.find(({lacks}) => lacks.what === 'step') ?? faults[0];
  if (fault === undefined) {
    return succeed(data.value);
  }
  const {name, lacks, known} = fault;
  return lacks.what === 'step'
    ? refuse('usage', `${file} answers a step "${name}" that ${runbook.id} does not have.`, didYouMean(name, known()))
    : refuse(
        'usage',
        `${file} answers ${lacks.path} with "${lacks.word}", which is none of its ${lacks.what === 'branch' ? 'ways' : 'steps'}.`,
        didYouMean(lacks.word, known()) ?? `They are ${known().join(', ')}.`,
      );
};
