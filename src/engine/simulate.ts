/** What a drill only assumes: it is recorded as done, and nothing of it runs, neither action nor check. */
import type {Json} from '../base/canonical-json.ts';
import type {Wanted} from '../machine/wanted.ts';
import type {Step} from '../runbook/runbook.ts';
import {type Context, stepAt} from './context.ts';

/** Records all of an action or a check, from its beginning to its end. */
export const simulateAction = (context: Context, item: Wanted, attempt: number): void => {
  context.record(item, {type: 'began', step: item.path, attempt, simulated: true});
  endSimulated(context, {...item, want: 'perform', attempt});
};

/** Ends what was begun; a power failure may have cut the facts of one moment apart. */
export const endSimulated = (context: Context, item: Wanted): void => {
  const {step} = stepAt(context.forest, item.path);
  const place = {step: item.path, attempt: item.attempt};
  if (item.want !== 'verify' && item.policy.verify) {
    context.record(item, {type: 'performed', ...place, result: {simulated: true}});
  }
  const reason = step.drill.do === 'skip' ? 'left out in this drill' : 'simulated in this drill';
  const ending: Wanted = item.policy.verify ? {...item, want: 'verify'} : item;
  context.record(ending, {type: 'succeeded', ...place, outputs: assumedOutputs(step), reason});
};

const assumedOutputs = ({drill}: Step): {readonly [name: string]: Json} =>
  drill.do === 'simulate' ? drill.outputs : {};
