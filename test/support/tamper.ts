/** Everything that somebody could do to the record of a run afterwards; with each deed the verdicts that the page on the format gives it. */
import fc from 'fast-check';
import {emptyHead, link} from '../../src/journal/chain.ts';
import {factText, writeLine} from '../../src/journal/entry.ts';
import {headNote} from '../../src/journal/head-note.ts';
import type {Verdict} from '../../src/journal/verify/finding.ts';
import type {Evidence} from '../../src/journal/verify/verify-files.ts';
import type {Fact} from '../../src/run/event.ts';
import {noteFile, type RunRecord, recordedRun} from './run-record.ts';

/** The record afterwards, and the verdicts that are right: for who has the anchor, and for who has not. */
export type Tampered = {
  readonly evidence: Evidence;
  readonly anchored: readonly Verdict[];
  readonly alone: readonly Verdict[];
  /** No entry from this one on may count as verified, where the chain shows it at all. */
  readonly touched: number;
};

/** Does it; nothing where there is nothing of that kind to do it to. */
export const tamper = (base: RunRecord, deed: Deed): Tampered | undefined =>
  kinds[deed.kind](base, deed, deed.at % base.lines.length);

const flipped = (bytes: Buffer, {at, bit}: Deed): Buffer => {
  const changed = Buffer.from(bytes);
  const place = at % bytes.length;
  changed[place] = (bytes[place] ?? 0) ^ (1 << bit);
  return changed;
};

/** A file other than the note. */
const chosenFile = ({files}: RunRecord, {by}: Deed): string => {
  const names = [...files.keys()].filter(name => name !== noteFile);
  return names[by % names.length] ?? '';
};

type Doing = (base: RunRecord, deed: Deed, place: number) => Tampered | undefined;

const kinds = {
  'flip a bit of the journal': (base, deed) => {
    const bytes = Buffer.from(base.lines.join(''));
    const touched = lineAt(base.lines, deed.at % bytes.length);
    return seen(base, {journal: flipped(bytes, deed), touched, ...brokenAt(base, touched)});
  },
  // A copy of another entry is complete and in the wrong place, which no crash explains.
  'insert the copy of a line': (base, {by}, place) => {
    const copy = base.lines[by % base.lines.length] ?? '';
    return by % base.lines.length === place
      ? undefined
      : seen(base, {journal: base.lines.toSpliced(place, 0, copy), touched: place, ...damaged});
  },
  'insert what is no entry': (base, _deed, place) =>
    seen(base, {
      journal: base.lines.toSpliced(place, 0, '{"hash":"nobody","fact":{}}\n'),
      touched: place,
      ...brokenAt(base, place),
    }),
  'delete a line': (base, _deed, place) =>
    place === base.lines.length - 1
      ? undefined
      : seen(base, {journal: base.lines.toSpliced(place, 1), touched: place, ...damaged}),
  'swap two lines': (base, _deed, place) => {
    const [one = '', other] = base.lines.slice(place, place + 2);
    return other === undefined
      ? undefined
      : seen(base, {journal: base.lines.toSpliced(place, 2, other, one), touched: place, ...damaged});
  },
  'double a line': (base, _deed, place) =>
    seen(base, {
      journal: base.lines.toSpliced(place, 0, base.lines[place] ?? ''),
      touched: place + 1,
      ...damaged,
    }),
  'cut at the end of a line': (base, _deed, place) =>
    seen(base, {journal: base.lines.slice(0, place), touched: place, ...cut(base, place === 0 ? [] : ['OK'])}),
  'cut inside a line': (base, {by}, place) => {
    const line = base.lines[place] ?? '';
    const journal = [...base.lines.slice(0, place), line.slice(0, 1 + (by % (line.length - 1)))];
    return seen(base, {journal, touched: place, ...cut(base, place === 0 ? [] : ['TORN'])});
  },
  'write it all anew from a line on': (base, _deed, place) =>
    untouched(base, {
      journal: rewritten(base.lines, place),
      anchored: ['REWRITTEN'],
      alone: base.isSealed ? ['REWRITTEN'] : ['OK'],
    }),
  'write it all anew with its note': (base, _deed, place) => {
    const journal = rewritten(base.lines, place);
    const anew = headNote(recordedRun, {entries: journal.length, hash: JSON.parse(journal.at(-1) ?? '').hash});
    const beside = base.isSealed ? filed(base, noteFile, Buffer.from(anew)) : base;
    return untouched(beside, {journal, anchored: ['REWRITTEN'], alone: ['OK']});
  },
  'move the seal': (base, {at}) => {
    const facts = factsOf(base.lines);
    const seal = facts.at(-1);
    const places = facts.length - 2;
    return base.isSealed && seal
      ? untouched(base, {
          journal: chained(facts.slice(0, -1).toSpliced(1 + (at % places), 0, seal)),
          anchored: ['REWRITTEN'],
          alone: ['REWRITTEN'],
        })
      : undefined;
  },
  'change a file': (base, deed) => {
    const file = chosenFile(base, deed);
    return untouched(filed(base, file, flipped(base.files.get(file) ?? Buffer.alloc(1), deed)), damaged);
  },
  'take a file away': (base, deed) => untouched(filed(base, chosenFile(base, deed), undefined), damaged),
  'change the note': (base, deed) => {
    const bytes = base.files.get(noteFile);
    const all: readonly Verdict[] = ['DAMAGED', 'TRUNCATED', 'REWRITTEN'];
    return bytes && untouched(filed(base, noteFile, flipped(bytes, deed)), {anchored: all, alone: all});
  },
  'take the note away': base => (base.isSealed ? untouched(filed(base, noteFile, undefined), damaged) : undefined),
  'add an output': (base, {at}) =>
    untouched(filed(base, `output/drop_${at}#1.log`, Buffer.from('dropped\n')), {
      anchored: ['TRUNCATED'],
      alone: ['TRUNCATED'],
    }),
} satisfies {readonly [kind: string]: Doing};

