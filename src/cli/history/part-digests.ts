/** The parts of a runbook with digests of what they do; those of texts that runs went by are kept, because to read a text takes longer than to read a run. */
import {join} from 'node:path';
import {canonicalJson, type Json} from '../../base/canonical-json.ts';
import {nodeDisk} from '../../journal/disk.ts';
import {replaceFile} from '../../journal/replace-file.ts';
import {runDirectory} from '../../journal/run-directory.ts';
import {readRunFile} from '../../journal/run-files.ts';
import {readSafely, sha256} from '../../journal/safe-file.ts';
import {makeDirectory} from '../../journal/state-directory.ts';
import {runbookParts} from '../../machine/parts.ts';
import type {PartNow, TextDigests} from '../../report/history/used-parts.ts';
import type {RunBrief} from '../../run/brief.ts';
import type {Runbook} from '../../runbook/runbook.ts';
import {load} from '../catalog.ts';
import {pinnedBeside} from '../pinned-files.ts';
import {version} from '../version.ts';

/** In the order of the page. */
export const partsNow = (runbook: Runbook): readonly PartNow[] =>
  runbookParts(runbook).map(({does, ...part}) => ({...part, digest: digestOf(does)}));

/** Enough to tell two parts of one name apart. */
const digestLength = 12;

/** Where it stands in the text is no part of what it does. */
const digestOf = (does: unknown): string => {
  const plain = JSON.stringify(does, (key, value: unknown) => (key === 'span' ? undefined : value)) ?? 'null';
  return sha256(Buffer.from(canonicalJson(JSON.parse(plain) as Json))).slice(0, digestLength);
};

/** Goes up with every change of what a part is, or of what its digest is made of. */
const form = 1;

const cacheBytesMax = 16 * 1024 * 1024;

type Kept = {[text: string]: {readonly [part: string]: string}};

export type KeptTexts = {
  /** Sees to it that the text of a run is known; reads what the run pinned where nobody has yet. Whether it had to be read. */
  readonly add: (run: Pick<RunBrief, 'run' | 'exercise'>) => boolean;
  readonly all: () => TextDigests;
  /** Keeps what was read. A disk that does not take it costs time the next time, and nothing else. */
  readonly save: () => void;
};

/** The digests of the texts that runs went by, each read once. Nothing that is kept here proves anything. */
export const openKeptTexts = (state: string): KeptTexts => {
  const directory = join(state, 'cache');
  const path = join(directory, 'parts-of-texts.json');
  const kept = readKept(path);
  // Of a text that cannot be read every run would try again.
  const unreadable = new Set<string>();
  let isChanged = false;
  return {
    add: ({run, exercise}) => {
      const text = exercise?.text ?? '';
      if (text === '' || Object.hasOwn(kept, text) || unreadable.has(text)) {
        return false;
      }
      const digests = pinnedDigests(state, run, text);
      if (digests === undefined) {
        unreadable.add(text);
      } else {
        kept[text] = digests;
        isChanged = true;
      }
      return true;
    },
    all: () => new Map(Object.entries(kept).map(([text, digests]) => [text, new Map(Object.entries(digests))])),
    save: () => {
      if (isChanged && makeDirectory(directory).ok) {
        replaceFile(nodeDisk, path, Buffer.from(JSON.stringify({made: madeBy(), texts: kept})));
      }
      isChanged = false;
    },
  };
};

/** Of several runs at once; so many texts are read at the most that nobody has read yet. */
export const textDigests = (
  state: string,
  runs: readonly RunBrief[],
  {unreadMax = Number.POSITIVE_INFINITY}: {readonly unreadMax?: number} = {},
): TextDigests => {
  const texts = openKeptTexts(state);
  let unread = 0;
  for (const run of runs) {
    if (unread < unreadMax) {
      unread += texts.add(run) ? 1 : 0;
    }
  }
  texts.save();
  return texts.all();
};

/** Of the text that a run has pinned, where that is still the one that it began with. */
const pinnedDigests = (state: string, run: string, text: string): Kept[string] | undefined => {
  const directory = runDirectory(state, run);
  const [runbook, plan] = ['runbook.yaml', 'plan.yaml'].map(file => readRunFile(directory, file));
  if (!runbook || !plan || !text.split(' ').includes(sha256(runbook).slice(0, 16))) {
    return undefined;
  }
  const loaded = load(
    {file: 'runbook.yaml', text: runbook.toString('utf8')},
    {file: 'plan.yaml', text: plan.toString('utf8')},
    {beside: pinnedBeside(directory), isPinned: true},
  );
  return loaded.ok
    ? Object.fromEntries(partsNow(loaded.value.runbook).map(({name, digest}) => [name, digest]))
    : undefined;
};

const madeBy = (): string => `${version()} ${form}`;

const readKept = (path: string): Kept => {
  const bytes = readSafely(path, cacheBytesMax);
  try {
    const {made, texts} = bytes.ok ? JSON.parse(bytes.value.toString('utf8')) : {};
    return made === madeBy() ? (texts as Kept) : {};
  } catch {
    return {};
  }
};
