/** What facts say of the record itself: a tail set aside, a disk that failed, the seal. Of a disk: what is safe, where it goes on, what the operator does. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {Fact} from '../run/event.ts';
import type {Beside, Degraded, SinkKind} from '../run/record-fact.ts';

type RecordFact = Extract<Fact, {type: 'tail-removed' | 'degraded' | 'restored' | 'sealed'}>;

/** The sentences of one such fact. */
export const recordSentences = (fact: RecordFact): readonly string[] => {
  switch (fact.type) {
    case 'tail-removed':
      return [
        `The last ${fact.bytes} bytes of the journal were not a whole fact and were set aside in ${showForeignLine(fact.file)}.`,
      ];
    case 'degraded':
      return degradedSentences(fact);
    case 'restored':
      return [`The record is whole again: it goes on in ${showForeignLine(fact.file)} in the run's own directory.`];
    case 'sealed':
      // With the seal itself: so many does `verify` count, and so many an anchor names.
      return [`The record is sealed with ${fact.entries + 1} facts.`];
  }
};

/** Facts and head as `verify --anchor` takes them, when they are read from paper. */
export const anchorOf = (entries: number, words: string): string => `${entries} facts, head ${words}`;

/** That the record is degraded, as one line of a screen, until `restored`. */
export const degradedNotice = (degraded: Degraded): string => {
  const {cause, where} = degraded;
  if (where === 'unwritten') {
    return `BREAK GLASS, THE RECORD STANDS NOWHERE: ${causeWords(cause)}; write down the head, no program starts`;
  }
  return where === 'volatile'
    ? `RECORD DEGRADED, IN MEMORY ONLY: ${causeWords(cause)}; gone when this host restarts`
    : `RECORD DEGRADED: ${causeWords(cause)}; it goes on in ${placeOf(degraded)}`;
};

const degradedSentences = (fact: Extract<Fact, {type: 'degraded'}>): readonly string[] => {
  const {follows, entries, cause, where, file = '', directory = ''} = fact;
  return where === 'unwritten'
    ? [
        `BREAK GLASS: no place takes the record (${causeWords(cause)}). The ${entries} facts before are safe; what follows stands in the memory of this program alone.`,
        'No program is started and nothing is checked until a place takes it again. Do steps by hand and override or skip them with a reason.',
        'Make room or mend a disk: the record then goes on by itself, with the times at which things happened. Write the head words down at each step, on paper or as a photo.',
      ]
    : besideSentences({follows, entries, cause, where, file, directory});
};

type GoesOn = Beside & {readonly follows: string; readonly entries: number};

const besideSentences = ({follows, entries, cause, where, file, directory}: GoesOn): readonly string[] => [
  `RECORD DEGRADED: ${showForeignLine(follows)} could not be written (${causeWords(cause)}). The ${entries} facts before are safe; the record goes on in ${placeOf({file, directory})}.`,
  ...(where === 'volatile' ? ['That is in memory: it is gone when this host restarts.'] : []),
  wayOut[where],
];

const wayOut: {readonly [Where in SinkKind]: string} = {
  'run-directory': 'Free space now: what is left is a small reserve.',
  fallback: 'Mend the disk of the state directory; `lifeboat resume` then brings the record home.',
  volatile: 'Mend the disk of the state directory at once; `lifeboat resume` then brings the record home.',
};

const placeOf = ({file, directory}: Pick<Beside, 'file' | 'directory'>): string =>
  showForeignLine(directory === '' ? file : `${directory}/${file}`);

const causeWords = (cause: string): string => {
  switch (cause) {
    case 'ENOSPC':
      return 'the disk is full';
    case 'EDQUOT':
      return 'the disk quota is used up';
    case 'EFBIG':
      return 'the file may not grow any further';
    case 'EROFS':
      return 'the disk is read-only';
    case 'EIO':
      return 'the disk reports an error';
    default:
      return showForeignLine(cause === '' ? 'for an unknown reason' : cause);
  }
};
