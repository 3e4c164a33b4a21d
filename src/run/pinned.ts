/** Which text of its runbook a run goes by: the one that it began with, or the one that it was amended to last. */
import type {Fact} from './event.ts';

export type Pinned = {
  /** 0 for the text that the run began with, then the number of the amendment. */
  readonly number: number;
  /** What stands before the names of its files, relative to the run's directory. */
  readonly folder: string;
  readonly files: readonly {readonly path: string; readonly sha256: string}[];
  readonly outline: {readonly file: string; readonly sha256: string};
  /** How many facts were recorded while the run went by it. */
  readonly until: number;
};

/** All of them, in order; each allowed what was recorded while it counted, and the last one allows all of it. */
export const pinnedVersions = (facts: readonly Fact[]): readonly Pinned[] => {
  const versions: Pinned[] = [];
  for (const fact of facts) {
    const last = versions.at(-1);
    if (fact.type === 'run-started') {
      versions.push({number: 0, folder: '', files: fact.files, outline: fact.outline, until: facts.length});
    } else if (fact.type === 'amended' && last) {
      const {number, files, outline} = fact;
      versions[versions.length - 1] = {...last, until: fact.seq};
      versions.push({number, folder: amendmentFolder(number), files, outline, until: facts.length});
    }
  }
  return versions;
};

export const pinnedNow = (facts: readonly Fact[]): Pinned | undefined => pinnedVersions(facts).at(-1);

/** Where the files of an amendment lie. */
export const amendmentFolder = (number: number): string => `amendments/${number}/`;
