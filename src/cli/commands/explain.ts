/** `lifeboat lint --explain CODE`: why a finding is a mistake, with an example that has it and the same mended. Needs no network. */

import {showForeignText} from '../../base/foreign-text.ts';
import {printedJson} from '../../base/printed-json.ts';
import {type Code, codes} from '../../diagnostics/codes.ts';
import {lineChanges} from '../../diagnostics/line-changes.ts';
import {didYouMean, listed} from '../../diagnostics/nearest.ts';
import {codesMeant, type Explanation, explanationOf} from '../../runbook/explanation.ts';
import {exitCodes} from '../exit-code.ts';
import {asTyped} from '../own-command.ts';
import {printRefusal, refuse} from '../refusal.ts';
import type {LintOptions} from './lint.ts';

type Example = {readonly wrong: string; readonly printed: string; readonly mended: string};

export type ExplainOptions = Pick<LintOptions, 'json' | 'format'> & {
  /** Files that were named besides; a code is explained without any. */
  readonly paths: readonly string[];
};

/** Explains a code; `true` is no code at all and lists them. */
export const explainCommand = async (
  wanted: string | true,
  {json: asJson, format, paths}: ExplainOptions,
): Promise<number> => {
  if (paths.length > 0) {
    const hint = 'Leave the paths out, or leave out --explain.';
    return printRefusal(refuse('usage', '--explain speaks of one code and looks at no file.', hint).reason);
  }
  const json = asJson === true || format === 'json';
  if (!json && (format === 'sarif' || format === 'github')) {
    const hint = 'Leave out --format or --explain: the findings of the linter are printed in every format.';
    return printRefusal(refuse('usage', `A code is explained as text or as json, not as ${format}.`, hint).reason);
  }
  if (wanted === true) {
    process.stdout.write(json ? `${printedJson(everyCode.map(explanationOf))}\n` : list());
    return exitCodes.done.code;
  }
  const [code, ...others] = codesMeant(wanted);
  if (code === undefined || others.length > 0) {
    return printRefusal(unclear(wanted).reason);
  }
  const explanation = explanationOf(code);
  const example = await exampleOf(code);
  process.stdout.write(
    json ? `${printedJson({...explanation, ...(example ?? none)})}\n` : inWords(explanation, example),
  );
  return exitCodes.done.code;
};

const none = {wrong: null, printed: null, mended: null};

const everyCode = Object.keys(codes) as readonly Code[];

const unclear = (wanted: string): ReturnType<typeof refuse> => {
  const several = codesMeant(wanted);
  if (several.length > 0) {
    return refuse('usage', `"${wanted}" is the name of several codes.`, `Say which: ${listed(several)}.`);
  }
  const meant =
    didYouMean(wanted, everyCode) ??
    didYouMean(
      wanted,
      everyCode.map(code => code.split('/')[1] ?? code),
    );
  return refuse(
    'usage',
    `The linter has no code "${wanted}".`,
    meant === undefined
      ? '`lifeboat lint --explain` lists them all.'
      : `${meant.charAt(0).toUpperCase()}${meant.slice(1)}`,
  );
};

const list = (): string => {
  const width = Math.max(...everyCode.map(code => code.length));
  return everyCode.map(code => `${code.padEnd(width)}  ${codes[code]}\n`).join('');
};

/** Loaded only here: all examples together are as long as the linter itself. */
const exampleOf = async (code: Code): Promise<Example | undefined> => {
  const {default: examples} = await import('../../diagnostics/examples.json', {with: {type: 'json'}});
  return new Map<string, Example>(Object.entries(examples)).get(code);
};

const inWords = (explanation: Explanation, example: Example | undefined): string => {
  const {code, severity, waivable, why, figure} = explanation;
  const kind = severity === 'error' ? 'an error' : 'a warning';
  return `${[
    `${code}: ${kind}${waivable ? ' that can be waived' : ''}`,
    why,
    ...(figure === null ? [] : [figure.replaceAll('`', '')]),
    ...(example === undefined ? [] : exampleParts(example)),
    ...(waivable ? [`To answer for it until a day:\n\n${waiverOf(code)}`] : []),
    ...(example === undefined ? [] : [asTyped(`\`lifeboat lint --explain ${code} --json\` has both texts to copy.`)]),
  ].join('\n\n')}\n`;
};

const exampleParts = ({wrong, printed, mended}: Example): readonly string[] => [
  `Wrong:\n\n${indented(wrong)}`,
  `The linter says:\n\n${indented(printed)}`,
  `Mended:\n\n${indented(
    lineChanges(wrong, mended)
      .map(({sign, text}) => `${sign} ${text}`.trimEnd())
      .join('\n'),
  )}`,
];

const waiverOf = (code: Code): string =>
  indented(`waivers:\n  - {rule: ${code}, reason: "why it is right here", until: "YYYY-MM-DD"}`);

const indented = (text: string): string =>
  showForeignText(text.trimEnd())
    .split('\n')
    .map(line => `  ${line}`.trimEnd())
    .join('\n');
