/** An answer that was written beforehand becomes what a person would have asked for. */
import type {Json} from '../base/canonical-json.ts';
import type {Intent, OpenPrompt} from '../run/intent.ts';
import {type Path, withoutItems} from '../run/path.ts';
import type {RunState} from '../run/state.ts';
import type {Answers} from '../runbook/prepared-answers.ts';

/** The next intent for an open question, one point of a checklist at a time; nothing where a prepared answer cannot know. */
export const intentFromAnswer = (state: RunState, prompt: OpenPrompt, given: Json): Intent | undefined => {
  const place = {step: prompt.step, attempt: prompt.attempt};
  const details = detailsOf(given);
  const {value} = details;
  switch (prompt.kind) {
    case 'instruction':
      // Only these two words are answers; anything else waits for a person rather than count as done.
      return value === 'done' || value === 'cannot'
        ? {...place, ...carryOut(details, nextTick(state, prompt.step))}
        : undefined;
    case 'input':
      return {...place, intent: 'answer', value: wordOf(value), ...reasonOf(details)};
    case 'pick':
      return pickNext(place, prompt, Array.isArray(value) ? value : [value]);
    case 'decision':
      return typeof value === 'string' ? {...place, intent: 'choose', value, ...reasonOf(details)} : undefined;
    case 'approval':
      return {...place, ...approve(details)};
    case 'confirmation':
      return typeof value === 'string' ? {...place, intent: 'confirm', value} : undefined;
    case 'held':
    case 'unknown':
    case 'secret':
      // What went wrong is looked at by a person: an answer that was written before cannot know it.
      return undefined;
  }
};

/**
 * What was written for a step: by its path, by the path that it has in every item of a loop, by its id. A step may be called
 * `constructor`, which every object has.
 */
export const preparedFor = (answers: Answers, path: Path, id: string): Json | undefined => {
  const name = [path, withoutItems(path), id].find(other => Object.hasOwn(answers, other));
  return name === undefined ? undefined : answers[name];
};

/** The first of those that were written which is still to come: what was picked otherwise meanwhile is passed by. */
const pickNext = (
  place: Pick<Intent, 'step'>,
  {options = []}: OpenPrompt,
  order: readonly Json[],
): Intent | undefined => {
  const left = order.map(name => options.find(option => option.name === name)).find(option => option !== undefined);
  return left && {...place, intent: 'pick', value: left.name};
};

/** The value of an answer to a question for one. */
export const valueIn = (given: Json): string => wordOf(detailsOf(given).value);

/** A value as a person would have typed it. */
const wordOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

type Details = {readonly value: Json; readonly reason?: string; readonly by?: string};

const unexplained = 'said so beforehand';

const carryOut = ({value, reason = unexplained}: Details, unticked: number | undefined): Intent => {
  if (value === 'cannot') {
    return {intent: 'cannot', reason};
  }
  return unticked === undefined ? {intent: 'done'} : {intent: 'tick', value: unticked};
};

/** A no in any of its spellings is never taken for somebody's name. */
const noWords = ['no', 'no-go', 'nogo', 'no go', 'n', 'nein', 'reject', 'rejected', 'stop', 'false', 'deny', 'denied'];

const approve = ({value, reason = unexplained, by}: Details): Intent =>
  value === false || (typeof value === 'string' && noWords.includes(value.trim().toLowerCase()))
    ? {intent: 'reject', reason}
    : {intent: 'approve', actor: by ?? (typeof value === 'string' ? value : '')};

const reasonOf = ({reason}: Details): Pick<Intent, 'reason'> => (reason === undefined ? {} : {reason});

/** The first point of the checklist that is not ticked yet. */
const nextTick = (state: RunState, path: string): number | undefined => {
  const step = state.steps.get(path);
  const points = step?.prompt?.checklist ?? [];
  const index = points.findIndex((_point, at) => !step?.ticked.has(at));
  return index === -1 ? undefined : index;
};

const detailsOf = (given: Json): Details => {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return {value: given};
  }
  const {value = null, reason, by} = given as {readonly [key: string]: Json};
  return {
    value: value ?? null,
    ...(typeof reason === 'string' && {reason}),
    ...(typeof by === 'string' && {by}),
  };
};
