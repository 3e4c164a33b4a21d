/** Which part of the engine takes up what is wanted. */
import type {Wanted} from '../machine/wanted.ts';
import {readBefore} from '../runbook/step-reads.ts';
import {beginStep} from './actions/begin.ts';
import {findAction} from './actions/former.ts';
import {endSimulated} from './actions/simulate.ts';
import {lookAgain} from './check.ts';
import {type Context, isSimulated, stepAt} from './context.ts';
import {enterStep} from './enter.ts';
import {endUndo, findUndo, undoNext} from './going-back/undo.ts';
import {closeGroup, judgeRound, openGroup} from './groups.ts';
import {askHeard} from './questions/ask.ts';
import {waitsForSecret} from './secrets/lacking.ts';
import {decideUnknown, endFile, endRun, verifyStep} from './settle.ts';

/** What only a person does. */
const forPeople: ReadonlySet<Wanted['want']> = new Set([
  'answer',
  'confirm',
  'hold',
  'pick',
  'undo-answer',
  'undo-hold',
]);

/** Whether the engine does it; the rest is a person's. */
export const isOurs = ({want}: Wanted): boolean => !forPeople.has(want);

/** Takes it up. Nothing acts before what is recorded here is durable. */
export const startWanted = (context: Context, item: Wanted): void => {
  switch (item.want) {
    case 'enter':
      enterStep(context, item);
      return;
    case 'begin':
      if (lacksSecret(context, item)) {
        return;
      }
      if (item.policy.opens === 'items') {
        openGroup(context, item, item.attempt);
        return;
      }
      beginStep(context, item, item.attempt);
      return;
    case 'perform':
      // It began and nothing of it is in flight here: a former session left it.
      if (item.policy.shape === 'probe') {
        if (!lacksSecret(context, item)) {
          lookAgain(context, item);
        }
      } else {
        findAction(context, item);
      }
      return;
    case 'ask':
      if (isSimulated(context, stepAt(context.forest, item.path).step)) {
        endSimulated(context, item);
      } else if (!lacksSecret(context, item)) {
        askHeard(context, item);
      }
      return;
    case 'verify':
      verifyStep(context, item);
      return;
    case 'decide':
      decideUnknown(context, item);
      return;
    case 'undo':
      undoNext(context, item);
      return;
    case 'undoing':
      findUndo(context, item);
      return;
    case 'undo-end':
      endUndo(context, item);
      return;
    case 'judge':
      judgeRound(context, item);
      return;
    case 'close':
      closeGroup(context, item);
      return;
    case 'end-file':
      endFile(context, item);
      return;
    case 'end':
      endRun(context, item);
      return;
    case 'answer':
    case 'confirm':
    case 'hold':
    case 'pick':
    case 'undo-answer':
    case 'undo-hold':
      return;
  }
};

/** After a crash it may be come to without the values that it was come to with at first. */
const lacksSecret = (context: Context, item: Wanted): boolean => {
  const {step} = stepAt(context.forest, item.path);
  return !isSimulated(context, step) && waitsForSecret(context, item, {attempt: item.attempt, reads: readBefore(step)});
};
