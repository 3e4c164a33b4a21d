/** What the machine passes by itself while paper is entered: instants, conditions, groups, ends. Nothing acts, and nothing is asked. */
import type {Wanted} from '../../machine/wanted.ts';
import type {Step} from '../../runbook/runbook.ts';
import {readBefore} from '../../runbook/step-reads.ts';
import {type Context, isSimulated, stepAt, valuesAt} from '../context.ts';
import {enterStep} from '../enter.ts';
import {closeGroup, judgeRound, openGroup} from '../groups.ts';
import {itemsFor} from '../items.ts';
import {endFile, endRun} from '../settle.ts';
import {readIncludedInputs} from '../values/included-inputs.ts';
import {makeValue, tellCondition} from '../values/made-values.ts';
import type {Values} from '../values/values.ts';

/** Passes it where it can be passed with what is known; what cannot be told is left for the paper, or for whoever resumes. */
export const passByItself = (context: Context, item: Wanted): void => {
  switch (item.want) {
    case 'enter':
      enterByItself(context, item);
      return;
    case 'begin':
      if (item.policy.opens === 'items') {
        openGroup(context, item, item.attempt);
      }
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
      // The end of a drill is judged while its lab stands: whoever resumes it comes to that.
      if (context.state.mode === 'incident') {
        endRun(context, item);
      }
      return;
    case 'confirm':
    case 'answer':
    case 'perform':
    case 'verify':
    case 'ask':
    case 'decide':
    case 'hold':
    case 'pick':
    case 'undo':
    case 'undoing':
    case 'undo-answer':
    case 'undo-hold':
    case 'undo-end':
      return;
  }
};

const enterByItself = (context: Context, item: Wanted): void => {
  const {step} = stepAt(context.forest, item.path);
  const values = valuesAt(context, item);
  if (item.tries > 0 || isSimulated(context, step) || values.lost(readBefore(step)).length > 0) {
    return;
  }
  const applies =
    step.when === undefined || !item.policy.conditional
      ? {ok: true as const, value: true}
      : tellCondition(step.when, values);
  if (applies.ok && (!applies.value || canEnter(context, item, step))) {
    enterStep(context, item);
  }
};

/** Whether all that the machine has to know for it is known, and nobody has to do anything. */
const canEnter = (context: Context, item: Wanted, step: Step): boolean => {
  const values = valuesAt(context, item);
  if (item.policy.opens === 'items') {
    return !item.policy.confirm && itemsFor(step, values).ok;
  }
  switch (step.kind) {
    case 'milestone':
    case 'group':
    case 'parallel':
    case 'repeat':
      return true;
    case 'assert':
      return tellCondition(step.condition, values).ok;
    case 'let':
      return Object.values(step.values).every(expression => makeValue(expression, values).ok);
    case 'decision':
      return step.choose !== undefined && chosenBy(step.choose, values) !== undefined;
    case 'include':
      return readIncludedInputs(step, values, values.time()).ok;
    case 'foreach':
    case 'command':
    case 'script':
    case 'sql':
    case 'http':
    case 'notify':
    case 'instruction':
    case 'input':
    case 'approval':
    case 'check':
    case 'wait':
    case 'end':
      return false;
  }
};

/** The branch that an expression chooses, where it can be told; not every name that it gives is one. */
export const chosenBy = (expression: string, values: Values): string | undefined => {
  const made = makeValue(expression, values);
  return made.ok && typeof made.value.value === 'string' ? made.value.value : undefined;
};
