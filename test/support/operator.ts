/** The people and the world of a simulated run: mostly well-meaning, mostly good. */
import type {Intent, OpenPrompt} from '../../src/run/intent.ts';
import type {Dice} from './dice.ts';
import {done, type FakeRunners, failedWith, fakeRunners, lost, nothing, type Verdict} from './fake-runners.ts';
import type {OpenEngine} from './open-engine.ts';

/** Mostly good, or no run would come far. */
const verdicts: readonly Verdict[] = [done, done, done, done, 'hold', 'hold', 'hold', failedWith(1), lost()];

/** A world that outlives the program: what was begun in it goes on, or ends unseen, or leaves nothing. */
export const worldOf = (dice: Dice): FakeRunners =>
  fakeRunners({
    verdict: () => (dice.isOver() ? done : (verdicts[dice.roll(verdicts.length)] ?? done)),
    found: () => {
      switch (dice.roll(3)) {
        case 0:
          return nothing;
        case 1:
          return {found: 'running', pid: 1, ended: Promise.resolve({found: 'finished', performed: done, endedAtMs: 0})};
        default:
          return {found: 'finished', performed: dice.roll(2) === 0 ? done : failedWith(3), endedAtMs: 0};
      }
    },
  });

/** An operator who wants the run to end: what is asked is answered, what is held is done by hand, what is unknown looked at. */
export const answerTo = (
  run: OpenEngine,
  {step, attempt, kind, moves, options = []}: OpenPrompt,
  dice: Dice,
): Intent => {
  const place = {step, attempt, reason: 'looked myself'};
  const state = run.state.steps.get(step);
  switch (kind) {
    case 'confirmation':
      return {...place, intent: 'confirm', value: state?.prompt?.expected ?? ''};
    case 'instruction': {
      const open = (state?.prompt?.checklist ?? []).findIndex((_point, index) => !state?.ticked.has(index));
      return open === -1 ? {...place, intent: 'done'} : {...place, intent: 'tick', value: open};
    }
    case 'approval':
      return approve(place, approver(run, state?.approvals ?? []));
    case 'decision': {
      const ways = state?.prompt?.options ?? [];
      return {...place, intent: 'choose', value: ways[Math.max(0, dice.roll(ways.length + 4) - 4)]?.name ?? ''};
    }
    case 'input':
      return {...place, intent: 'answer', value: state?.prompt?.isSecret ? secret : dice.roll(100)};
    case 'pick':
      return {...place, intent: 'pick', value: options[dice.roll(options.length)]?.name ?? ''};
    case 'held':
      return answerHeld(run, {step, attempt, moves}, dice);
    case 'secret':
      return dice.roll(6) === 5 ? {...place, intent: 'cannot'} : {...place, intent: 'give', value: secret};
    case 'unknown':
      return {...place, intent: 'resolve', value: (['done', 'again', 'failed'] as const)[dice.roll(3)] ?? 'done'};
  }
};

/** A go by somebody whom the question may not name: said as it is said the second time. */
export const approve = (place: Pick<Intent, 'step' | 'attempt'>, actor: string): Intent => ({
  ...place,
  intent: 'approve',
  actor,
  value: actor,
});

const secret = 'sesame77-4242-open42';

/** Somebody who neither executes the run nor has given a go already. */
const approver = (run: OpenEngine, given: readonly string[]): string =>
  ['Dana Fox', 'Ravi Rao', 'Kim Ito'].find(name => !given.includes(name) && !run.state.executors.has(name)) ?? '';

/** Mostly forward; now and then back to a step that was come to before, or elsewhere. */
const answerHeld = (
  run: OpenEngine,
  {step, attempt, moves}: Pick<OpenPrompt, 'step' | 'attempt' | 'moves'>,
  dice: Dice,
): Intent => {
  const place = {step, attempt, reason: 'looked myself'};
  if (moves.includes('give') && dice.roll(4) > 0) {
    return {...place, intent: 'give', value: secret};
  }
  const back = run.state.effects.at(-1 - dice.roll(3))?.step;
  if (moves.includes('undo_to') && back !== undefined && dice.roll(8) === 7) {
    const wanted: Intent = {...place, intent: dice.roll(2) === 0 ? 'undo_to' : 'jump', value: back};
    const {accepted} = run.say(wanted);
    // Into an item that is over nobody goes back; then it is looked at again.
    return accepted ? {intent: 'note', reason: 'went back'} : {...place, intent: 'retry'};
  }
  return {...place, intent: dice.roll(2) === 1 || !moves.includes('override') ? 'retry' : 'override'};
};
