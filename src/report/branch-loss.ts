/** How much data each way of a decision loses, as far as the runbook and the facts can say; what cannot be known is said to be unknown. */

import {formatDurationMs} from '../base/duration.ts';
import {showForeignLine} from '../base/foreign-text.ts';
import type {Ghost} from '../run/ghost.ts';
import type {Path} from '../run/path.ts';
import {restoringStep} from '../run/restoring-step.ts';
import type {PromptOption} from '../run/shown.ts';
import type {RunState} from '../run/state.ts';
import {instantOf, timing} from '../run/timing.ts';
import {outcomeWords, timeOfDay} from './words.ts';

export type BranchLoss = {
  /** One clause without a full stop. */
  readonly words: string;
  /** More is lost than the objective allows. */
  readonly isMissed: boolean;
};

type Asked = {
  readonly path: Path;
  readonly option: PromptOption;
  /** How durations are written; short, where nothing else is said. */
  readonly spell?: (durationMs: number) => string;
};

/** Of one option of an open decision; nothing where no data loss is measured and none is promised. */
export const branchLoss = (
  state: RunState,
  {path, option, spell = formatDurationMs}: Asked,
  ghost: Ghost | undefined,
): BranchLoss | undefined => {
  const branch = state.steps.get(path)?.outline.branches?.find(({name}) => name === option.name);
  if (branch === undefined) {
    return undefined;
  }
  const restoring = restoringStep(state, path, branch);
  const {rpoMs} = state.objectives;
  if (restoring.by === 'end') {
    return calm(`ends the run: ${outcomeWords[restoring.outcome]}`);
  }
  if (option.recoveryPoint !== undefined) {
    return knownLoss(state, Date.parse(option.recoveryPoint), spell);
  }
  if (restoring.by === 'step') {
    const lastMs = ghost?.steps.get(restoring.path)?.lostMs;
    const last = lastMs === undefined ? '' : `; last time ${spell(lastMs)}`;
    return calm(`data loss unknown until "${showForeignLine(restoring.outline.title)}"${last}`);
  }
  const soFarMs = timing(state, state.lastAtMs ?? 0).rpaMs;
  if (soFarMs !== null) {
    return lossOf(soFarMs, rpoMs, `${spell(soFarMs)} as measured so far`);
  }
  return rpoMs === null ? undefined : calm('data loss unknown, nothing measures it');
};

const calm = (words: string): BranchLoss => ({words, isMissed: false});

const knownLoss = (state: RunState, pointMs: number, spell: (durationMs: number) => string): BranchLoss => {
  const disruptionMs = instantOf(state, 'disruption');
  const lostMs = Math.max(0, (disruptionMs ?? pointMs) - pointMs);
  return disruptionMs === null
    ? calm(`data up to ${timeOfDay(pointMs)} UTC; the loss is unknown, as nobody has said when it began`)
    : lossOf(lostMs, state.objectives.rpoMs, spell(lostMs));
};

const lossOf = (lostMs: number, rpoMs: number | null, words: string): BranchLoss => {
  const isMissed = rpoMs !== null && lostMs > rpoMs;
  const verdict = rpoMs === null ? '' : isMissed ? ', RPO MISSED' : ', RPO met';
  return {words: `data loss ${words}${verdict}`, isMissed};
};
