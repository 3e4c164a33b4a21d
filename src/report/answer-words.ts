/** The words that answer questions on the plain face: how they are spelled, what for, and which intent they become. One table for what is said and what is read. */
import type {Move, OpenPrompt} from '../run/intent.ts';

export type AnswerWord = {
  readonly word: string;
  /** How it is written, for the list of answers: `skip REASON`. */
  readonly spelled: string;
  /** What it is typed for, as it goes on after it: `to run it again`. */
  readonly explains: string;
  readonly move: Move;
  /** Only for these kinds of questions; otherwise wherever the move is allowed. */
  readonly kinds?: readonly OpenPrompt['kind'][];
  readonly takes:
    | 'nothing'
    | 'reason'
    | 'optional-reason'
    | 'item'
    | 'option'
    | 'step-and-reason'
    | 'value'
    | 'approver'
    | 'approver-and-reason'
    | 'role-and-reason'
    | 'resolution';
};

export const answerWords: readonly AnswerWord[] = [
  {word: 'done', spelled: 'done', explains: 'to say that it was carried out', move: 'done', takes: 'nothing'},
  {
    word: 'tick',
    spelled: 'tick NUMBER',
    explains: 'to say that the item of that number is done',
    move: 'tick',
    takes: 'item',
  },
  {
    word: 'choose',
    spelled: 'choose NUMBER',
    explains: 'to take the option of that number',
    move: 'choose',
    takes: 'option',
  },
  {word: 'value', spelled: 'value TEXT', explains: 'to give the value', move: 'answer', takes: 'value'},
  {
    word: 'pick',
    spelled: 'pick NUMBER',
    explains: 'to begin the step of that number next',
    move: 'pick',
    takes: 'option',
  },
  {
    word: 'approve',
    spelled: 'approve NAME',
    explains: 'to pass on the go of that person; instead of the name a signature, or @ and the file that it is in',
    move: 'approve',
    takes: 'approver',
  },
  {
    word: 'reject',
    spelled: 'reject NAME: REASON',
    explains: 'to pass on the no-go of that person',
    move: 'reject',
    takes: 'approver-and-reason',
  },
  {
    word: 'done',
    spelled: 'done REASON',
    explains: 'to say that it is done; the run goes on',
    move: 'resolve',
    kinds: ['unknown'],
    takes: 'resolution',
  },
  {
    word: 'again',
    spelled: 'again REASON',
    explains: 'to say that it did not happen; it is run again',
    move: 'resolve',
    kinds: ['unknown'],
    takes: 'resolution',
  },
  {
    word: 'failed',
    spelled: 'failed REASON',
    explains: 'to stop here; it counts as failed, and the run is held',
    move: 'resolve',
    kinds: ['unknown'],
    takes: 'resolution',
  },
  {
    word: 'cannot',
    spelled: 'cannot REASON',
    explains: 'to say that it cannot be done',
    move: 'cannot',
    takes: 'reason',
  },
  {
    word: 'give',
    spelled: 'give SECRET',
    explains: 'to give the secret that is gone, as it was; what waits for it goes on',
    move: 'give',
    takes: 'value',
  },
  {word: 'retry', spelled: 'retry', explains: 'to run it again', move: 'retry', takes: 'optional-reason'},
  {word: 'skip', spelled: 'skip REASON', explains: 'to go on without it', move: 'skip', takes: 'reason'},
  {
    word: 'override',
    spelled: 'override REASON',
    explains: 'to count it as done all the same',
    move: 'override',
    takes: 'reason',
  },
  {
    word: 'set',
    spelled: 'set NAME=VALUE',
    explains: 'to change that input and run it again',
    move: 'set',
    takes: 'value',
  },
  {
    word: 'undo',
    spelled: 'undo REASON',
    explains: 'to take back what this step did',
    move: 'undo',
    takes: 'optional-reason',
  },
  {
    word: 'undo-to',
    spelled: 'undo-to STEP REASON',
    explains: 'to undo everything back to that step',
    move: 'undo_to',
    takes: 'step-and-reason',
  },
  {
    word: 'jump',
    spelled: 'jump STEP REASON',
    explains: 'to go on at that step and leave everything as it is',
    move: 'jump',
    takes: 'step-and-reason',
  },
  {
    word: 'escalate',
    spelled: 'escalate ROLE: REASON',
    explains: 'to call whoever has that role; it stays as it is',
    move: 'escalate',
    takes: 'role-and-reason',
  },
  {
    word: 'abort',
    spelled: 'abort REASON',
    explains: 'to end the run; nothing is undone',
    move: 'abort',
    takes: 'reason',
  },
];

/** The words that count for a question now. */
export const wordsFor = ({kind, moves}: OpenPrompt): readonly AnswerWord[] =>
  answerWords.filter(({move, kinds}) => moves.includes(move) && (kinds === undefined || kinds.includes(kind)));
