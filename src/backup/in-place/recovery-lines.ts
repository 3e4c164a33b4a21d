/** What the restored server is told about its recovery: where WAL comes from, how far to go, and to take writes then. */
import type {InPlacePlan, InPlaceRequest} from './plan.ts';
import type {RestoreRecord} from './record.ts';

export const recoveryLines = (
  source: InPlaceRequest['source'],
  {recovery}: InPlacePlan,
  {timeline}: RestoreRecord,
): Readonly<Record<string, string>> => ({
  restore_command: source.restoreCommand,
  ...source.meanwhile,
  ...recovery,
  // Nobody looks at it before it is let go: whoever wants to see the moment first restores beside.
  ...(recovery.recovery_target_action !== undefined && {recovery_target_action: 'promote'}),
  recovery_target_timeline: timeline === null ? 'latest' : String(timeline),
});
