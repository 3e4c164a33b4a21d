/** What exactly is done, line by line behind a gutter: the argv, the script, the SQL or the request, secrets already masked. */
import {showForeignLine, showForeignText} from '../base/foreign-text.ts';
import type {ShownAction} from '../run/shown.ts';
import {speakableExactly} from './speakable.ts';
import {withoutPassword} from './target-name.ts';

const kinds: {readonly [Kind in ShownAction['kind']]: string} = {
  command: 'Command',
  script: 'Script',
  sql: 'SQL',
  http: 'Request',
  notify: 'Message',
};

/** A command's words are divided by spaces. */
export const actionSentences = (shown: ShownAction | undefined): readonly string[] => {
  if (!shown) {
    return [];
  }
  const {on, target} = shown;
  const places = [on, target]
    .filter(place => place !== undefined)
    .map(place => showForeignLine(withoutPassword(place)));
  const lines = shown.kind === 'command' ? [shown.lines.join(' ')] : shown.lines;
  const values = Object.entries(shown.values ?? {}).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  return [
    `${kinds[shown.kind]}${places.length === 0 ? '' : ` ${shown.kind === 'notify' ? 'to' : 'on'} ${places.join(', ')}`}:`,
    ...[...lines, ...values].flatMap(exactLines),
    ...(shown.touches === undefined
      ? []
      : [`It changes ${shown.touches.map(place => showForeignLine(withoutPassword(place))).join(', ')}.`]),
  ];
};

/** A text whose every character counts; the gutter, which readers pass over, keeps it from passing for a line of ours. */
export const exactLines = (text: string): readonly string[] => {
  const lines = foreignLines(text);
  const spelled = lines.map(speakableExactly);
  const isSpelled = spelled.some((line, index) => line !== lines[index] && line.includes('\\u{'));
  return [
    ...spelled.map(line => `| ${line}`),
    ...(isSpelled ? ['In this text each \\u{...} is one symbol, spelled by its code.'] : []),
  ];
};

/** A text of others, line by line and harmless. */
export const foreignLines = (text: string): readonly string[] =>
  showForeignText(text.trim(), {tabs: 'expand'}).split('\n');
