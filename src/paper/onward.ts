/** Where a step leads when it is done, when it is passed by, and when it fails, in sentences. */
import type {OnFailure} from '../runbook/runbook.ts';
import {failing} from '../runbook/words.ts';
import type {Onward, PaperStep} from './numbers.ts';

/** `Go on at step 5.` */
export const goOn = (onward: Onward): string => ('at' in onward ? `Go on at step ${onward.at}.` : onward.say);

/** The same within a sentence, without its stop. */
export const goingOn = (onward: Onward): string => {
  const sentence = goOn(onward);
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, '')}`;
};

/** What follows a failure, behind `If it fails, `. */
export const afterFailure = (policy: OnFailure, step: PaperStep): string => {
  const {document, onward, givesUp, step: own} = step;
  const at = (id: string): string => `step ${document.numbers.get(id) ?? id}`;
  switch (policy.do) {
    case 'hold':
      return givesUp || own.each?.onItemFailure === 'continue' ? 'give this item up and take the next one' : 'hold';
    case 'continue':
      return 'at' in onward ? `go on at step ${onward.at} all the same` : 'go on as when it is done';
    case 'abort':
      return afterEnd('aborted', step);
    case 'goto':
      return `go on at ${at(policy.step)}`;
    case 'undo_to': {
      const then = policy.then === undefined ? `stand before ${at(policy.step)}` : `go on at ${at(policy.then)}`;
      return `hold; the author proposes to take back all that was done since ${at(policy.step)}, the newest first, and then to ${then}`;
    }
  }
};

/** What an end does: it ends the run, or the included runbook that it stands in. */
export const afterEnd = (outcome: Extract<PaperStep['step'], {kind: 'end'}>['outcome'], step: PaperStep): string => {
  const {within} = step.document;
  if (within === undefined) {
    return `the run ends: ${outcome.replaceAll('-', ' ')}`;
  }
  const {number, onFailure, step: outer} = within;
  const ended = `step ${number} ends: ${outcome.replaceAll('-', ' ')}`;
  return failing.includes(outcome)
    ? `${ended}, so it has failed: ${afterFailure(onFailure, outer)}`
    : `${ended}; ${goingOn(outer.onward)}`;
};
