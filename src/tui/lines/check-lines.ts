/** The checks around a step, one a line; each turns green by itself. */
import type {CheckState, StepState} from '../../run/state.ts';
import {type Line, paragraph} from '../line.ts';
import type {Look} from '../look.ts';

/** What must hold before, then what must hold after; those after are left out while a person is asked whether to begin. */
export const checkLines = (step: StepState, look: Look): readonly Line[] => {
  const {requires, verify} = step.outline;
  return [
    ...listed(step, {use: 'requires', names: requires, word: 'before'}, look),
    ...(step.status === 'awaiting' ? [] : listed(step, {use: 'verify', names: verify, word: 'after'}, look)),
    ...listed(
      step,
      {use: 'check', names: step.outline.looksFor === undefined ? [] : [step.outline.looksFor], word: 'check'},
      look,
    ),
    ...step.checks
      .filter(
        ({use, index}) =>
          use === 'done_when' || (use === 'check' && (index > 0 || step.outline.looksFor === undefined)),
      )
      .flatMap(check => checkLine({name: check.name, word: 'check', check}, look)),
  ];
};

type List = {readonly use: CheckState['use']; readonly names: readonly string[]; readonly word: string};

const listed = (step: StepState, {use, names, word}: List, look: Look): readonly Line[] =>
  names.flatMap((name, index) => {
    const check = step.checks.find(candidate => candidate.use === use && candidate.index === index);
    // What was asked is known by its values.
    return checkLine({name: check?.name ?? name, word, ...(check && {check})}, look);
  });

type Item = {readonly name: string; readonly word: string; readonly check?: CheckState};

const wordWidth = 8;

const checkLine = ({name, word, check}: Item, {width, glyphs}: Look): readonly Line[] => {
  const mark = check === undefined ? glyphs.open : check.ok ? glyphs.passed : glyphs.failed;
  const tone = check === undefined ? 'plain' : check.ok ? 'good' : 'bad';
  const verdict = check === undefined || check.ok ? '' : ' not yet';
  const detail = check === undefined || check.detail === '' ? '' : `: ${check.detail}`;
  const [first = [], ...rest] = paragraph(`${name}${verdict}${detail}`, {width: width - 2 - wordWidth});
  return [
    [{text: `${mark} `, tone}, {text: word.padEnd(wordWidth), tone: 'quiet'}, ...first],
    ...rest.map((line): Line => [{text: ' '.repeat(2 + wordWidth)}, ...line]),
  ];
};
