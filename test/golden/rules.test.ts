/** A page for each code of the linter, written from the tables of the code and the examples; and the same for the program itself. */
import {readdirSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {showForeignText} from '../../src/base/foreign-text.ts';
import {type Code, codes} from '../../src/diagnostics/codes.ts';
import {lineChanges} from '../../src/diagnostics/line-changes.ts';
import {explanationOf} from '../../src/runbook/explanation.ts';
import {exampleText, type Pair, pairs, printedOf, stemOf, withoutExample} from '../support/lint-examples.ts';

const pages = new URL('../../docs/reference/rules/', import.meta.url);
const everyCode = Object.keys(codes) as Code[];

/** A block of code, fenced by more backticks than stand in it; characters that do not show are spelled out. */
const fenced = (language: string, text: string): string => {
  const shown = showForeignText(text).trimEnd();
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${shown}\n${fence}`;
};

/** In running text, what Markdown or HTML would read as its own is set apart. */
const prose = (sentence: string): string => sentence.replaceAll(/[<>*_[\]\\|]/g, '\\$&');

const waiver = (code: Code): string =>
  fenced('yaml', `waivers:\n  - {rule: ${code}, reason: "why it is right here", until: "YYYY-MM-DD"}`);

const kindOf = (code: Code): string => {
  const {severity, waivable} = explanationOf(code);
  const kind = severity === 'error' ? 'An error: nothing runs with it' : 'A warning: the runbook runs all the same';
  return waivable ? `${kind}. It can be [waived](#waived).` : `${kind}. Nobody can answer for it.`;
};

const exampleParts = ({wrong, mended}: Pair): readonly string[] => [
  '## Wrong',
  fenced('yaml', exampleText(wrong)),
  '`lifeboat lint` says:',
  fenced('text', printedOf(wrong)),
  '## Mended',
  fenced(
    'diff',
    lineChanges(exampleText(wrong), exampleText(mended))
      .map(({sign, text}) => `${sign}${text}`.trimEnd())
      .join('\n'),
  ),
  'As a whole:',
  fenced('yaml', exampleText(mended)),
];

const pageOf = (code: Code): string => {
  const {why, figure, waivable} = explanationOf(code);
  const pair = pairs.find(candidate => candidate.code === code);
  return `${[
    `# ${code}`,
    `Written by the suite from the tables of the code and from [examples](../../../test/golden/lint/), which lie beside this [plan](../../../test/golden/lint/plan.yaml); \`npm run update\` writes it anew. All codes: [diagnostics](../diagnostics.md). On a terminal: \`lifeboat lint --explain ${code}\`.`,
    kindOf(code),
    prose(why),
    ...(figure === null ? [] : [figure]),
    ...(pair === undefined ? [`There is no example here. ${withoutExample[code] ?? ''}`.trim()] : exampleParts(pair)),
    ...(waivable ? ['## Waived', 'Somebody answers for it until a day, with a reason:', waiver(code)] : []),
  ].join('\n\n')}\n`;
};

describe('every code has a page', () => {
  test.each(everyCode)('%s', async code => {
    await expect(pageOf(code)).toMatchFileSnapshot(`../../docs/reference/rules/${stemOf(code)}.md`);
  });

  test('and no page is about a code that is no more', () => {
    const known = everyCode.map(code => `${stemOf(code)}.md`);

    expect(readdirSync(pages).filter(file => !known.includes(file))).toEqual([]);
  });
});

test('a page can be read as Markdown: what is fenced ends where it should', () => {
  for (const code of everyCode) {
    const fences = [...pageOf(code).matchAll(/^(`{3,})(\w*)$/gm)].map(([, fence, language]) => ({fence, language}));
    const open = fences.filter((_, index) => index % 2 === 0);
    const close = fences.filter((_, index) => index % 2 === 1);
    expect(
      open.every(({language}) => language !== ''),
      code,
    ).toBe(true);
    expect(
      close.map(({fence}) => fence),
      code,
    ).toEqual(open.map(({fence}) => fence));
  }
});

test('what the program explains is what the files say', async () => {
  const examples = Object.fromEntries(
    pairs.map(({code, wrong, mended}) => [
      code,
      {wrong: exampleText(wrong), printed: printedOf(wrong), mended: exampleText(mended)},
    ]),
  );
  // What does not show in a text does not hide in this file either.
  const written = JSON.stringify(examples, null, 2).replaceAll(
    /[^\n\x20-\x7e]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  await expect(`${written}\n`).toMatchFileSnapshot('../../src/diagnostics/examples.json');
});
