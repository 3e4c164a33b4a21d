/** A line that another program wrote becomes an intent, or is refused with a sentence; nothing in it is guessed. */
import type {Json} from '../base/canonical-json.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import {didYouMean} from '../diagnostics/nearest.ts';
import {allMoves, type Intent, isMove, type Meant} from '../run/intent.ts';

/** What is answered to an intent that changes nothing. */
export type RefusedIntent = {
  /** As it was called; null where the line does not say. */
  readonly intent: string | null;
  readonly step?: string;
  readonly why: string;
  readonly meant?: Meant;
};

/** Reads one line, without its line feed. */
export const readIntent = (line: Buffer): Result<Intent, RefusedIntent> => {
  const value = parseJson(line);
  if (!isObject(value)) {
    return refused(null, 'That line is no JSON object; an intent is one, on one line.');
  }
  const {intent: name, step} = value;
  if (typeof name !== 'string' || name.length > nameLengthMax) {
    return refused(null, 'That object has no "intent": the name of what is asked for, as a short text.');
  }
  const answer = checkedIntent(name, value);
  return answer.ok
    ? answer
    : fail({intent: name, ...(typeof step === 'string' && step !== '' && {step}), why: answer.reason});
};

const refused = (intent: string | null, why: string) => fail<RefusedIntent>({intent, why});

const nameLengthMax = 64;

type Members = {readonly [key: string]: Json | undefined};

type Field = Exclude<keyof Intent, 'intent'>;

/** What each field must be; the words go on after "must be". */
const fields: {readonly [Name in Field]: {readonly fits: (value: Json) => boolean; readonly words: string}} = {
  step: {fits: value => isWord(value), words: 'the path of a step'},
  attempt: {
    fits: value => typeof value === 'number' && Number.isSafeInteger(value) && value >= 1,
    words: 'a number from 1',
  },
  value: {fits: value => typeof value === 'string' || isIndex(value), words: 'a text, or a whole number from 0'},
  reason: {fits: value => typeof value === 'string', words: 'a text'},
  signature: {fits: value => isWord(value), words: 'a signature, or @ and the path of a file'},
  actor: {fits: value => isWord(value), words: "somebody's name"},
};

const isWord = (value: Json): boolean => typeof value === 'string' && value.trim() !== '';

const isIndex = (value: Json): boolean => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const isField = (name: string): name is Field => Object.hasOwn(fields, name);

const checkedIntent = (name: string, members: Members): Result<Intent> => {
  if (!isMove(name)) {
    const hint = didYouMean(name, allMoves);
    return fail(`This version knows no intent "${name}"; ${hint ?? `it knows ${allMoves.join(', ')}.`}`);
  }
  for (const [key, value] of Object.entries(members)) {
    if (key === 'intent' || value === undefined) {
      continue;
    }
    if (!isField(key)) {
      const names = ['intent', ...Object.keys(fields)];
      return fail(
        `An intent has no "${key.slice(0, nameLengthMax)}"; ${didYouMean(key, names) ?? `it may have ${names.join(', ')}.`}`,
      );
    }
    if (!fields[key].fits(value)) {
      return fail(`"${key}" must be ${fields[key].words}.`);
    }
  }
  // Every field was looked at above.
  return succeed({...members, intent: name} as Intent);
};

const parseJson = (line: Buffer): Json | undefined => {
  try {
    return JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(line)) as Json;
  } catch {
    return undefined;
  }
};

const isObject = (value: Json | undefined): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
