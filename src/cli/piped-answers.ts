/** Answers that somebody piped into the plain face: they are not taken, and that is said where they were needed. */
import {fstatSync} from 'node:fs';

/**
 * A pipe or a file on standard input may hold answers to questions that come in another order than whoever wrote them
 * thought. Nothing of it is read: a loop of a shell may still want it.
 */
export const pipedAnswerLines = (): readonly string[] =>
  isPipeOrFile()
    ? [
        'What is piped in is not taken as answers: type them on a terminal, prepare them by step with --answers FILE, or send intents with --json.',
      ]
    : [];

const isPipeOrFile = (): boolean => {
  try {
    const stat = fstatSync(0);
    return stat.isFIFO() || stat.isFile() || stat.isSocket();
  } catch {
    // Closed: nobody can have meant it.
    return false;
  }
};
