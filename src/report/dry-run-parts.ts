/** The parts of a step that a dry run shows, in sentences: what is done, asked and looked at, and what a failure leads to. */
import type {Json} from '../base/canonical-json.ts';
import {showForeignLine, showForeignText} from '../base/foreign-text.ts';
import type {Foretold, ForetoldAction, ForetoldCondition, ForetoldFailure, ForetoldProbe} from '../run/dry-run.ts';
import type {Prompt} from '../run/shown.ts';
import {actionSentences} from './action-sentences.ts';
import {spokenDuration} from './spoken-duration.ts';

/** What would be held is said in capitals, wherever it stands. */
const heldWords = (problem: string): string => `WOULD BE HELD: ${showForeignLine(problem)}.`;

export const orHeld = <Part>(part: Foretold<Part>, say: (value: Part) => readonly string[]): readonly string[] =>
  part.ok ? say(part.value) : [heldWords(part.problem)];

export const problemLines = (problems: readonly string[]): readonly string[] => problems.map(heldWords);

/** What exactly would be done, behind a gutter. */
export const actionLines = (action: ForetoldAction): readonly string[] => {
  const {cwd, stdin, interpreter, isTransaction, ...shown} = action;
  return [
    ...actionSentences(shown),
    ...(interpreter === undefined ? [] : [`The script is read by ${showForeignLine(interpreter.join(' '))}.`]),
    ...(cwd === undefined ? [] : [`In the directory ${showForeignLine(cwd)}.`]),
    ...(stdin === undefined ? [] : ['On its standard input:', ...behindGutter(stdin)]),
    ...(isTransaction ? ['In one transaction: all of it or nothing.'] : []),
    ...(shown.interactive ? ['It gets the terminal of whoever executes the run.'] : []),
  ];
};

/** A probe: what it is called, what it asks, and when it passes. */
export const probeLines = ({name, negated, asks, expect, failWhen, withinMs}: ForetoldProbe): readonly string[] => {
  const again = withinMs === undefined ? '' : `, asked again for ${spokenDuration(withinMs)}`;
  const passes = expect === undefined ? 'its question succeeds' : showForeignLine(expect);
  const called = name === expect ? '' : ` ${showForeignLine(name)}`;
  return [
    `Check${called}${again}:`,
    ...indented([
      ...orHeld(asks, actionLines),
      `It passes ${negated ? 'when this is not so' : 'when'}: ${passes}`,
      ...(failWhen === undefined ? [] : [`It fails at once when: ${showForeignLine(failWhen)}`]),
    ]),
  ];
};

/** A question as it would be put. */
export const promptLines = (prompt: Prompt): readonly string[] => {
  const {ask, checklist = [], options = [], from = [], paste, reveals, takes, isSecret, isOptional, need = 1} = prompt;
  return [
    ...behindGutter(ask),
    ...checklist.map((item, index) => `Item ${index + 1} of ${checklist.length}: ${showForeignLine(item)}`),
    ...(paste === undefined ? [] : ['Text to type there:', ...behindGutter(paste)]),
    ...(reveals === undefined ? [] : [`A key shows ${showForeignLine(reveals)} for a moment.`]),
    ...(takes === undefined
      ? []
      : [`Takes ${takes}${isSecret ? ', typed unseen' : ''}${isOptional ? ', may be left out' : ''}.`]),
    ...(prompt.kind === 'input' ? options.map(({name}) => `Option ${showForeignLine(name)}.`) : []),
    ...(from.length > 0 && need > 1 ? [`It takes ${need} approvals.`] : []),
    ...from.map(
      ({role, name, contact}) =>
        `May be approved by ${showForeignLine(name)}, ${role.replaceAll('_', ' ')}, ${showForeignLine(contact)}.`,
    ),
  ];
};

/** How a condition stands: told now, or what it depends on. */
export const conditionWords = ({holds, dependsOn, problem}: ForetoldCondition): string => {
  if (problem !== undefined) {
    return `cannot be told: ${showForeignLine(problem)}`;
  }
  return holds === null ? dependsWords(dependsOn) : holds ? 'true' : 'false';
};

export const dependsWords = (causes: readonly string[]): string =>
  causes.length === 0 ? 'known only during the run' : `depends on ${causes.map(showForeignLine).join(', ')}`;

/** What a failure leads to. */
export const failureWords = (failure: ForetoldFailure): string => {
  switch (failure.do) {
    case 'hold':
      return 'the run is held';
    case 'continue':
      return 'the run goes on';
    case 'abort':
      return 'the run is aborted';
    case 'goto':
      return `the run goes on at ${failure.step}`;
    case 'undo_to':
      return `the run is held, and undoing back to ${failure.step} is proposed${failure.then === undefined ? '' : `; then it goes on at ${failure.then}`}`;
  }
};

/** `10 s`, or `10 s, late 2 min`. */
export const estimateWords = ({p50Ms, p90Ms}: {readonly p50Ms: number; readonly p90Ms: number}): string =>
  p50Ms === p90Ms ? wholeSeconds(p50Ms) : `${wholeSeconds(p50Ms)}, late ${wholeSeconds(p90Ms)}`;

/** An estimate has no tenths. */
const wholeSeconds = (durationMs: number): string => spokenDuration(Math.round(durationMs / 1_000) * 1_000);

/** A value on one line; what stands for one is no text. */
export const valueWords = (value: Json): string =>
  showForeignLine(
    typeof value === 'string' && /^\u2039[^\u2039\u203a]*\u203a$/.test(value) ? value : JSON.stringify(value),
  );

/** A blank line stays one. */
export const indented = (lines: readonly string[]): readonly string[] =>
  lines.map(line => (line === '' ? line : `  ${line}`));

const behindGutter = (text: string): readonly string[] =>
  showForeignText(text.trim(), {tabs: 'expand'})
    .split('\n')
    .map(line => `| ${line}`);
