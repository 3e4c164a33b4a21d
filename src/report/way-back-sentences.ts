/** The way back from where a run stands, and what each way out of a held step costs, in sentences. */
import {attemptsOf} from '../run/effects.ts';
import type {OpenPrompt} from '../run/intent.ts';
import {finishWithout, projectedFinish} from '../run/projection.ts';
import type {RunState} from '../run/state.ts';
import {spokenDuration} from './spoken-duration.ts';
import {standingWords, type UndoTime, undoTime, undoWords, wayBackWords} from './way-back.ts';
import {minuteOfDay} from './words.ts';

/** One sentence while the run is open, else none. */
export const wayBackSentences = (state: RunState): readonly string[] => {
  const words = wayBackWords(state, spokenDuration);
  return words === '' ? [] : [`${words}.`];
};

/** What stands behind a way out of a held step, by the word that takes it: when the run would then be over, or how long it takes to undo. */
export const costOf = (word: string, {step: path}: OpenPrompt, {state, nowMs}: At): string => {
  switch (word) {
    case 'retry':
      return finishAt(projectedFinish(state, nowMs).p50AtMs);
    case 'skip':
    case 'override':
      return finishAt(finishWithout(state, path, nowMs).p50AtMs);
    case 'undo': {
      const effects = attemptsOf(state, path);
      return effects.length === 0 ? '' : ownUndoWords(undoTime(state, effects));
    }
    case 'undo-to': {
      const standing = standingWords(state, path);
      return standing === '' ? '; nothing stands that could be undone' : `; what stands, the newest first: ${standing}`;
    }
    default:
      return '';
  }
};

/** It goes on after "to take back what this step did". */
const ownUndoWords = (time: UndoTime): string =>
  time.undos > 0
    ? `; ${undoWords(time, spokenDuration)}`
    : ` by hand${time.without.some(({outline}) => outline.effects === 'destructive') ? ', as far as that can be done' : ''}: the runbook has no undo for it`;

type At = {readonly state: RunState; readonly nowMs: number};

const finishAt = (atMs: number): string => `; finish likely ${minuteOfDay(atMs)} UTC`;
