/** What must still go after a step, in a sentence: who owes it, and by when. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {OpenDuty} from '../run/open-duties.ts';
import type {RunState} from '../run/state.ts';

export const dutyWords = ({roles}: RunState, {step, liftedBy, untilMs}: OpenDuty): string => {
  const {role, title} = step.outline;
  const name = role === undefined ? undefined : roles[role]?.name;
  const owner =
    role === undefined ? 'nobody is named for it' : `${showForeignLine(name ?? role.replaceAll('_', ' '))} owes it`;
  return `Still to be lifted: ${step.path}, ${showForeignLine(title)}, by step ${liftedBy}, until ${new Date(untilMs).toISOString()}; ${owner}.`;
};
