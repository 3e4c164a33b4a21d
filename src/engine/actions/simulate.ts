/** What a drill only assumes: it is recorded as done, and nothing of it runs, neither action nor check. */
import type {Json} from '../../base/canonical-json.ts';
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Wanted} from '../../machine/wanted.ts';
import type {Step} from '../../runbook/runbook.ts';
import {type Context, stepAt} from '../context.ts';
import {failStep} from '../failure.ts';
import {readAs} from '../values/typed-outputs.ts';
import type {Values} from '../values/values.ts';

/** Records all of an action or a check, from its beginning to its end. */
export const simulateAction = (context: Context, item: Wanted, attempt: number): void => {
  context.record(item, {type: 'began', step: item.path, attempt, simulated: true});
  endSimulated(context, {...item, want: 'perform', attempt});
};

/** Ends what was begun; a power failure may have cut the facts of one moment apart. */
export const endSimulated = (context: Context, item: Wanted): void => {
  const {step} = stepAt(context.forest, item.path);
  const place = {step: item.path, attempt: item.attempt};
  const {mustAck, verify} = item.policy;
  if (item.want !== 'verify' && item.want !== 'ask' && (verify || mustAck)) {
    context.record(item, {type: 'performed', ...place, result: {simulated: true}});
  }
  const reason = step.drill.do === 'skip' ? 'left out in this drill' : 'simulated in this drill';
  // Nobody was told, so nobody is asked whether they have heard it.
  const ending: Wanted = mustAck ? {...item, want: 'ask'} : verify ? {...item, want: 'verify'} : item;
  const outputs = assumedOutputs(step, context.values);
  if (outputs.ok) {
    context.record(ending, {type: 'succeeded', ...place, outputs: outputs.value, reason});
  } else {
    failStep(context, ending, {attempt: item.attempt, reason: `drill: ${outputs.reason}`, then: {do: 'hold'}});
  }
};

/** Read by their types, as what the step really gives is. */
const assumedOutputs = ({drill, outputs}: Step, {time}: Values): Result<{readonly [name: string]: Json}> => {
  const assumed: {[name: string]: Json} = {};
  for (const [name, value] of drill.do === 'simulate' ? Object.entries(drill.outputs) : []) {
    const {type} = outputs[name] ?? {};
    const read = readAs({type}, {value, isSecret: false}, time);
    if (!read.ok) {
      return fail(`output ${name}: ${read.reason}`);
    }
    assumed[name] = read.value;
  }
  return succeed(assumed);
};
