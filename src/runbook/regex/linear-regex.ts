/** Regular expressions that cannot hang: all states at once, one character at a time, never back (Thompson, 1968). */
import type {Result} from '../../base/result.ts';
import {fail, succeed} from '../../base/result.ts';
import {isWordCharacter, parseRegex} from './regex-parse.ts';
import {type Edge, type Instruction, type Program, programOf} from './regex-program.ts';

/** Says whether a pattern matches somewhere in a text, or that the two together are too long to tell quickly. */
export type Matcher = (text: string) => Result<boolean>;

/** Of the pattern, as it is written and as it is compiled, times the text: more takes longer than a person waits. */
const workMax = 10_000_000;

/**
 * Compiles a pattern. Time is proportional to pattern times text: a hostile pattern hung the expression library's own
 * `matches` for over 20 seconds, and an operator's terminal must not wait for a regular expression.
 */
export const compileRegex = (pattern: string): Result<Matcher> => {
  const parsed = parseRegex(pattern);
  if (!parsed.ok) {
    return parsed;
  }
  const program = programOf(parsed.value);
  if (program === undefined) {
    return fail(`"${pattern.slice(0, 80)}" repeats too much to be checked quickly`);
  }
  const work = program.instructions.length + pattern.length;
  return succeed(text =>
    work * text.length > workMax
      ? fail(`"${pattern.slice(0, 80)}" is too long for a text of ${text.length} characters`)
      : succeed(run(program, [...text])),
  );
};

/** Lists of numbers and marks instead of sets: each state at each character costs a few nanoseconds. */
const run = (program: Program, text: readonly string[]): boolean => {
  const size = program.instructions.length;
  const walk: Walk = {
    program,
    text,
    at: 0,
    enteredAt: new Int32Array(size).fill(-1),
    open: new Int32Array(size),
    verdicts: new Int8Array(program.tests.length),
  };
  let here: States = {list: new Int32Array(size), count: 0};
  let ahead: States = {list: new Int32Array(size), count: 0};
  while (walk.at <= text.length) {
    // A match may begin at every character.
    if (enter(0, here, walk)) {
      return true;
    }
    const character = text[walk.at];
    walk.at += 1;
    ahead.count = 0;
    if (character !== undefined && take(character, {here, ahead}, walk)) {
      return true;
    }
    [here, ahead] = [ahead, here];
  }
  return false;
};

type States = {readonly list: Int32Array; count: number};

type Walk = {
  readonly program: Program;
  readonly text: readonly string[];
  /** The character that comes next. */
  at: number;
  /** For each state the character before which it was entered last. */
  readonly enteredAt: Int32Array;
  /** States that are entered and not yet looked at. */
  readonly open: Int32Array;
  /** For each test what it says of the character that is taken: yes, no, or not asked yet. */
  readonly verdicts: Int8Array;
};

const [notAsked, yes, no] = [0, 1, 2] as const;

/** Takes a character; true when the pattern is complete. */
const take = (character: string, {here, ahead}: {here: States; ahead: States}, walk: Walk): boolean => {
  const {program, enteredAt, at, verdicts} = walk;
  verdicts.fill(notAsked);
  for (let index = 0; index < here.count; index++) {
    const state = here.list[index] ?? 0;
    const instruction = program.instructions[state];
    if (instruction?.do !== 'take' || enteredAt[state + 1] === at) {
      continue;
    }
    const {test} = instruction;
    if (verdicts[test] === notAsked) {
      verdicts[test] = program.tests[test]?.(character) === true ? yes : no;
    }
    if (verdicts[test] === yes && enter(state + 1, ahead, walk)) {
      return true;
    }
  }
  return false;
};

/** Adds a state and all that follow without a character; true when the pattern is complete. */
const enter = (start: number, states: States, walk: Walk): boolean => {
  const {program, at, enteredAt, open} = walk;
  if (enteredAt[start] === at) {
    return false;
  }
  // Marked when it is put aside, so that no state waits twice and all of them fit.
  enteredAt[start] = at;
  open[0] = start;
  for (let waiting = 1; waiting > 0; ) {
    waiting -= 1;
    const state = open[waiting] ?? 0;
    const instruction = program.instructions[state];
    if (instruction === undefined || instruction.do === 'accept') {
      return true;
    }
    if (instruction.do === 'take') {
      states.list[states.count] = state;
      states.count += 1;
      continue;
    }
    for (const next of waysOf(instruction, walk)) {
      if (enteredAt[next] !== at) {
        enteredAt[next] = at;
        open[waiting] = next;
        waiting += 1;
      }
    }
  }
  return false;
};

const noWay: readonly number[] = [];

const waysOf = (instruction: Extract<Instruction, {to: unknown}>, {text, at}: Walk): readonly number[] =>
  instruction.do === 'split' || isEdge(instruction.edge, text[at - 1], text[at]) ? instruction.to : noWay;

const isEdge = (edge: Edge, before: string | undefined, after: string | undefined): boolean => {
  switch (edge) {
    case 'start':
      return before === undefined;
    case 'end':
      return after === undefined;
    case 'word':
      return isWordCharacter(before) !== isWordCharacter(after);
    case 'inside':
      return isWordCharacter(before) === isWordCharacter(after);
  }
};
