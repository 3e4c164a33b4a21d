/** Holds the files of a run against the digests in its facts. */
import type {Fact} from '../../run/event.ts';
import {attemptFileName} from '../../run/path.ts';
import {type FileDigest, sha256} from '../safe-file.ts';
import type {Finding} from './finding.ts';

/** What there is of a run. `runEvidence` takes it from the disk; a bundle or a test brings its own. */
export type Evidence = {
  /** The bytes of `journal.jsonl`, and of the files that go on with it; nothing when there is none. */
  readonly journal: Uint8Array | undefined;
  /** Files that go on with it and cannot be read. */
  readonly missing?: readonly string[];
  /** A file by its path relative to the run; nothing when it cannot be read. */
  readonly readFile: (relative: string) => Uint8Array | undefined;
  /** The digest of such a file where it may be larger than fits into memory. */
  readonly digestOf?: (relative: string) => FileDigest | undefined;
  /** The names of the files in `output/`. */
  readonly outputFiles: readonly string[];
};

type Named = {readonly seq: number; readonly file: string; readonly sha256: string; readonly bytes?: number};

/** Every file that a fact names must be there unchanged, and all output must belong to an attempt that a fact knows. */
export const checkFiles = (facts: readonly Fact[], evidence: Evidence): readonly Finding[] => [
  ...namedFiles(facts).flatMap(named => checkFile(named, digestIn(evidence, named.file))),
  ...checkOutputs(facts, evidence.outputFiles),
];

/** Each file that a fact names, with its digest, once. */
export const namedFiles = (facts: readonly Fact[]): readonly Named[] => distinct(facts.flatMap(namedBy));

const namedBy = (fact: Fact): readonly Named[] => {
  const {seq} = fact;
  if (fact.type === 'run-started') {
    return [...fact.files.map(({path, sha256}) => ({seq, file: path, sha256})), {seq, ...fact.outline}];
  }
  if (fact.type === 'amended') {
    const files = fact.files.map(({path, sha256}) => ({seq, file: path, sha256}));
    return [...files, {seq, ...fact.outline}, {seq, ...fact.diff}];
  }
  if (fact.type === 'injects-sealed' || fact.type === 'injects-opened') {
    return [{seq, file: fact.file, sha256: fact.sha256}];
  }
  if (fact.type === 'tail-removed') {
    return [{seq, file: fact.file, sha256: fact.sha256, bytes: fact.bytes}];
  }
  if (fact.type === 'evidence-attached') {
    return [{seq, file: fact.file, sha256: fact.sha256, bytes: fact.bytes}];
  }
  return 'output' in fact && fact.output ? [{seq, ...fact.output}] : [];
};

/** An attempt's output stands in the fact that it was performed and again in the one that judges it. */
const distinct = (named: readonly Named[]): readonly Named[] =>
  [...new Map(named.toReversed().map(one => [`${one.sha256} ${one.file}`, one])).values()].toReversed();

const digestIn = ({readFile, digestOf}: Evidence, file: string): FileDigest | undefined => {
  if (digestOf) {
    return digestOf(file);
  }
  const bytes = readFile(file);
  return bytes && {sha256: sha256(bytes), bytes: bytes.length};
};

const checkFile = ({seq, file, ...digest}: Named, found: FileDigest | undefined): readonly Finding[] => {
  if (!found) {
    return [
      {verdict: 'DAMAGED', code: 'file-missing', seq, message: `${file}, named in entry ${seq}, cannot be read.`},
    ];
  }
  const isSame = found.sha256 === digest.sha256 && (digest.bytes ?? found.bytes) === found.bytes;
  return isSame
    ? []
    : [{verdict: 'DAMAGED', code: 'file-changed', seq, message: `${file} is not what entry ${seq} recorded.`}];
};

const checkOutputs = (facts: readonly Fact[], names: readonly string[]): readonly Finding[] => {
  const known = new Set(
    facts.flatMap(fact => ('attempt' in fact ? [`${attemptFileName(fact.step, fact.attempt)}.log`] : [])),
  );
  return names
    .filter(name => /#\d+\.log$/.test(name) && !known.has(name))
    .map(name => {
      const message = `output/${name} belongs to an attempt that the journal does not know: entries are missing.`;
      return {verdict: 'TRUNCATED', code: 'unknown-output', seq: null, message};
    });
};
