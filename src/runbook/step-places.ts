/** Every step with the path that it has in a run, those of included runbooks too. */
import type {Runbook, Step} from './runbook.ts';
import {innerBlocks} from './walk.ts';

export type StepPlace = {
  readonly step: Step;
  /** Without the numbers of items: what stands in a loop stands there once. */
  readonly path: string;
  /** The same with `[]` where a run has the number of an item. */
  readonly ofItem: string;
};

/** In the order of the page. */
export const stepPlaces = ({steps}: Runbook): readonly StepPlace[] => placesIn(steps, {path: '', ofItem: ''});

type Block = Pick<StepPlace, 'path' | 'ofItem'>;

const placesIn = (steps: readonly Step[], block: Block): readonly StepPlace[] =>
  steps.flatMap(step => {
    const path = `${block.path}${step.id}`;
    const ofItem = `${block.ofItem}${step.id}`;
    const inner = step.kind === 'include' ? [{steps: step.runbook.steps}] : innerBlocks(step);
    const item = step.kind === 'foreach' || step.kind === 'repeat' ? '[]' : '';
    return [
      {step, path, ofItem},
      // An item of a step with `each` is that step.
      ...(step.each === undefined ? [] : [{step, path, ofItem: `${ofItem}[]`}]),
      ...inner.flatMap(({steps: within, ...way}) => {
        const branch = 'branch' in way && way.branch !== undefined ? `:${way.branch}` : '';
        return placesIn(within, {path: `${path}${branch}/`, ofItem: `${ofItem}${branch}${item}/`});
      }),
    ];
  });