/** Every kind of deed. */
export const deedKinds = Object.keys(kinds) as readonly (keyof typeof kinds)[];

/** What was done to a record; `at` and `by` choose the place, `bit` the bit. */
export type Deed = {
  readonly kind: keyof typeof kinds;
  readonly at: number;
  readonly by: number;
  readonly bit: number;
};

export const deeds = fc.record({
  kind: fc.constantFrom(...deedKinds),
  at: fc.nat({max: 1_000_000}),
  by: fc.nat({max: 1_000_000}),
  bit: fc.nat({max: 7}),
});

const damaged: Pick<Tampered, 'anchored' | 'alone'> = {anchored: ['DAMAGED'], alone: ['DAMAGED']};

/** In what was durable before the last write it is damage; in the last write it may look like what a crash leaves. */
const brokenAt = ({watermark, isSealed}: RunRecord, entry: number): Pick<Tampered, 'anchored' | 'alone'> =>
  entry <= watermark
    ? damaged
    : {
        anchored: ['DAMAGED', 'TRUNCATED'],
        alone: ['DAMAGED', ...(isSealed ? (['TRUNCATED'] as const) : (['TORN'] as const))],
      };

/** Of a sealed run the note tells it; of an open one only the anchor, or an output that is left over. */
const cut = ({isSealed}: RunRecord, alone: readonly Verdict[]): Pick<Tampered, 'anchored' | 'alone'> => ({
  anchored: ['TRUNCATED'],
  alone: ['TRUNCATED', ...(isSealed ? [] : alone)],
});

const seen = (
  {files}: RunRecord,
  {journal, ...expected}: {readonly journal: readonly string[] | Buffer} & Omit<Tampered, 'evidence'>,
): Tampered => ({
  evidence: {
    journal: journal instanceof Buffer ? journal : Buffer.from(journal.join('')),
    readFile: name => files.get(name),
    outputFiles: [...files.keys()].filter(name => name.startsWith('output/')).map(name => name.slice('output/'.length)),
  },
  ...expected,
});

/** The same for what leaves every entry of the chain as good as it was. */
const untouched = (
  base: RunRecord,
  expected: Pick<Tampered, 'anchored' | 'alone'> & {readonly journal?: readonly string[]},
): Tampered => seen(base, {journal: base.lines, touched: base.lines.length, ...expected});

const filed = (base: RunRecord, name: string, bytes: Buffer | undefined): RunRecord => {
  const files = new Map(base.files);
  files.delete(name);
  return {...base, files: bytes ? files.set(name, bytes) : files};
};

/** The entry that a byte stands in. */
const lineAt = (lines: readonly string[], at: number): number => {
  let end = 0;
  return lines.findIndex(line => {
    end += Buffer.byteLength(line);
    return at < end;
  });
};

const factsOf = (lines: readonly string[]): readonly Fact[] => lines.map(line => JSON.parse(line).fact);

/** A chain that is whole and tells another story from one entry on; its seal, where it has one, fits it. */
const rewritten = (lines: readonly string[], place: number): readonly string[] =>
  chained(
    factsOf(lines).map((fact, index) => (index === place ? {...fact, actor: {...fact.actor, name: 'eve'}} : fact)),
  );

const chained = (facts: readonly Fact[]): readonly string[] => {
  let {hash} = emptyHead;
  let sync = -1;
  return facts.map((fact, seq) => {
    sync = Math.max(sync, Math.min(fact.sync, seq - 1));
    const placed = {...fact, seq, sync};
    const text = factText(placed.type === 'sealed' ? {...placed, entries: seq, head: hash} : placed);
    hash = link(hash, text);
    return writeLine(hash, text);
  });
};
