/** Small random runbooks full of destructive steps, looks and approvals, in blocks of every kind. */
import fc from 'fast-check';
import {waysThrough} from '../../src/runbook/flow/ways.ts';
import type {OnFailure, Runbook, Step} from '../../src/runbook/runbook.ts';
import {type Dice, diceOf} from './dice.ts';
import {
  approvalStep,
  branch,
  checkStep,
  commandStep,
  decisionStep,
  endStep,
  foreachStep,
  groupStep,
  includeStep,
  parallelStep,
  probe,
  repeatStep,
  runbookOf,
} from './model.ts';

/** Ids count up, so that a failure shows the order of the text. */
type Making = {readonly dice: Dice; readonly isPlain: boolean; count: number};

/** Of up to a dozen steps; those that destroy have no look and no gate of their own. Plain ones go on beside nothing and repeat nothing. */
export const arbitraryDangers = (isPlain: boolean): fc.Arbitrary<Runbook> =>
  fc
    .array(fc.nat({max: 10_000}), {minLength: 4, maxLength: 50, size: 'max'})
    .map(numbers => {
      const making = {dice: diceOf(numbers), isPlain, count: 0};
      const steps = blockOf(making, 0, 'finish');
      return runbookOf([...steps, commandStep('last', [], {effects: 'destructive'}), endStep('finish')]);
    })
    .filter(runbook => waysThrough(runbook).all <= waysMax);

/** Items, rounds and orders make ten times as many of these. */
const waysMax = 60n;

const blockOf = (making: Making, depth: number, target: string | undefined): readonly Step[] =>
  Array.from({length: depth === 0 ? 4 : 1 + making.dice.roll(2)}, (_, index) =>
    stepOf(making, depth, depth === 0 && index < 3 ? 'last' : target),
  );

const stepOf = (making: Making, depth: number, target: string | undefined): Step => {
  const {dice} = making;
  making.count += 1;
  const id = `step_${making.count}`;
  const policies: readonly OnFailure[] = [
    {do: 'hold'},
    {do: 'hold'},
    {do: 'continue'},
    ...(target === undefined
      ? []
      : [{do: 'goto', step: target} as const, {do: 'undo_to', step: id, then: target} as const]),
  ];
  const onFailure = policies[dice.roll(policies.length)] ?? {do: 'hold'};
  const extra = {onFailure, ...(dice.roll(5) === 4 && {when: 'inputs.deep'})};
  const isBlock = depth < 2 && dice.roll(2) === 1;
  if (isBlock) {
    return {...groupOf(making, {id, depth, target}), ...(extra.when && {when: extra.when})};
  }
  switch (dice.roll(5)) {
    case 0:
      return checkStep(id, extra);
    case 1:
      return approvalStep(id, 1, {...extra, onNoGo: onFailure});
    case 2:
      return commandStep(id, [], {...extra, verify: [probe('seen')], confirm: {type: 'tickets'}});
    default:
      return commandStep(id, [], {...extra, effects: 'destructive'});
  }
};

type Place = {readonly id: string; readonly depth: number; readonly target: string | undefined};

const groupOf = (making: Making, {id, depth, target}: Place): Step => {
  const {dice, isPlain} = making;
  const some = (to = target): readonly Step[] => blockOf(making, depth + 1, to);
  const fenced = (): readonly Step[] => blockOf(making, depth + 1, undefined);
  switch (dice.roll(isPlain ? 3 : 7)) {
    case 0:
      return groupStep(id, some());
    case 1:
      return includeStep(id, runbookOf([...fenced(), endStep('over')]));
    case 2:
      return decisionStep(id, [
        branch('long', some()),
        branch('short', dice.roll(2) === 0 ? [] : some()),
        ...(target === undefined ? [] : [branch('away', [], {goto: target})]),
      ]);
    case 3:
      return groupStep(id, fenced(), {order: 'any'});
    case 4:
      return parallelStep(id, [branch('disk', fenced()), branch('network', fenced())]);
    case 5:
      return foreachStep(id, fenced());
    default:
      return repeatStep(id, some(), {
        onExhausted: target === undefined || dice.roll(2) === 0 ? {do: 'hold'} : {do: 'goto', step: target},
      });
  }
};
