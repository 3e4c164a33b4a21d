/** A person ends what runs: recorded first, then the runner is told, and what comes of it is held or unknown. */
import {fail, type Result, succeed} from '../../base/result.ts';
import {movesFor} from '../../machine/moves.ts';
import {type Wanted, wanted} from '../../machine/wanted.ts';
import type {FactBody} from '../../run/event.ts';
import type {Intent} from '../../run/intent.ts';
import {type Context, stateAt} from '../context.ts';

/** The fact that a running step is to be stopped, or the sentence that refuses it. The runner is told once it is durable. */
export const stopStep = (context: Context, {step, attempt, reason}: Intent): Result<readonly FactBody[]> => {
  const running = wanted(context.position()).filter(item => movesFor(item).includes('stop'));
  const named = step === undefined ? running : running.filter(({path}) => path === step);
  const [item, ...others] = named;
  if (!item) {
    return fail(step === undefined ? 'Nothing that could be stopped is running.' : `${step} is not running.`);
  }
  if (others.length > 0) {
    return fail(`More than one step is running (${named.map(({path}) => path).join(', ')}); say which one to stop.`);
  }
  if (attempt !== undefined && attempt !== item.attempt) {
    return fail(`That was about attempt ${attempt}; attempt ${item.attempt} is running now.`);
  }
  if (reason === undefined || reason.trim() === '') {
    return fail('Stopping a step needs a reason.');
  }
  if (stateAt(context.state, item.path).stop) {
    return fail('It is being stopped already.');
  }
  context.onceDurable(() => tellRunner(context, item));
  return succeed([{type: 'stop-requested', step: item.path, attempt: item.attempt, reason}]);
};

/** Tells the runner of an attempt to end it, where somebody has asked for that, in this session or before. */
export const tellRunner = (context: Context, {path: step, attempt}: Pick<Wanted, 'path' | 'attempt'>): void => {
  if (stateAt(context.state, step).stop) {
    context.runners.stop({run: context.state.run, step, attempt});
  }
};

/** Who stopped an attempt and why, as the reason of what came of it; nothing where nobody did. */
export const whyStopped = ({state}: Context, path: string): string | undefined => {
  const {stop} = stateAt(state, path);
  return stop && `stopped by ${stop.actor.name}: ${stop.reason}`;
};
