/** The words of a command as a person types them into a shell, broken at a width that fits on paper. */
import type {Json} from '../base/canonical-json.ts';
import type {CommandAction, Content} from '../runbook/action.ts';
import {parseText} from '../runbook/texts/text.ts';
import type {Blanks} from './blanks.ts';

const lineMax = 88;

/** The command with its environment before it, blanks for its values. */
export const shellText = ({run, env}: Pick<CommandAction, 'run' | 'env'>, blanks: Blanks): string => {
  const words = [
    ...Object.entries(env).map(([name, text]) => `${name}=${shellWord(blanks.exact(text))}`),
    ...run.map(word => shellWord(contentText(word, blanks))),
  ];
  return broken(words).join(' \\\n');
};

/** A text, or a JSON value with blanks in its texts. */
export const contentText = (content: Content, blanks: Blanks): string =>
  typeof content === 'string' ? blanks.exact(content) : jsonText(content.json, blanks);

/** As the program writes it; a text that is one `${…}` alone keeps the type of its value, so its blank has no quotes. */
const jsonText = (value: Json, blanks: Blanks): string => {
  if (typeof value === 'string') {
    return isOneValue(value) ? blanks.exact(value) : JSON.stringify(blanks.exact(value));
  }
  if (typeof value !== 'object' || value === null) {
    return JSON.stringify(value);
  }
  const members = Object.entries(value).map(([key, member]) => [key, jsonText(member ?? null, blanks)] as const);
  return Array.isArray(value)
    ? `[${members.map(([, text]) => text).join(',')}]`
    : `{${members.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`;
};

const isOneValue = (text: string): boolean => {
  const parts = parseText(text);
  const [first] = parts.ok ? parts.value : [];
  return parts.ok && parts.value.length === 1 && first !== undefined && 'expression' in first;
};

/** A word as sh takes it for one word. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

const broken = (words: readonly string[]): readonly string[] => {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < lineMax) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(last === undefined ? word : `  ${word}`);
    }
  }
  return lines;
};
