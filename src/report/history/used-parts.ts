/** The parts of a runbook as they are now, held against the runs that went through them: the same part, or one that has changed since. */

import type {RunBrief} from '../../run/brief.ts';
import type {PartName} from '../../run/exercise.ts';
import type {Path} from '../../run/path.ts';

/** A part as it stands in the runbook now. */
export type PartNow = {
  readonly name: PartName;
  readonly kind: 'step' | 'branch' | 'undo' | 'failure';
  readonly path: Path;
  readonly title: string;
  /** What a drill does with it. */
  readonly drill: 'run' | 'simulate' | 'skip' | 'instead';
  /** Of what it does, apart from its words. */
  readonly digest: string;
};

/** The digests of the parts of each text that runs went by, by the key of the text; a text that cannot be read is not there. */
export type TextDigests = ReadonlyMap<string, ReadonlyMap<PartName, string>>;

/** One run that went through a part. */
export type Use = {
  readonly run: string;
  readonly mode: RunBrief['mode'];
  readonly variant: string | null;
  readonly atMs: number | null;
  /** Whoever answered, else whoever executed the run. */
  readonly by: string;
  readonly tookMs: number | null;
  /** It did then what it does now; null where the text of that run cannot be read any more. */
  readonly isSame: boolean | null;
};

/** Of runs that are over, the latest first. */
export const usesOf = (part: PartNow, runs: readonly RunBrief[], digests: TextDigests): readonly Use[] =>
  runs.flatMap(({run, mode, variant, endedAtMs, startedAtMs, exercise}) => {
    const exercised = exercise?.parts[part.name];
    if (exercise === undefined || exercised === undefined) {
      return [];
    }
    const [tookMs, by] = exercised;
    const then = digests.get(exercise.text);
    return [
      {
        run,
        mode,
        variant,
        atMs: endedAtMs ?? startedAtMs,
        by: by ?? exercise.executor,
        tookMs,
        isSame: then === undefined ? null : then.get(part.name) === part.digest,
      },
    ];
  });
