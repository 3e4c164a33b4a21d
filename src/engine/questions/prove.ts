/** A go that a typed name gave, proven afterwards: whoever said it on the telephone signs it once there is time. */
import {fail, type Result, succeed} from '../../base/result.ts';
import type {Actor, AttemptName, FactBody} from '../../run/event.ts';
import type {Intent} from '../../run/intent.ts';
import type {Path} from '../../run/path.ts';
import {sameName} from '../../run/same-name.ts';
import {samePerson} from '../../run/same-person.ts';
import type {Deviation, RunState} from '../../run/state.ts';
import {type Context, stateAt, stepAt} from '../context.ts';
import {type Proof, proveSigned} from './approve-signed.ts';

/** Takes a signature for a go that was given; the run goes on as it was, with one deviation less. */
export const prove = (context: Context, intent: Intent, actor: Actor): Result<readonly FactBody[]> => {
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
  const executes = whyExecutor(context, named, {given: signed.value, actor});
  if (executes !== undefined) {
    return fail(executes);
  }
  const {attempt} = stateAt(state, named);
  const proven = provenBy(context, {step: named, attempt}, signed.value);
  return proven ? succeed([proven]) : fail(`${signed.value.by} has not approved ${named}; a proof is of whoever did.`);
};

type Go = {readonly by: string; readonly contact?: string; readonly key?: string};

/** Nobody who executes the run, or ever did, approves it; a contact goes by two names, and whoever shares a key is the same person. */
export const whyExecutor = (
  {forest, state, ownKeys}: Context,
  path: Path,
  {given: {by, contact = by, key}, actor}: {readonly given: Go; readonly actor: Actor},
): string | undefined => {
  const {step} = stepAt(forest, path);
  const executors = [...state.executors, actor.name];
  if (step.kind !== 'approval' || !step.notExecutor) {
    return undefined;
  }
  if (key !== undefined && ownKeys?.().includes(key)) {
    return `The key ${key} is in ~/.ssh or in the agent of whoever executes this run here; another person must approve it.`;
  }
  const other = executors.find(
    name => samePerson(state.contacts, by, name) || samePerson(state.contacts, contact, name),
  );
  if (other === undefined) {
    return undefined;
  }
  return executors.some(name => sameName(name, by) || sameName(name, contact))
    ? `${by} executes this run, or did, and cannot approve it; another person must.`
    : `${by} has the same key in the plan as ${other}, who executes this run, or did; another person must approve it.`;
};

/** What it proves, where the name of whoever signed was taken for a go of this attempt already. */
export const provenBy = (
  {state}: Context,
  {step, attempt}: AttemptName,
  {proof: _signature, ...signed}: Proof,
): FactBody | undefined => {
  const {by} = signed;
  const given = openAt(state, step).find(({approval}) => approval && sameName(approval.by, by));
  return given?.approval && {type: 'approval-proven', step, attempt, of: given.approval.by, ...signed};
};

/** Steps whose go is not proven, and whose question can still be told from the record. */
const unproven = (state: RunState): readonly string[] => [
  ...new Set(state.deviations.flatMap(({step}) => (openAt(state, step).length === 0 ? [] : [step]))),
];

/** Only of the question that was put last: an older one has another challenge. */
const openAt = ({deviations, steps}: RunState, path: string): readonly Deviation[] =>
  deviations.filter(({step, approval}) => step === path && approval?.attempt === steps.get(path)?.attempt);
