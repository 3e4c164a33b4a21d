/** A path as one word of the shell that PostgreSQL and pg_ctl themselves use. */
import {fail, type Result, succeed} from '../base/result.ts';

/** Quotes a path for `/bin/sh`. A line break cannot stand in a configuration file, so such a path is refused. */
export const shellWord = (path: string): Result<string> =>
  hasControlCharacter(path)
    ? fail(`the path ${JSON.stringify(path)} has a control character and cannot be quoted; use another directory`)
    : succeed(`'${path.replaceAll("'", `'\\''`)}'`);

/** The same inside restore_command and archive_command, where PostgreSQL replaces `%f`, `%p` and `%r` first. */
export const commandWord = (path: string): Result<string> => {
  const word = shellWord(path);
  return word.ok ? succeed(word.value.replaceAll('%', '%%')) : word;
};

const hasControlCharacter = (text: string): boolean => [...text].some(letter => letter < ' ' || letter === '\u007f');
