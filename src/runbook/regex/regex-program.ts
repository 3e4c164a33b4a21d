/** A pattern's tree as instructions for the machine that runs all its states at once. */
import type {RegexNode} from './regex-parse.ts';

export type Instruction =
  | {readonly do: 'accept'}
  /** `test` is the index of what the character must be. */
  | {readonly do: 'take'; readonly test: number}
  | {readonly do: 'edge'; readonly edge: Edge; readonly to: readonly number[]}
  | {readonly do: 'split'; readonly to: readonly number[]};

export type Edge = Extract<RegexNode, {type: 'edge'}>['edge'];

export type CharacterTest = (character: string) => boolean;

export type Program = {
  readonly instructions: Instruction[];
  /** Each once, however often it is repeated: a character is held against each of them once. */
  readonly tests: CharacterTest[];
};

/** `a{999}{999}` is short to write and long to run: the compiled pattern counts. */
const instructionsMax = 2_000;

/** The program of a pattern; nothing where it repeats too much. */
export const programOf = (node: RegexNode): Program | undefined => {
  const program: Program = {instructions: [], tests: []};
  emit(node, program, new Map());
  if (program.instructions.length >= instructionsMax) {
    return undefined;
  }
  program.instructions.push({do: 'accept'});
  return program;
};

type KnownTests = Map<CharacterTest, number>;

const isFull = ({instructions}: Program): boolean => instructions.length >= instructionsMax;

const emit = (node: RegexNode, program: Program, known: KnownTests): void => {
  if (isFull(program)) {
    return;
  }
  switch (node.type) {
    case 'character': {
      const test = known.get(node.matches) ?? program.tests.push(node.matches) - 1;
      known.set(node.matches, test);
      program.instructions.push({do: 'take', test});
      return;
    }
    case 'edge':
      program.instructions.push({do: 'edge', edge: node.edge, to: [program.instructions.length + 1]});
      return;
    case 'sequence':
      for (const part of node.parts) {
        emit(part, program, known);
      }
      return;
    case 'choice':
      emitChoice(node.options, program, known);
      return;
    case 'repeat':
      emitRepeat(node, program, known);
      return;
  }
};

const emitChoice = (options: readonly RegexNode[], program: Program, known: KnownTests): void => {
  const {instructions} = program;
  const starts: number[] = [];
  const ends: number[][] = [];
  instructions.push({do: 'split', to: starts});
  for (const option of options) {
    starts.push(instructions.length);
    emit(option, program, known);
    const end: number[] = [];
    ends.push(end);
    instructions.push({do: 'split', to: end});
  }
  for (const end of ends) {
    end.push(instructions.length);
  }
};

type Repeat = Extract<RegexNode, {type: 'repeat'}>;

const emitRepeat = ({node, min, max}: Repeat, program: Program, known: KnownTests): void => {
  const {instructions} = program;
  for (let count = 0; count < min && !isFull(program); count++) {
    const before = instructions.length;
    emit(node, program, known);
    if (instructions.length === before) {
      // Nothing, however often, is nothing: `((){9999}){9999}` would else go round a hundred million times.
      return;
    }
  }
  if (max === Number.POSITIVE_INFINITY) {
    const to = [instructions.length + 1];
    const loop = instructions.push({do: 'split', to}) - 1;
    emit(node, program, known);
    instructions.push({do: 'split', to: [loop]});
    to.push(instructions.length);
    return;
  }
  const skips: number[][] = [];
  for (let count = min; count < max && !isFull(program); count++) {
    const to = [instructions.length + 1];
    skips.push(to);
    instructions.push({do: 'split', to});
    emit(node, program, known);
  }
  for (const skip of skips) {
    skip.push(instructions.length);
  }
};
