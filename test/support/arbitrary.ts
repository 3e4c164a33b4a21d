/** Random runbooks: the raw material of the property tests. */
import fc from 'fast-check';
import type {OnFailure, Runbook, Step} from '../../src/runbook/runbook.ts';
import {
  approvalStep,
  assertStep,
  branch,
  checkStep,
  commandStep,
  decisionStep,
  endStep,
  foreachStep,
  groupStep,
  includeStep,
  input,
  inputStep,
  instructionStep,
  letStep,
  milestoneStep,
  parallelStep,
  probe,
  repeatStep,
  runbookOf,
  waitStep,
} from './model.ts';

/** A runbook of up to some forty steps: every kind, decisions within decisions, forward gotos, retries, checks. */
export const arbitraryRunbook: fc.Arbitrary<Runbook> = fc
  .array(fc.nat({max: 1_000_000}), {minLength: 3, maxLength: 120, size: 'max'})
  .map(seeds => runbookOf(stepsFrom(new Seeds(seeds)), {inputs: input('deep', 'boolean')}));

/** Numbers taken one after another; after the last one, zeros. */
class Seeds {
  readonly #numbers: number[];
  names = 0;
  constructor(numbers: readonly number[]) {
    this.#numbers = [...numbers];
  }
  take(below: number): number {
    return (this.#numbers.shift() ?? 0) % below;
  }
  left(): number {
    return this.#numbers.length;
  }
}

const stepsFrom = (seeds: Seeds): readonly Step[] => {
  const steps = blockFrom(seeds, 0, ['finish']);
  return [...steps, milestoneStep('restored'), endStep('finish')];
};

const blockFrom = (seeds: Seeds, depth: number, later: readonly string[]): readonly Step[] => {
  const steps: Step[] = [];
  while (seeds.left() > 0 && steps.length < 8) {
    steps.push(stepFrom(seeds, depth, later));
    if (depth > 0 && seeds.take(3) === 0) {
      break;
    }
  }
  return steps;
};

const stepFrom = (seeds: Seeds, depth: number, later: readonly string[]): Step => {
  seeds.names += 1;
  const id = `step_${seeds.names}`;
  const [target] = later;
  const onFailure = failureFrom(seeds, target);
  const extra = {
    onFailure,
    skippable: seeds.take(2) === 0,
    ...(seeds.take(4) === 0 && {when: 'inputs.deep'}),
    ...(seeds.take(3) === 0 && {verify: [probe('seen'), probe('counted')]}),
  };
  if (depth < 2 && seeds.take(2) === 0) {
    return groupFrom(seeds, {id, depth, later, onFailure});
  }
  switch (seeds.take(5)) {
    case 0:
      return commandStep(id, ['/bin/true'], {
        ...extra,
        retry: {attempts: 1 + seeds.take(3), delayMs: 0, backoff: 1},
        idempotent: seeds.take(2) === 0,
        ...(seeds.take(3) === 0 && {confirm: {type: 'tickets'}}),
        ...(seeds.take(4) === 0 && {
          each: {
            in: "['eu', 'us']",
            atOnce: 1 + seeds.take(3),
            onItemFailure: seeds.take(2) === 0 ? 'hold' : 'continue',
          },
        }),
      });
    case 1:
      return instructionStep(id, seeds.take(2) === 0 ? ['look', 'write down'] : [], {
        ...extra,
        ...(seeds.take(4) === 0 && {confirm: {type: 'tickets'}}),
      });
    case 2:
      return approvalStep(id, 1 + seeds.take(2), {onFailure, ...(seeds.take(2) === 0 && {expiresMs: 3_600_000})});
    case 3:
      return seeds.take(2) === 0 ? checkStep(id, {onFailure}) : waitStep(id, {for: 60_000}, {onFailure});
    default:
      return instantFrom(seeds, id, onFailure);
  }
};

type Place = {
  readonly id: string;
  readonly depth: number;
  readonly later: readonly string[];
  readonly onFailure: OnFailure;
};

const groupFrom = (seeds: Seeds, {id, depth, later, onFailure}: Place): Step => {
  const [target] = later;
  switch (seeds.take(7)) {
    case 0:
      return groupStep(id, someSteps(seeds, depth, later));
    case 1:
      return groupStep(id, someSteps(seeds, depth, []), {order: 'any'});
    case 2:
      return parallelStep(
        id,
        [
          branch('disk', blockFrom(seeds, depth + 1, [])),
          branch('network', blockFrom(seeds, depth + 1, [])),
          branch('people', blockFrom(seeds, depth + 1, [])),
        ],
        {atOnce: 1 + seeds.take(3)},
      );
    case 3:
      return foreachStep(id, someSteps(seeds, depth, []), {
        atOnce: 1 + seeds.take(3),
        onItemFailure: seeds.take(2) === 0 ? 'hold' : 'continue',
      });
    case 4:
      return repeatStep(id, someSteps(seeds, depth, later), {max: 1 + seeds.take(3), onExhausted: onFailure});
    case 5:
      return includeStep(
        id,
        runbookOf([
          ...blockFrom(seeds, depth + 1, [`done_${id}`]),
          endStep(`done_${id}`, seeds.take(2) === 0 ? 'recovered' : 'rolled-back'),
        ]),
        {onFailure},
      );
    default: {
      const inner = blockFrom(seeds, depth + 1, later);
      return decisionStep(id, [
        branch('deep', inner),
        branch('other', seeds.take(2) === 0 ? blockFrom(seeds, depth + 1, later) : []),
        branch('stop', [], {end: 'no-action'}),
        ...(target === undefined ? [] : [branch('away', [], {goto: target})]),
      ]);
    }
  }
};

/** Out of what goes on beside others no goto leads. */
const failureFrom = (seeds: Seeds, target: string | undefined): OnFailure => {
  const ways: readonly OnFailure[] = [
    {do: 'hold'},
    {do: 'continue'},
    {do: 'abort'},
    target === undefined ? {do: 'hold'} : {do: 'goto', step: target},
  ];
  return ways[seeds.take(ways.length)] ?? {do: 'hold'};
};

const instantFrom = (seeds: Seeds, id: string, onFailure: OnFailure): Step => {
  switch (seeds.take(3)) {
    case 0:
      return letStep(id, {[`value_of_${id}`]: '1', [`shared_${id.length % 2}`]: '1'});
    case 1:
      return assertStep(id, 'inputs.deep', {onFailure});
    default:
      return inputStep(id, 'integer', {onFailure});
  }
};

/** A block that must not be empty. */
const someSteps = (seeds: Seeds, depth: number, later: readonly string[]): readonly Step[] => {
  const steps = blockFrom(seeds, depth + 1, later);
  return steps.length > 0 ? steps : [stepFrom(seeds, 2, later)];
};
