/** Which open questions nobody answers now, because whoever would is away on purpose, and for how long. */
import type {Absence} from '../../injects/absence.ts';
import type {OpenPrompt} from '../../run/intent.ts';
import type {OpenRun} from '../join-run.ts';

export type WhoIsAway = {
  /** The questions that may be answered now. */
  readonly answerable: readonly OpenPrompt[];
  /** Time alone brings somebody: it is no reason to leave the run. */
  readonly mayCome: boolean;
  /** Until the first of the absent is back by themselves, milliseconds. */
  readonly leftMs?: number;
};

/** Of all questions that are open. */
export const whoIsAway = (run: OpenRun, prompts: readonly OpenPrompt[]): WhoIsAway => {
  const absences = prompts.map(prompt => ({prompt, absence: absenceOf(run, prompt)}));
  const leftMs = absences.flatMap(({absence}) => (absence.away === 'for-a-while' ? [absence.leftMs] : []));
  return {
    answerable: absences.filter(({absence}) => absence.away === 'no').map(({prompt}) => prompt),
    mayCome: absences.some(({absence}) => absence.away === 'for-a-while' || absence.away === 'until-called'),
    ...(leftMs.length > 0 && {leftMs: Math.min(...leftMs, timerMsMax)}),
  };
};

/** setTimeout counts in 31 bits. */
const timerMsMax = 2 ** 31 - 1;

const absenceOf = (run: OpenRun, {step, kind}: OpenPrompt): Absence => {
  const question = kind === 'approval' ? run.engine.state.steps.get(step) : undefined;
  return (question && run.absenceFrom?.(question)) ?? {away: 'no'};
};
