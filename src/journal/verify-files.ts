/** Holds the files of a run against the digests in its facts. */
import type {Fact} from '../run/event.ts';
import {attemptFileName} from '../run/path.ts';
import type {Finding} from './finding.ts';
import {sha256} from './safe-file.ts';

/** What there is of a run. `runEvidence` takes it from the disk; a bundle or a test brings its own. */
export type Evidence = {
  /** The bytes of `journal.jsonl`; nothing when there is none. */
  readonly journal: Uint8Array | undefined;
  /** A file by its path relative to the run; nothing when it cannot be read. */
  readonly readFile: (relative: string) => Uint8Array | undefined;
  /** The names of the files in `output/`. */
  readonly outputFiles: readonly string[];
};

type Named = {readonly seq: number; readonly file: string; readonly sha256: string; readonly bytes?: number};

/** Every file that a fact names must be there unchanged, and all output must belong to an attempt that a fact knows. */
export const checkFiles = (facts: readonly Fact[], evidence: Evidence): readonly Finding[] => [
  ...namedFiles(facts).flatMap(named => checkFile(named, evidence.readFile(named.file))),
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

const checkFile = ({seq, file, ...digest}: Named, bytes: Uint8Array | undefined): readonly Finding[] => {
  if (!bytes) {
    return [
      {verdict: 'DAMAGED', code: 'file-missing', seq, message: `${file}, named in entry ${seq}, cannot be read.`},
    ];
  }
  const isSame = sha256(bytes) === digest.sha256 && (digest.bytes ?? bytes.length) === bytes.length;
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
