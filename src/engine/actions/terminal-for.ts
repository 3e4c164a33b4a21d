/** What asks a person at a terminal begins only where there is both. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Context} from '../context.ts';
import type {ResolvedAction} from './runner.ts';

/** Fails with the sentence that the step is held with; nothing of the action has happened then. */
export const terminalFor = ({runners}: Pick<Context, 'runners'>, action: ResolvedAction): Result<void> =>
  action.kind !== 'command' || !action.interactive || runners.hasTerminal()
    ? succeed(undefined)
    : fail(
        `${action.argv[0] ?? 'it'} asks a person at a terminal, and there is none here; resume the run on a terminal, without --json, --auto or --answers, and try again`,
      );
