/** The ghost of a run that goes on here: looked for once somebody looks at the run, and never before its first frame. */
import type {RunDirectory} from '../journal/run-directory.ts';
import type {Ghost} from '../run/ghost.ts';
import type {RunState} from '../run/state.ts';

/** By then the first frames stand, and whoever looks is still reading them. */
const waitMs = 500;

type Told = {
  /** Something was found. */
  readonly changed: () => void;
  /** Nothing can be: what went wrong. It never reaches the run. */
  readonly failed: (error: unknown) => void;
};

/** The first call begins the search. */
export const ghostBeside = (
  directory: RunDirectory,
  state: () => RunState,
  {changed, failed}: Told,
): (() => Ghost | undefined) => {
  let ghost: Ghost | undefined;
  let isSought = false;
  const seek = async (): Promise<void> => {
    const {ghostBefore} = await import('./last-run.ts');
    const {outline, mode, variant} = state();
    ghost = ghostBefore(directory, {runbook: outline.id, mode, variant}, failed);
    if (ghost) {
      changed();
    }
  };
  return () => {
    if (!isSought) {
      isSought = true;
      setTimeout(() => void seek().catch(failed), waitMs).unref();
    }
    return ghost;
  };
};
