/** The branches of a decision in sentences, each with the finish that it leads to. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {Path} from '../run/path.ts';
import {branchProjections, type Finish} from '../run/projection.ts';
import type {Prompt} from '../run/shown.ts';
import type {RunState} from '../run/state.ts';
import {instantOf} from '../run/timing.ts';
import {stepName} from './step-name.ts';
import {minuteOfDay} from './words.ts';

type Asked = {readonly step: Path; readonly prompt: Prompt; readonly atMs: number};

/** Nothing where the question is no decision. */
export const optionSentences = ({step, prompt, atMs}: Asked, state: RunState): readonly string[] => {
  const {kind, options = [], proposal} = prompt;
  if (kind !== 'decision') {
    return [];
  }
  const finishes = branchProjections(state, step, atMs);
  return options.map(({name, title}, index) => {
    const finish = finishes.get(name);
    const proposed = name === proposal ? ', proposed' : '';
    return `Option ${index + 1}, ${name}: ${showForeignLine(title)}${proposed}${finish === undefined ? '' : `; ${finishWords(finish)}`}${breakWords(finish, state)}.`;
  });
};

/** `finish likely 03:15, late 03:25 UTC`. */
export const finishWords = ({p50AtMs, p90AtMs}: Finish): string =>
  `finish likely ${minuteOfDay(p50AtMs)}, late ${minuteOfDay(p90AtMs)} UTC`;

/** Where the RTO breaks, behind a comma; else nothing. */
export const breakWords = (finish: Finish | undefined, state: RunState): string =>
  finish?.breaksAt === undefined
    ? ''
    : `, the RTO ${isLikelyMissed(finish, state) ? 'IS LIKELY TO BREAK' : 'is AT RISK'} in ${stepName(state, finish.breaksAt)}`;

/** Whether the likely finish, and not only the late one, is past the RTO. */
const isLikelyMissed = ({p50AtMs}: Finish, state: RunState): boolean => {
  const startMs = instantOf(state, state.clock.start);
  const {rtoMs} = state.objectives;
  return startMs !== null && rtoMs !== null && p50AtMs > startMs + rtoMs;
};
