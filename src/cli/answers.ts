/** Answers that were prepared before a run: step by step, so that nobody has to sit there. */
import type {Json} from '../base/canonical-json.ts';
import {type Result, succeed} from '../base/result.ts';
import {didYouMean} from '../diagnostics/nearest.ts';
import {outlineOf} from '../machine/outline.ts';
import {outlineEntries} from '../run/outline.ts';
import {withoutItems} from '../run/path.ts';
import type {Runbook} from '../runbook/runbook.ts';
import {readData} from './data-file.ts';
import {type Refusal, refuse} from './refusal.ts';

/** Step id or path → answer. */
export type Answers = {readonly [step: string]: Json};

/** Reads the file. An answer to a step that there is not is a typing error: it is found now, and not when nobody is there. */
export const readAnswers = (file: string | undefined, runbook: Runbook): Result<Answers, Refusal> => {
  const data = readData(file);
  if (!data.ok) {
    return data;
  }
  const steps = outlineEntries(outlineOf(runbook));
  const names = steps.flatMap(({path, step}) => [step.id, path]);
  const unknown = Object.keys(data.value).find(name => !names.includes(withoutItems(name)));
  if (unknown !== undefined) {
    return refuse(
      'usage',
      `${file} answers a step "${unknown}" that ${runbook.id} does not have.`,
      didYouMean(unknown, [...new Set(names)]),
    );
  }
  for (const {path, step: outline} of steps) {
    const ways = outline.kind === 'decision' ? (outline.branches ?? []).map(({name}) => name) : [];
    const chosen = wordOf(data.value[path] ?? data.value[outline.id]);
    if (ways.length > 0 && chosen !== undefined && !ways.includes(chosen)) {
      return refuse(
        'usage',
        `${file} answers ${outline.id} with "${chosen}", which is none of its ways.`,
        didYouMean(chosen, ways) ?? `They are ${ways.join(', ')}.`,
      );
    }
  }
  return succeed(data.value);
};

/** The answer itself, where it is a word: alone, or as `value` beside a reason. */
const wordOf = (given: Json | undefined): string | undefined => {
  const value = typeof given === 'object' && given !== null && 'value' in given ? given.value : given;
  return typeof value === 'string' ? value : undefined;
};
