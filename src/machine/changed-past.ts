/** What an amended runbook must leave as it is: every step that is over, under way or asked, and what the run was begun with. */

import {withoutItems} from '../run/path.ts';
import type {RunState, Status} from '../run/state.ts';
import type {Runbook, Step} from '../runbook/runbook.ts';
import {everyStep} from './compile.ts';

/** The path of the first step whose text was changed although something of it has happened. */
export const changedPast = (before: Runbook, after: Runbook, state: RunState): string | undefined => {
  const texts = (runbook: Runbook): ReadonlyMap<string, string> =>
    new Map(everyStep(runbook).map(({path, step}) => [path, ownText(step)]));
  const [old, amended] = [texts(before), texts(after)];
  return [...state.steps.values()]
    .filter(({status}) => !mayChange.includes(status))
    .map(({path}) => path)
    .find(path => old.get(withoutItems(path)) !== amended.get(withoutItems(path)));
};

/** Still to come, or held: what a person tries again may be another thing than what failed. */
const mayChange: readonly Status[] = ['pending', 'not-reached', 'held'];

/** Why the two cannot be of one run, whatever has happened; nothing where they can. */
export const changedFrame = (before: Runbook, after: Runbook): string | undefined => {
  if (before.id !== after.id) {
    return `this run is of "${before.id}" and not of "${after.id}"`;
  }
  if (textOf(before.clock) !== textOf(after.clock)) {
    return 'its clock runs, and must go on between the same instants';
  }
  const input = Object.values(before.inputs).find(
    ({name}) => textOf(before.inputs[name]) !== textOf(after.inputs[name]),
  );
  if (input) {
    return `its input "${input.name}" has a value already and must stay as it was declared`;
  }
  const added = Object.values(after.inputs).find(
    ({name, type, of, optional, default: standard}) =>
      before.inputs[name] === undefined &&
      !(type === 'secret' || type === 'connection' || of === 'connection' || optional || standard !== undefined),
  );
  return (
    added &&
    `its new input "${added.name}" needs a default, or must be optional: only secrets are asked for when a run goes on`
  );
};

/** What stands inside a step is compared by itself. */
const ownText = (step: Step): string =>
  JSON.stringify(step, (key, value) =>
    key === 'steps' || key === 'span' ? undefined : key === 'runbook' ? ownOf(value) : value,
  );

const ownOf = ({id, inputs, outputs}: Runbook): Pick<Runbook, 'id' | 'inputs' | 'outputs'> => ({id, inputs, outputs});

const textOf = (value: object | undefined): string =>
  JSON.stringify(value ?? null, (key, inner) => (key === 'span' ? undefined : inner));
