/** What can be typed at every moment, whatever is asked: one table for the plain face, the screen's command line and the reference. */
import {showForeignLine} from '../base/foreign-text.ts';
import {fail, type Result, succeed} from '../base/result.ts';
import type {Intent} from '../run/intent.ts';

export type RemarkWord = {
  readonly word: string;
  /** How it is written, for the list: `note TEXT`. */
  readonly spelled: string;
  readonly explains: string;
  /** The intent for what stands behind the word; undefined when that is not what it takes. */
  readonly intent: (rest: string) => Intent | undefined;
};

export const remarkWords: readonly RemarkWord[] = [
  {
    word: 'note',
    spelled: 'note TEXT',
    explains: 'to write words into the record',
    intent: rest => (rest === '' ? undefined : {intent: 'note', value: rest}),
  },
  {
    word: 'evidence',
    spelled: 'evidence FILE',
    explains: 'to copy the file into the record',
    intent: rest => (rest === '' ? undefined : {intent: 'evidence', value: rest}),
  },
  {
    word: 'handover',
    spelled: 'handover ROLE NAME',
    explains: 'to give that person the role from now on; "executor" is who runs this',
    intent: rest => {
      const [, role, name] = /^(\S+)\s+(.+)$/.exec(rest) ?? [];
      return role === undefined || name === undefined ? undefined : {intent: 'handover', value: role, actor: name};
    },
  },
  {
    word: 'prove',
    spelled: 'prove SIGNATURE',
    explains:
      'to sign the go that a typed name gave; or @ and the file that the signature is in; where several are, prove STEP: SIGNATURE',
    intent: rest => {
      const [, step, signature = rest] = /^([a-z][a-z0-9_:/[\]]*):\s+(.+)$/s.exec(rest) ?? [];
      return rest === '' ? undefined : {intent: 'prove', signature, ...(step !== undefined && {step})};
    },
  },
  {
    word: 'acknowledge',
    spelled: 'acknowledge DEADLINE',
    explains: 'to say that what was to be done by then is done',
    intent: rest => (/^\S+$/.test(rest) ? {intent: 'acknowledge', value: rest} : undefined),
  },
  {
    word: 'stop',
    spelled: 'stop REASON',
    explains: 'to end the step that is running; where several run, stop STEP: REASON',
    intent: rest => {
      const [, step, reason] = /^([a-z][a-z0-9_:/[\]]*):\s+(.+)$/.exec(rest) ?? [];
      if (step !== undefined && reason !== undefined) {
        return {intent: 'stop', step, reason};
      }
      return rest === '' ? undefined : {intent: 'stop', reason: rest};
    },
  },
  {
    word: 'pause',
    spelled: 'pause',
    explains: 'to start nothing new',
    intent: rest => (rest === '' ? {intent: 'pause'} : undefined),
  },
  {
    word: 'continue',
    spelled: 'continue',
    explains: 'to end the pause',
    intent: rest => (rest === '' ? {intent: 'continue'} : undefined),
  },
];

/** The first word of a typed line, and what stands behind it as it was typed. */
export const wordsOf = (line: string): {readonly text: string; readonly first: string; readonly rest: string} => {
  const text = line.trim();
  const [, first = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
  return {text, first, rest};
};

/** What can be said at every moment; undefined where the line begins with another word. */
export const readRemarkWord = (line: string): Result<Intent> | undefined => {
  const {first, rest} = wordsOf(line);
  const word = remarkWords.find(candidate => candidate.word === first);
  if (!word) {
    return undefined;
  }
  const intent = word.intent(rest);
  return intent ? succeed(intent) : fail(`Write it as: ${word.spelled}.`);
};

/** Reads a line that was typed while nothing is asked: what can be said at every moment, or an abort with its reason. */
export const readRemark = (line: string): Result<Intent> => {
  const {text, first, rest} = wordsOf(line);
  if (first === 'abort') {
    return rest === '' ? fail('Write it as: abort REASON.') : succeed({intent: 'abort', reason: rest});
  }
  const spelled = [...remarkWords.map(word => word.spelled), 'abort REASON'];
  return (
    readRemarkWord(line) ??
    fail(`"${showForeignLine(text)}" is no answer here: nothing is asked now. Type ${spelled.join(', or ')}.`)
  );
};
