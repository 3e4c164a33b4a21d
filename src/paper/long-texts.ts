/** Exact texts that are too long to stand between two steps: each is printed once, at the end, under a number. */
import type {Paragraphs} from './probe-lines.ts';

/** About a page: what is longer hides the step that it belongs to, and a check is asked at many steps. */
const linesMax = 60;
const charactersMax = 6_000;

export type LongTexts = {
  /** The same paragraphs for a step, with a word where a long text stands that says where it is. */
  readonly setApart: (paragraphs: Paragraphs, step: string) => Paragraphs;
  /** Those that were set apart, in the order of their numbers. */
  readonly atTheEnd: () => Paragraphs;
};

type LongText = {readonly name: string; readonly block: readonly string[]; readonly steps: Set<string>};

/** Of one paper. */
export const longTexts = (): LongTexts => {
  const texts = new Map<string, LongText>();
  const counts = new Map<string, number>();
  const named = (block: readonly string[]): LongText => {
    const whole = block.join('\n');
    const known = texts.get(whole);
    if (known !== undefined) {
      return known;
    }
    const kind = block[0]?.endsWith('sql') ? 'SQL' : 'Text';
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const text = {name: `${kind} ${count}`, block, steps: new Set<string>()};
    texts.set(whole, text);
    return text;
  };
  return {
    setApart: (paragraphs, step) =>
      paragraphs.map(lines => {
        if (!isExact(lines) || !isLong(lines)) {
          return lines;
        }
        const {name, steps} = named(lines);
        steps.add(step);
        return [`**${name}**, at the end of this paper.`];
      }),
    atTheEnd: () =>
      texts.size === 0
        ? []
        : [
            ['## Long texts'],
            ...[...texts.values()].flatMap(({name, block, steps}) => [
              [`### ${name}`],
              [`For ${steps.size === 1 ? 'step' : 'steps'} ${[...steps].join(', ')}; it is in the check digits there.`],
              block,
            ]),
          ],
  };
};

/** Exact text stays as it is; only a fence begins with these. */
export const isExact = ([first = '']: readonly string[]): boolean => first.startsWith('```');

const isLong = (lines: readonly string[]): boolean =>
  lines.length - 2 > linesMax || lines.reduce((length, line) => length + line.length, 0) > charactersMax;
