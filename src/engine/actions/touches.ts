/** What an action changes: what its author names, and every server that it is given. */
import {type Result, succeed} from '../../base/result.ts';
import type {ShownAction} from '../../run/shown.ts';
import type {Step} from '../../runbook/runbook.ts';
import {fillString} from '../../runbook/texts/text.ts';
import {tell} from '../values/made-values.ts';
import type {Values} from '../values/values.ts';
import {connectionsOf} from './connections-of.ts';
import type {ResolvedAction} from './runner.ts';

/** What its author names. What cannot be told cannot be proved, so it is not left out. */
export const namedTouches = (values: Values, touches: readonly string[]): Result<readonly string[]> => {
  const touched: string[] = [];
  for (const text of touches) {
    const filled = tell(scope => fillString(text, scope), values);
    if (!filled.ok) {
      return filled;
    }
    touched.push(filled.value);
  }
  return succeed(touched);
};

/** The same, and every server it is given, by whatever way. */
export const touchedBy = (
  values: Values,
  touches: readonly string[],
  action: ResolvedAction,
): Result<readonly string[]> => {
  const named = namedTouches(values, touches);
  return named.ok ? succeed([...named.value, ...connectionsOf(action)]) : named;
};

/** Beside the target that is told apart already: what the author says that a step changes, as it may be seen. */
export const withTouches = (shown: ShownAction, {touches}: Pick<Step, 'touches'>, values: Values): ShownAction => {
  const scope = values.scope('masked');
  const told = touches.flatMap(text => {
    const filled = fillString(text, scope);
    return filled.ok ? [filled.value] : [];
  });
  return told.length === 0 ? shown : {...shown, touches: told};
};
