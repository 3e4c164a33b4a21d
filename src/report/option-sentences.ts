/** The branches of a decision in sentences, each with the finish that it leads to. */
import {showForeignLine} from '../base/foreign-text.ts';
import type {Ghost} from '../run/ghost.ts';
import type {Path} from '../run/path.ts';
import {branchProjections, type Finish, isPastRto} from '../run/projection.ts';
import type {Prompt} from '../run/shown.ts';
import type {RunState} from '../run/state.ts';
import {branchLoss} from './branch-loss.ts';
import {spokenDuration} from './spoken-duration.ts';
import {stepName} from './step-name.ts';
import {minuteOfDay} from './words.ts';

type Asked = {
  readonly step: Path;
  readonly prompt: Prompt;
  readonly atMs: number;
  /** The last run of the same runbook, where somebody knows it. */
  readonly ghost?: Ghost | undefined;
};

/** Nothing where the question is no decision. */
export const optionSentences = ({step, prompt, atMs, ghost}: Asked, state: RunState): readonly string[] => {
  const {kind, options = [], proposal} = prompt;
  if (kind !== 'decision') {
    return [];
  }
  const finishes = branchProjections(state, step, atMs);
  return options.map((option, index) => {
    const {name, title} = option;
    const finish = finishes.get(name);
    const loss = branchLoss(state, {path: step, option, spell: spokenDuration}, ghost);
    const parts = [
      `${showForeignLine(title)}${name === proposal ? ', proposed' : ''}`,
      ...(finish === undefined ? [] : [`${finishWords(finish)}${breakWords(finish, state)}`]),
      ...(loss === undefined ? [] : [loss.words]),
    ];
    return `Option ${index + 1}, ${name}: ${parts.join('; ')}.`;
  });
};

/** `finish likely 03:15, late 03:25 UTC`. */
export const finishWords = ({p50AtMs, p90AtMs}: Finish): string =>
  `finish likely ${minuteOfDay(p50AtMs)}, late ${minuteOfDay(p90AtMs)} UTC`;

/** Where the RTO breaks, behind a comma; else nothing. */
export const breakWords = (finish: Finish | undefined, state: RunState): string =>
  finish?.breaksAt === undefined
    ? ''
    : `, the RTO ${isPastRto(state, finish.p50AtMs) ? 'IS LIKELY TO BREAK' : 'is AT RISK'} in ${stepName(state, finish.breaksAt)}`;
