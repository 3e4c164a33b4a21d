/** Which words of a command another program reads as a program text: `sh -c`, `psql -c`, `ssh HOST`; and whether it reads standard input as one. */
import {type Carried, carriedBy} from './program-carriers.ts';
import {type Manner, mannerOf} from './program-manners.ts';

/** Who reads a text as a program. */
export type TextReader = {
  /** As it is written. */
  readonly program: string;
  /** How values reach such a text otherwise. */
  readonly way: Manner['way'];
};

export type ProgramTexts = {
  /** By the position of the word. */
  readonly words: ReadonlyMap<number, TextReader>;
  readonly stdin: TextReader | undefined;
};

/** More programs than that no command runs in one another, or beside one another; to look at each of thousands would take long. */
const programsMax = 8;

/** A program counts where it runs: as the first word, or behind what runs it, `sudo -u postgres psql`, `docker exec db sh`. */
export const programTexts = (words: readonly string[], hosts = 0): ProgramTexts => {
  const found = new Map<number, TextReader>();
  let stdin: TextReader | undefined;
  for (const program of programsIn(words)) {
    const name = nameOf(program.program);
    const manner = mannerOf(name);
    if (manner !== undefined) {
      const reader = {program: name, way: manner.way};
      const walk = textsOf(words.slice(program.from), manner);
      for (const text of walk.texts) {
        found.set(program.from + text, reader);
      }
      stdin ??= stdinOf(program, {walk, reader, manner, words, hosts});
    }
  }
  return {words: found, stdin};
};

type Ran = {
  readonly walk: Walk;
  readonly reader: TextReader;
  readonly manner: Manner;
  readonly words: readonly string[];
  /** How many hosts it is away. */
  readonly hosts: number;
};

const stdinOf = ({from, isFed}: Program, {walk, reader, manner, words, hosts}: Ran): TextReader | undefined => {
  if (isFed) {
    return isUnfinished(walk, manner) ? reader : undefined;
  }
  const [first] = walk.texts;
  if (first === undefined) {
    return manner.stdin && !walk.hasFile ? reader : undefined;
  }
  // What runs over there gets standard input as well; the words are one text there.
  return manner.way === 'host' && hosts < programsMax
    ? programTexts(
        words
          .slice(from + first)
          .join(' ')
          .trim()
          .split(/\s+/),
        hosts + 1,
      ).stdin
    : undefined;
};

/** Its words go on with what standard input says, and the next one is a text. */
const isUnfinished = ({awaitsText, operands}: Walk, {textFrom}: Manner): boolean =>
  awaitsText || (textFrom !== undefined && operands >= textFrom);

type Program = Carried & {
  /** `xargs` makes words of standard input. */
  readonly isFed: boolean;
};

const programsIn = (words: readonly string[]): readonly Program[] => {
  const [program = ''] = words;
  const last = lastOf({program, from: 1, isFed: false}, words);
  return nameOf(last.program) === 'find' ? foundIn(words, last).map(one => lastOf(one, words)) : [last];
};

/** Behind all that only runs another one. */
const lastOf = (first: Program, words: readonly string[]): Program => {
  let last = first;
  for (let count = 0; count < programsMax; count += 1) {
    const name = nameOf(last.program);
    const carried = carriedBy(name, words, last.from);
    if (carried === undefined) {
      break;
    }
    last = {...carried, isFed: last.isFed || name === 'xargs'};
  }
  return last;
};

/** `find -exec PROGRAM`, which may stand there more than once. */
const foundIn = (words: readonly string[], {from, isFed}: Program): readonly Program[] =>
  words
    .flatMap((word, at) => (at >= from && /^-(?:exec|ok)(?:dir)?$/.test(word) ? [at + 1] : []))
    .slice(0, programsMax)
    .map(at => ({program: words[at] ?? '', from: at + 1, isFed}));

const nameOf = (word: string): string => word.slice(word.lastIndexOf('/') + 1);

type Walk = {
  readonly texts: number[];
  operands: number;
  /** An option has announced a text. */
  awaitsText: boolean;
  hasFile: boolean;
  /** `sh -s WORD`: operands are words for what comes from standard input. */
  readsOn: boolean;
  isOver: boolean;
};

const textsOf = (words: readonly string[], manner: Manner): Walk => {
  const walk: Walk = {texts: [], operands: 0, awaitsText: false, hasFile: false, readsOn: false, isOver: false};
  for (let at = 0; at < words.length && !walk.isOver; at += 1) {
    const word = words[at] ?? '';
    if (isOption(word, walk, manner)) {
      takeOption(walk, manner, {word, at, next: words[at + 1]});
      at += manner.valued?.test(word) ? 1 : 0;
    } else if (walk.awaitsText) {
      walk.texts.push(at);
      walk.awaitsText = false;
    } else {
      takeOperand(walk, manner, {word, at});
    }
  }
  return walk;
};

const isOption = (word: string, {awaitsText, operands}: Walk, {textFrom = 0}: Manner): boolean =>
  /^[-+]./.test(word) && !(awaitsText && word.includes('${')) && (textFrom === 0 || operands <= textFrom);

type Placed = {readonly word: string; readonly at: number};

const takeOption = (
  walk: Walk,
  {way, option, file}: Manner,
  {word, at, next}: Placed & {readonly next: string | undefined},
): void => {
  const found = option?.exec(word);
  if (found?.[1]) {
    walk.texts.push(at);
  } else if (found) {
    walk.awaitsText = true;
  }
  walk.hasFile ||= file?.test(word) === true && next !== '-';
  walk.readsOn ||= way === 'shell' && /^-[A-Za-z]*s/.test(word);
};

const takeOperand = (walk: Walk, {textFrom, takesFile}: Manner, {word, at}: Placed): void => {
  if (textFrom !== undefined && walk.operands >= textFrom) {
    walk.texts.push(at);
  }
  walk.operands += 1;
  if (takesFile) {
    walk.hasFile ||= word !== '-' && !walk.readsOn;
    walk.isOver = true;
  }
};
