/** What an approver signs: one open question of one run, told in a text that can be made again from the journal alone. */
import type {Json} from '../../base/canonical-json.ts';
import {canonicalJson} from '../../base/canonical-json.ts';
import {sha256} from '../safe-file.ts';

/** Binds a signature to the run, the step and its attempt, the words of the question, and all that was recorded before it. */
export type Challenge = {
  readonly run: string;
  readonly step: string;
  readonly attempt: number;
  /** The question, cut where it is long: the digest is of all of it. */
  readonly ask: string;
  readonly question: string;
  readonly head: string;
};

/** The question as it was recorded, and the journal's head before that. */
export type AskedQuestion = Omit<Challenge, 'question'>;

/** With this a reader knows which fields follow. */
const prefix = 'lifeboat1.';

/** Long enough to know the question again, short enough to be sent in a message. */
const askLengthMax = 240;

/** 128 bits: an author who prepares two questions finds shorter digests that are equal. */
const digestDigits = 32;

/** The challenge as one word without blanks: it is what is signed, byte by byte. */
export const challengeText = ({run, step, attempt, ask, head}: AskedQuestion): string => {
  const short = ask.length > askLengthMax ? `${ask.slice(0, askLengthMax).toWellFormed()}…` : ask;
  const members = [
    run,
    step,
    attempt,
    short,
    sha256(Buffer.from(ask)).slice(0, digestDigits),
    head.slice(0, digestDigits),
  ];
  return `${prefix}${Buffer.from(canonicalJson(members)).toString('base64url')}`;
};

/** Reads what somebody was sent; nothing when it is no challenge of ours, spelled exactly as we spell it. */
export const readChallenge = (text: string): Challenge | undefined => {
  const value = text.startsWith(prefix) ? parsed(text.slice(prefix.length)) : undefined;
  if (!Array.isArray(value) || value.length !== 6) {
    return undefined;
  }
  const [run, step, attempt, ask, question, head] = value;
  return typeof run === 'string' &&
    typeof step === 'string' &&
    typeof attempt === 'number' &&
    typeof ask === 'string' &&
    typeof question === 'string' &&
    typeof head === 'string' &&
    text === `${prefix}${Buffer.from(canonicalJson(value)).toString('base64url')}`
    ? {run, step, attempt, ask, question, head}
    : undefined;
};

const parsed = (text: string): Json[] | undefined => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Json[];
  } catch {
    return undefined;
  }
};
