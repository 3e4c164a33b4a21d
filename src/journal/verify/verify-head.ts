/** Holds the chain against heads: the ones that its seals repeat, the note beside it, and the anchor that a person kept. */
import type {Fact} from '../../run/event.ts';
import type {Anchor} from '../anchor.ts';
import type {Scan} from '../chain.ts';
import {emptyHead} from '../chain.ts';
import {headNote, parseHeadNote} from '../head-note.ts';
import type {Finding} from './finding.ts';

/** Each seal must repeat the head before it, and a run that has ended must end with one. */
export const checkSeals = ({facts, hashes, end}: Scan): readonly Finding[] => [
  ...facts.flatMap((fact, place) => checkSeal(fact, hashes[place - 1] ?? emptyHead.hash)),
  ...checkEnd(facts, end.kind !== 'whole'),
];

const checkSeal = (fact: Fact, before: string): readonly Finding[] => {
  if (fact.type !== 'sealed' || (fact.entries === fact.seq && fact.head === before)) {
    return [];
  }
  const message = `The seal in entry ${fact.seq} does not fit the ${fact.seq} entries before it.`;
  return [{verdict: 'REWRITTEN', code: 'seal', seq: fact.seq, message}];
};

const checkEnd = (facts: readonly Fact[], hasTail: boolean): readonly Finding[] => {
  const ended = facts.find(fact => fact.type === 'run-ended');
  const last = facts.at(-1);
  if (!(ended && last)) {
    return [];
  }
  if (last.type !== 'sealed') {
    const message = 'The run has ended, but its seal is missing: `lifeboat resume` adds it if nothing was cut off.';
    return [{verdict: 'TRUNCATED', code: 'unsealed', seq: last.seq, message}];
  }
  const seal = facts.find(({type, seq}) => type === 'sealed' && seq > ended.seq) ?? last;
  const message = `After the seal in entry ${seal.seq} nothing may follow.`;
  return hasTail || seal !== last ? [{verdict: 'DAMAGED', code: 'after-seal', seq: seal.seq, message}] : [];
};

/** The note is written when a run is sealed: a journal that is shorter or another was cut or replaced since. */
export const checkHeadNote = (found: Scan, bytes: Uint8Array | undefined): readonly Finding[] => {
  if (!bytes) {
    return isSealed(found.facts) ? [noteMissing] : [];
  }
  const head = parseHeadNote(bytes);
  if (!head) {
    return [{verdict: 'DAMAGED', code: 'head-note', seq: null, message: 'seals/head.note does not have its form.'}];
  }
  return [
    ...checkOrigin(found.facts, head, bytes),
    ...against(found, head, {code: 'head-note', what: 'seals/head.note'}),
  ];
};

/** The note has one spelling, and names the run that the first fact names. */
const checkOrigin = ([first]: readonly Fact[], head: Anchor, bytes: Uint8Array): readonly Finding[] => {
  const isItsOwn =
    first?.type !== 'run-started' || Buffer.from(bytes).toString('utf8').startsWith(headNote(first.run, head));
  const message = 'seals/head.note is the note of another run, or is spelled in another way than it was written.';
  return isItsOwn ? [] : [{verdict: 'DAMAGED', code: 'head-note', seq: null, message}];
};

/** Whether the last fact is the seal of a run that has ended. */
export const isSealed = (facts: readonly Fact[]): boolean =>
  facts.at(-1)?.type === 'sealed' && facts.some(fact => fact.type === 'run-ended');

const noteMissing: Finding = {
  verdict: 'DAMAGED',
  code: 'head-note',
  seq: null,
  message:
    'The run is sealed, but seals/head.note is missing: it was taken away, or the program died before it was written. `lifeboat resume` with this run writes it again.',
};

/** An anchor beyond a damaged entry can be neither confirmed nor denied. */
export const checkAnchor = (found: Scan, anchor: Anchor): readonly Finding[] =>
  against(found, anchor, {code: 'anchor', what: 'the anchor'});

/** The head of a note that somebody has signed. */
export const checkSignedHead = (found: Scan, head: Anchor, file: string): readonly Finding[] =>
  against(found, head, {code: 'operator', what: file});

const against = (
  {facts, hashes, end}: Scan,
  {entries, hash}: Anchor,
  {code, what}: {readonly code: string; readonly what: string},
): readonly Finding[] => {
  if (entries > facts.length) {
    const message = `The journal has ${facts.length} entries, ${what} counts ${entries}: the end is missing.`;
    return end.kind === 'damaged' ? [] : [{verdict: 'TRUNCATED', code, seq: facts.length, message}];
  }
  const seq = entries - 1;
  if ((hashes[seq] ?? emptyHead.hash).startsWith(hash)) {
    return [];
  }
  const message = `After ${entries} entries the head is ${hashes[seq]}, ${what} says ${hash}: this is another journal.`;
  return [{verdict: 'REWRITTEN', code, seq, message}];
};
