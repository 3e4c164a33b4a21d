/** Where the linter points: exactly at what is wrong, however the text is written in YAML. */
import {expect, test} from 'vitest';
import {readLines} from '../../../src/diagnostics/lines.ts';
import {loadRunbook} from '../../../src/runbook/load-runbook.ts';
import {recovered, runbookText} from '../../support/runbook-text.ts';

/** What is marked in a runbook, each finding with its line and column. */
const marked = (text: string) => {
  const lines = readLines(text);
  return loadRunbook(text, {today: '2026-11-24'}).diagnostics.map(({code, span}) => {
    const {line, column} = lines.position(span.from);
    return {code, text: text.slice(span.from, span.to), line: lines.line(line), column};
  });
};

const styles = {
  bare: (words: string) => `Say ${words} now`,
  'bare, over two lines': (words: string) => `Say\n    ${words} now`,
  'in single quotes': (words: string) => `'It''s ${words.replaceAll("'", "''")} now'`,
  'in double quotes': (words: string) => `"\\u00dcber \\"${words.replaceAll('"', '\\"')}\\""`,
  'in double quotes, over two lines': (words: string) => `"Say \\\n    ${words.replaceAll('"', '\\"')}"`,
  'in a literal block': (words: string) => `|\n    Say\n\n      ${words} now\n`,
  'in a folded block': (words: string) => `>-\n    Say\n    ${words}\n    now\n`,
  'behind characters of two units': (words: string) => `🔥🔥 ${words}`,
} as const;

const mistakes = [
  {inserted: '${inputs.tabel}', code: 'reference/unknown', place: 'tabel'},
  {inserted: '${inputs.table.trim() + 1}', code: 'expression/type', place: 'inputs.table.trim() + 1'},
  {inserted: '${inputs.table = 1}', code: 'expression/syntax', place: '='},
  {inserted: '${steps.later.outputs.value}', code: 'reference/not-run', place: 'steps.later.outputs.value'},
  {inserted: '${inputs.password}', code: 'secret/in-record', place: 'inputs.password'},
] as const;

const cases = Object.entries(styles).flatMap(([style, write]) =>
  mistakes.map(mistake => ({style, ...mistake, yaml: write(mistake.inserted)})),
);

test.each(cases)('$code $style', ({yaml, code, place}) => {
  const text = runbookText(`
- id: tell
  title: Tell the team
  instruction: ${yaml}
- {id: later, title: Later, input: {ask: "How many?", type: integer}}${recovered}`);

  for (const written of [text, text.replaceAll('\n', '\r\n')]) {
    const [found, ...others] = marked(written);
    expect(others).toEqual([]);
    expect(found).toMatchObject({code, text: place});
    expect(found?.line.slice(found.column - 1, found.column - 1 + place.length)).toBe(place);
  }
});

test('a literal text and a title are marked at what stands there in vain', () => {
  const text = runbookText(`
- id: look
  title: >-
    Look at
    \${inputs.table}
  script:
    text: |
      set -e
        echo "\${inputs.table}"
- {id: pipe, title: Pipe, command: "  count | sort"}${recovered}`);

  expect(marked(text)).toEqual([
    {code: 'text/interpolation', text: '${inputs.table}', line: '          echo "${inputs.table}"', column: 17},
    {code: 'command/words', text: '|', line: '  - {id: pipe, title: Pipe, command: "  count | sort"}', column: 47},
  ]);
  expect(marked(text.replace('count | sort', 'count'))).toMatchObject([
    {code: 'text/not-filled', text: '${inputs.table}', line: '      ${inputs.table}', column: 7},
    {code: 'text/interpolation'},
  ]);
});

test('a field that is missing is marked at the key of what lacks it, a value at itself', () => {
  const text = runbookText(`
- title: Nameless
  command: [ls]
- id: copy
  title: Copy
  command:
    env: {A: b}
- {id: mail, title: Mail, http: {method: FETCH, url: "https://router.example.net/"}}
- id: deep
  title: Deep
  retry:
    attempts: 0
    delai: 5s
  command: [ls]${recovered}`);

  expect(marked(text).map(({code, text: place}) => [code, place])).toEqual([
    ['step/missing-field', 'title'],
    ['step/missing-field', 'command'],
    ['step/wrong-value', 'FETCH'],
    ['step/wrong-value', '0'],
    ['step/unknown-field', 'delai'],
  ]);
});
