/** Regular expressions that cannot hang: all states at once, one character at a time, never back (Thompson, 1968). */
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import type {RegexNode} from './regex-parse.ts';
import {isWordCharacter, parseRegex} from './regex-parse.ts';

/** Says whether a pattern matches somewhere in a text. */
export type Matcher = (text: string) => boolean;

/** `a{999}{999}` is short to write and long to run: the compiled pattern counts. */
const instructionsMax = 2_000;

/**
 * Compiles a pattern. Time is proportional to pattern times text: a hostile pattern hung the expression library's own
 * `matches` for over 20 seconds, and an operator's terminal must not wait for a regular expression.
 */
export const compileRegex = (pattern: string): Result<Matcher> => {
  const parsed = parseRegex(pattern);
  if (!parsed.ok) {
    return parsed;
  }
  const program: Instruction[] = [];
  emit(parsed.value, program);
  if (program.length >= instructionsMax) {
    return fail(`"${pattern.slice(0, 80)}" repeats too much to be checked quickly`);
  }
  program.push({do: 'accept'});
  return succeed(text => run(program, [...text]));
};

type Instruction =
  | {readonly do: 'accept'}
  | {readonly do: 'take'; readonly matches: (character: string) => boolean}
  | {readonly do: 'edge'; readonly edge: 'start' | 'end' | 'word' | 'inside'}
  | {readonly do: 'split'; readonly to: number[]};

const emit = (node: RegexNode, program: Instruction[]): void => {
  if (program.length >= instructionsMax) {
    return;
  }
  switch (node.type) {
    case 'character':
      program.push({do: 'take', matches: node.matches});
      return;
    case 'edge':
      program.push({do: 'edge', edge: node.edge});
      return;
    case 'sequence':
      for (const part of node.parts) {
        emit(part, program);
      }
      return;
    case 'choice':
      emitChoice(node.options, program);
      return;
    case 'repeat':
      emitRepeat(node, program);
      return;
  }
};

const emitChoice = (options: readonly RegexNode[], program: Instruction[]): void => {
  const starts: number[] = [];
  const ends: number[][] = [];
  program.push({do: 'split', to: starts});
  for (const option of options) {
    starts.push(program.length);
    emit(option, program);
    const end: number[] = [];
    ends.push(end);
    program.push({do: 'split', to: end});
  }
  for (const end of ends) {
    end.push(program.length);
  }
};

const emitRepeat = ({node, min, max}: Extract<RegexNode, {type: 'repeat'}>, program: Instruction[]): void => {
  for (let count = 0; count < min && program.length < instructionsMax; count++) {
    emit(node, program);
  }
  if (max === Number.POSITIVE_INFINITY) {
    const loop = program.length;
    const to = [loop + 1];
    program.push({do: 'split', to});
    emit(node, program);
    program.push({do: 'split', to: [loop]});
    to.push(program.length);
    return;
  }
  const skips: number[][] = [];
  for (let count = min; count < max && program.length < instructionsMax; count++) {
    const to = [program.length + 1];
    skips.push(to);
    program.push({do: 'split', to});
    emit(node, program);
  }
  for (const skip of skips) {
    skip.push(program.length);
  }
};

const run = (program: readonly Instruction[], text: readonly string[]): boolean => {
  let states = new Set<number>();
  for (let at = 0; at <= text.length; at++) {
    // A match may begin at every character.
    if (enter(0, {program, text, at, states})) {
      return true;
    }
    const next = new Set<number>();
    const character = text[at];
    for (const state of character === undefined ? [] : states) {
      const instruction = program[state];
      if (
        instruction?.do === 'take' &&
        instruction.matches(character ?? '') &&
        enter(state + 1, {program, text, at: at + 1, states: next})
      ) {
        return true;
      }
    }
    states = next;
  }
  return false;
};

type Place = {
  readonly program: readonly Instruction[];
  readonly text: readonly string[];
  readonly at: number;
  readonly states: Set<number>;
};

/** Adds a state and all that follow without a character; true when the pattern is complete. */
const enter = (start: number, {program, text, at, states}: Place): boolean => {
  const open = [start];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    const instruction = program[state];
    if (states.has(state) || instruction === undefined) {
      continue;
    }
    states.add(state);
    if (instruction.do === 'accept') {
      return true;
    }
    if (instruction.do === 'split') {
      open.push(...instruction.to);
    }
    if (instruction.do === 'edge' && isEdge(instruction.edge, text[at - 1], text[at])) {
      open.push(state + 1);
    }
  }
  return false;
};

const isEdge = (
  edge: 'start' | 'end' | 'word' | 'inside',
  before: string | undefined,
  after: string | undefined,
): boolean => {
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
