/** An action that began in a former session is found again: the resume table of docs/design/facts.md. */
import type {Wanted} from '../../machine/wanted.ts';
import type {Action} from '../../runbook/action.ts';
import {actionHere, type Context, isSimulated, stateAt, stepAt, valuesAt} from '../context.ts';
import {forgotten, hasLostSecret} from '../secrets/secret-outputs.ts';
import {finishAction, requestFor} from './perform.ts';
import {fillAction} from './resolve.ts';
import type {ResolvedAction} from './runner.ts';
import {endSimulated} from './simulate.ts';
import {tellRunner, whyStopped} from './stop.ts';

/** Goes on with it: it finished meanwhile, it still runs and is waited for, or nobody knows. It is never done again here. */
export const findAction = (context: Context, item: Wanted): void => {
  const {step} = stepAt(context.forest, item.path);
  if (isSimulated(context, step)) {
    endSimulated(context, item);
    return;
  }
  if (step.shape !== 'action') {
    return;
  }
  const action = actionHere(context, step, step.action);
  const {began, child} = stateAt(context.state, item.path);
  context.work(item, async () => {
    const filled = fillAction(action, valuesAt(context, item));
    const isForgotten = !filled.ok || hasLostSecret(context, item.path);
    const request = {
      ...requestFor(context, item, filled.ok ? filled.value.action : asWritten(action)),
      ...(isForgotten && {heldBack: forgotten}),
    };
    // After a restart of the host a process id means nothing; only what was left on the disk does.
    tellRunner(context, item);
    let found = await context.runners.find(request, began?.session ?? 1, context.sameBoot ? child : undefined);
    while (found.found === 'running') {
      found = await found.ended;
    }
    if (found.found === 'finished') {
      finishAction(context, item, {performed: found.performed, late: true, isForgotten});
    } else {
      const stopped = whyStopped(context, item.path);
      const cause = stopped === undefined ? found.cause : `${stopped} (${found.cause})`;
      context.record(item, {type: 'unknown', step: item.path, attempt: item.attempt, cause});
    }
  });
};

/**
 * An attempt is found by its name. Values that were lost with the former session must not hide one that still runs, so
 * the action then stands as it was written: it is looked for and never done.
 */
export const asWritten = (action: Action): ResolvedAction => {
  switch (action.kind) {
    case 'command':
      return {
        kind: 'command',
        argv: action.run.map(String),
        env: {},
        ...(action.on !== undefined && {on: action.on}),
        ...(action.interactive && {interactive: true as const}),
      };
    case 'script':
      return {...action, env: {}};
    case 'sql':
      return action;
    case 'notify':
      return action;
    case 'http':
      return {kind: 'http', method: action.method, url: action.url, headers: {}};
  }
};
