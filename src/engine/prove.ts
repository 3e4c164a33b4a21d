/** A go that a typed name gave, proven afterwards: whoever said it on the telephone signs it once there is time. */
import {fail, type Result, succeed} from '../base/result.ts';
import type {AttemptName, FactBody} from '../run/event.ts';
import type {Intent} from '../run/intent.ts';
import type {Deviation, RunState} from '../run/state.ts';
import {type Proof, proveSigned} from './approve-signed.ts';
import {type Context, stateAt} from './context.ts';
import {sameName} from './same-name.ts';

/** Takes a signature for a go that was given; the run goes on as it was, with one deviation less. */
export const prove = (context: Context, intent: Intent): Result<readonly FactBody[]> => {
  const {state} = context;
  if (intent.signature === undefined) {
    return fail('A go is proven by a signature, as `lifeboat approve` prints it.');
  }
  const open = unproven(state);
  const named = intent.step ?? (open.length === 1 ? open[0] : undefined);
  if (named === undefined) {
    return fail(
      open.length === 0
        ? 'No go of this run waits for a proof.'
        : `Which one? The go of ${open.join(', ')} can be proven; name the step.`,
    );
  }
  if (!open.includes(named)) {
    return fail(`The go of ${named} does not wait for a proof.`);
  }
  const signed = proveSigned(context, named, intent);
  if (!signed.ok) {
    return signed;
  }
  const {attempt} = stateAt(state, named);
  const proven = provenBy(context, {step: named, attempt}, signed.value);
  return proven ? succeed([proven]) : fail(`${signed.value.by} has not approved ${named}; a proof is of whoever did.`);
};

/** What it proves, where the name of whoever signed was taken for a go of this attempt already. */
export const provenBy = (
  {state}: Context,
  {step, attempt}: AttemptName,
  {proof: _signature, ...signed}: Proof,
): FactBody | undefined => {
  const {by, contact} = signed;
  const given = openAt(state, step).find(
    ({approval}) => approval && (sameName(approval.by, by) || sameName(approval.by, contact)),
  );
  return given?.approval && {type: 'approval-proven', step, attempt, of: given.approval.by, ...signed};
};

/** Steps whose go is not proven, and whose question can still be told from the record. */
const unproven = (state: RunState): readonly string[] => [
  ...new Set(state.deviations.flatMap(({step}) => (openAt(state, step).length === 0 ? [] : [step]))),
];

/** Only of the question that was put last: an older one has another challenge. */
const openAt = ({deviations, steps}: RunState, path: string): readonly Deviation[] =>
  deviations.filter(({step, approval}) => step === path && approval?.attempt === steps.get(path)?.attempt);
