/** Which words of a command another program reads as a program text: `sh -c`, `psql -c`, `ssh HOST`; and whether it reads standard input as one. */
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

/** What stands before a program and runs it with the words as they are. */
const carriers: ReadonlySet<string> = new Set(
  'sudo doas env nohup nice ionice timeout setsid stdbuf time flock chroot setpriv runuser gosu sshpass'.split(' '),
);

/** More programs than that no command runs in one another; to look behind each of thousands would take long. */
const programsMax = 8;

/** A program is found wherever it stands: `sudo -u postgres psql`, `docker exec db sh`. */
export const programTexts = (words: readonly string[]): ProgramTexts => {
  const found = new Map<number, TextReader>();
  let stdin: TextReader | undefined;
  let looksForStdin = true;
  for (const {at, name, manner} of programsIn(words).slice(0, programsMax)) {
    // What another program reads as a text is none of its own, but ssh runs it over there.
    const isTextOf = found.get(at);
    if (isTextOf !== undefined && isTextOf.way !== 'host') {
      continue;
    }
    const reader = {program: name, way: manner.way};
    const {texts, hasFile} = textsOf(words.slice(at + 1), manner);
    for (const text of texts) {
      found.set(at + 1 + text, found.get(at + 1 + text) ?? reader);
    }
    if (looksForStdin && manner.stdin && texts.length === 0 && !hasFile) {
      stdin = reader;
    }
    // These two pass their standard input on to what they run.
    looksForStdin &&= manner.way === 'account' || (manner.way === 'host' && texts.length > 0);
  }
  return {words: found, stdin};
};

type Program = {readonly at: number; readonly name: string; readonly manner: Manner};

const programsIn = (words: readonly string[]): readonly Program[] => {
  // `rsync -e ssh` names it as well.
  const carried = carriers.has(nameOf(words[0] ?? '')) ? words.findIndex(word => nameOf(word) === 'rsync') : 0;
  const isRun = (at: number): boolean => at === 0 || carried < 0 || at < carried;
  return words.flatMap((word, at) => {
    const name = nameOf(word);
    const manner = mannerOf(name);
    return manner === undefined || (manner.isRunOnly && !isRun(at)) ? [] : [{at, name, manner}];
  });
};

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
