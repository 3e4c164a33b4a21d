/** An open question as data, for other programs: all that a screen shows of it. docs/reference/json.md is normative. */
import type {Json} from '../base/canonical-json.ts';
import type {Ghost} from '../run/ghost.ts';
import type {OpenPrompt} from '../run/intent.ts';
import {branchProjections} from '../run/projection.ts';
import type {RunState, StepState} from '../run/state.ts';
import {aftermath} from './aftermath.ts';
import {branchLoss} from './branch-loss.ts';
import {placeOnPage} from './step-name.ts';
import {finishJson} from './time-json.ts';
import {whomToCall} from './whom-to-call.ts';

type Members = {readonly [key: string]: Json};

export type Now = {readonly nowMs: number; readonly ghost?: Ghost | undefined};

/** `step`, `attempt`, `kind`, `ask` and `moves` are always there; what does not apply is left out. */
export const promptJson = (open: OpenPrompt, state: RunState, {nowMs, ghost}: Now): Members => {
  const {step: path, attempt, kind, ask, moves, challenge, lacks} = open;
  const step = state.steps.get(path);
  return {
    step: path,
    attempt,
    kind,
    ask,
    moves: [...moves],
    ...(challenge !== undefined && {challenge}),
    ...(lacks && {lacks: {...lacks}}),
    ...(step && {...placeJson(step, state), ...promptDetails(step), ...stuckJson(open, step)}),
    ...optionsJson(open, step, {state, nowMs, ghost}),
    call: step ? whomToCall(state, step).map(call => ({...call})) : [],
  };
};

const placeJson = ({path, outline}: StepState, state: RunState): Members => {
  const {number, total, items} = placeOnPage(state, path);
  const {title, why, danger, role, effects, hasUndo, pointOfNoReturn} = outline;
  return {
    title,
    place: {number, total, ...(items.length > 0 && {items: [...items]})},
    effects,
    hasUndo,
    pointOfNoReturn,
    ...(why !== undefined && {why}),
    ...(danger !== undefined && {danger}),
    ...(role !== undefined && {role}),
  };
};

/** What stands in the question itself, secrets already masked. */
const promptDetails = ({status, prompt, shown, ticked, approvals, askedAtMs, stuckSinceMs}: StepState): Members => {
  const sinceMs = askedAtMs ?? stuckSinceMs;
  const asked = status === 'awaiting' ? prompt : undefined;
  return {
    ...(sinceMs !== undefined && {since: new Date(sinceMs).toISOString()}),
    ...(shown && {shown: {...shown}}),
    ...(asked?.checklist && {checklist: asked.checklist.map((text, index) => ({text, ticked: ticked.has(index)}))}),
    ...(asked?.paste !== undefined && {paste: asked.paste}),
    ...(asked?.reveals !== undefined && {reveals: asked.reveals}),
    ...(asked?.expected !== undefined && {expected: asked.expected}),
    ...(asked?.takes !== undefined && {takes: asked.takes}),
    ...(asked?.isSecret && {secret: true}),
    ...(asked?.isOptional && {optional: true}),
    ...(asked?.items && {items: [...asked.items]}),
    ...(asked?.from && {from: asked.from.map(one => ({...one})), need: asked.need ?? 1, approvals: [...approvals]}),
  };
};

/** Of a step that is held, or whose outcome nobody knows: what happened, what is safe, what the checks said. */
const stuckJson = ({kind}: OpenPrompt, step: StepState): Members => {
  if (kind !== 'held' && kind !== 'unknown') {
    return {};
  }
  const {reason, began, undoingOf, then, checks, outline} = step;
  return {
    ...(reason !== undefined && {happened: reason}),
    safe: kind === 'held' ? `nothing new starts; ${aftermath(step)}` : 'nothing new starts, and nothing is guessed',
    ...(began && {beganAt: new Date(began.atMs).toISOString()}),
    ...(undoingOf !== undefined && {undoingOf}),
    ...(kind === 'held' && then?.do === 'hold' && then.undoTo !== undefined && {undoTo: then.undoTo}),
    checks: checks.map(({use, name, ok, detail}) => ({use, name, ok, detail})),
    ...(outline.troubleshoot && {troubleshoot: outline.troubleshoot.map(one => ({...one}))}),
  };
};

type At = {readonly state: RunState} & Now;

/** What can be chosen or picked, by the names that the intent takes; of a branch where it leads. */
const optionsJson = (
  {kind, step, options}: OpenPrompt,
  asked: StepState | undefined,
  {state, nowMs, ghost}: At,
): Members => {
  const prompt = asked?.prompt;
  const all = options ?? prompt?.options;
  if (all === undefined || (kind !== 'decision' && kind !== 'pick' && kind !== 'input')) {
    return {};
  }
  const finishes = kind === 'decision' ? branchProjections(state, step, nowMs) : undefined;
  return {
    options: all.map(option => {
      const {name, title, recoveryPoint} = option;
      const finish = finishes?.get(name);
      const loss = kind === 'decision' ? branchLoss(state, {path: step, option}, ghost) : undefined;
      return {
        name,
        title,
        ...(kind === 'decision' && prompt?.proposal === name && {proposed: true}),
        ...(finish && {finish: finishJson(finish)}),
        ...(recoveryPoint !== undefined && {recoveryPoint}),
        ...(loss && {loss: loss.words, missesRpo: loss.isMissed}),
      };
    }),
  };
};
