/** What a sheet is made of: the runbook and its plan, their texts, and what only the caller knows. */
import type {Plan} from '../plan/plan.ts';
import type {Runbook} from '../runbook/runbook.ts';

export type PaperSource = {
  readonly runbook: Runbook;
  readonly plan: Plan;
  readonly text: string;
  readonly planText: string;
  /** Files that the runbook brings along, by their paths as a run pins them. */
  readonly beside: ReadonlyMap<string, string>;
  /** When it is printed, RFC 3339, UTC. */
  readonly printedAt: string;
  /** SHA-256 of a text, in hexadecimal digits. */
  readonly sha256: (text: string) => string;
};
