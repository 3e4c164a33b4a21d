/** Random runbooks with all that goes wrong in an incident: what destroys, what can be undone, what time brings. */
import fc from 'fast-check';
import type {Branch, CommonFields, Runbook, Step} from '../../src/runbook/runbook.ts';
import {arbitraryRunbook} from './arbitrary.ts';
import {type Dice, diceOf} from './dice.ts';
import {branch, commandStep, endStep, foreachStep, inputStep, milestoneStep, parallelStep, runbookOf} from './model.ts';

/** A runbook of every kind of step, in which steps destroy, can be undone, propose a way back, expire, call and leave duties. */
export const arbitraryIncident: fc.Arbitrary<Runbook> = fc
  .tuple(arbitraryRunbook, fc.array(fc.nat({max: 10_000}), {minLength: 50, maxLength: 300, size: 'max'}))
  .map(([runbook, numbers]) => {
    const dice = diceOf(numbers);
    return harder(dice.roll(5) === 4 ? sideBySide(dice) : runbook, dice);
  });

/** Many actions beside each other: more than may act at a time, and enough that one is held while others would go on. */
const sideBySide = (dice: Dice): Runbook =>
  runbookOf([
    parallelStep(
      'estate',
      ['primary', 'standby', 'pooler'].map(name =>
        branch(
          name,
          Array.from({length: 1 + dice.roll(4)}, (_, index) => commandStep(`${name}_${index}`)),
        ),
      ),
    ),
    foreachStep('share', [commandStep('copy')], {
      in: `'${'x,'.repeat(dice.roll(3) * 20)}x'.split(',')`,
      atOnce: 40,
      onItemFailure: 'continue',
    }),
    milestoneStep('restored'),
    endStep('finish'),
  ]);

/** What the first step is told is needed by others, and gone after a crash. */
const secretive = (steps: readonly Step[], dice: Dice): readonly Step[] =>
  dice.roll(3) > 0
    ? [
        inputStep('pin', 'secret'),
        ...steps.map(step =>
          step.kind === 'command' && dice.roll(3) > 0
            ? {...step, action: {...step.action, env: {PIN: '${steps.pin.outputs.value}'}}}
            : step,
        ),
      ]
    : steps;

const harder = (runbook: Runbook, dice: Dice): Runbook => ({
  ...runbook,
  steps: hardened(secretive(runbook.steps, dice), dice),
  ...(dice.roll(2) === 1 && {
    deadlines: [{id: 'regulator', withinMs: 1_800_000, after: 'run_start', text: 'Tell the regulator.'}],
    reminders: [{id: 'update', everyMs: 900_000, until: 'service_restored', role: 'approver', text: 'Tell support.'}],
  }),
});

const hardened = (steps: readonly Step[], dice: Dice): readonly Step[] =>
  steps.map((step, index) => inner(hardenedStep(step, dice, steps.slice(0, index + 1)), dice));

const hardenedStep = (step: Step, dice: Dice, before: readonly Step[]): Step => ({
  ...step,
  ...hardships(step, dice, before),
});

/** A way back leads to a step of its own block that stands before, or to itself. */
const hardships = (step: Step, dice: Dice, before: readonly Step[]): Partial<CommonFields> => {
  const back = before[dice.roll(before.length)]?.id ?? step.id;
  const called = dice.roll(5) === 4 ? {escalate: {afterMs: 1_200_000, to: 'approver'}} : {};
  if (step.shape !== 'action') {
    return called;
  }
  return {
    ...called,
    ...(dice.roll(4) === 3 && {effects: 'destructive'}),
    ...(dice.roll(8) === 7 && {pointOfNoReturn: true}),
    ...(dice.roll(6) === 5 && {temporary: {liftedBy: 'finish', withinMs: 86_400_000}}),
    ...(dice.roll(4) === 3 && {onFailure: {do: 'undo_to', step: back}}),
    ...undoOf(dice),
  };
};

const undoOf = (dice: Dice): Partial<CommonFields> => {
  switch (dice.roll(4)) {
    case 1:
      return {undo: {kind: 'command', run: ['/bin/undo'], env: {}}};
    case 2:
      return {undo: {kind: 'instruction', do: 'Take it back.'}};
    default:
      return {};
  }
};

const inner = (step: Step, dice: Dice): Step => {
  switch (step.kind) {
    case 'decision':
    case 'parallel':
      return {...step, branches: step.branches.map((one): Branch => ({...one, steps: hardened(one.steps, dice)}))};
    case 'group':
    case 'foreach':
    case 'repeat':
      return {...step, steps: hardened(step.steps, dice)};
    default:
      return step;
  }
};
