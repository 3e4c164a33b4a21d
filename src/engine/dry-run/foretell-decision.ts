/** A decision with every branch, and which one is taken where that is known before anything runs. */
import {type Result, succeed} from '../../base/result.ts';
import type {ForetoldBlock, ForetoldStep} from '../../run/dry-run.ts';
import {timeOfStep} from '../../runbook/flow/step-time.ts';
import type {Branch, StepOf} from '../../runbook/runbook.ts';
import {targetOf} from '../failure.ts';
import {branchFor} from './foretell-question.ts';
import {foretellNamed, imagine} from './foretell-values.ts';
import {causesOf, type Place} from './known-now.ts';
import type {Inside, Sequence, Walk} from './walk.ts';
import {anyOf, type Exits, endsWith, later, leadsTo, type Moment} from './way-times.ts';

type Deciding = {readonly step: StepOf<'decision'>; readonly entry: Moment | undefined};

type Choice = NonNullable<ForetoldStep['choice']>;

export const foretellDecision = (walk: Walk, place: Place, {step, entry}: Deciding): Inside => {
  const chosen = choiceOf(walk, place, step);
  const choice = chosen.ok ? chosen.value : undefined;
  if (choice && !place.isLeftOut) {
    takeNote(walk, place, {step, choice});
  }
  const decided = later(entry, timeOfStep(step));
  const walked = step.branches.map(branch => {
    const isTaken = place.isLeftOut ? false : choice ? choice.branch === branch.name : null;
    return foretellBranch(walk, {branch, isTaken, block: `${place.path}:${branch.name}`, entry: decided});
  });
  const given = outputsOf(walk, place, {step, choice});
  return {
    blocks: walked.map(({block}) => block),
    exits: anyOf(walked.map(({exits}) => exits)),
    says: {...(choice && {choice}), ...chooses(walk, place, step), values: given.shown},
    problems: [...(chosen.ok ? [] : [chosen.reason]), ...given.problems],
  };
};

type Coming = Pick<Sequence, 'block' | 'entry'> & {
  readonly branch: Branch;
  readonly isTaken: boolean | null;
};

const foretellBranch = (
  walk: Walk,
  {branch, isTaken, block, entry}: Coming,
): {readonly block: ForetoldBlock; readonly exits: Exits} => {
  const {name, title, steps: inner, goto, end} = branch;
  const begins = isTaken === false ? undefined : entry;
  const {steps, exits} = walk.block(walk, {block, steps: inner, isLeftOut: isTaken === false, entry: begins});
  return {
    block: {branch: name, title, isTaken, ...(goto !== undefined && {goto}), ...(end !== undefined && {end}), steps},
    exits: end !== undefined ? endsWith(end, begins) : goto !== undefined ? leadsTo(goto, begins) : exits,
  };
};

/** The runbook's own word, else an answer that was prepared. */
const choiceOf = (walk: Walk, place: Place, step: StepOf<'decision'>): Result<Choice | undefined> => {
  const {choose, branches, id} = step;
  if (choose === undefined) {
    const branch = walk.prepared(place.path, id);
    return succeed(branches.some(({name}) => name === branch) ? {branch: branch ?? '', by: 'answers'} : undefined);
  }
  const told = branchFor(walk.known, place, choose);
  if (!told.ok || told.value === undefined) {
    return told.ok ? succeed(undefined) : {ok: false, reason: `choose: ${told.reason}`};
  }
  const branch = branches.find(({name}) => name === told.value)?.name;
  return branch === undefined
    ? {ok: false, reason: 'choose: what it gives is no branch'}
    : succeed({branch, by: 'runbook'});
};

type Taken = {readonly step: StepOf<'decision'>; readonly choice: Choice};

/** Steps on other branches, and those that a goto passes by, are not reached. */
const takeNote = ({known}: Walk, {path}: Place, {step, choice}: Taken): void => {
  const goto = step.branches.find(({name}) => name === choice.branch)?.goto;
  known.choices.add(path);
  imagine(known, {
    type: 'chosen',
    step: path,
    attempt: 1,
    branch: choice.branch,
    ...(goto !== undefined && {goto: targetOf(known, path, goto)}),
  });
};

const chooses = ({known}: Walk, place: Place, {choose}: StepOf<'decision'>): Pick<ForetoldStep, 'chooses'> =>
  choose === undefined ? {} : {chooses: {expression: choose, dependsOn: causesOf(known, place, choose)}};

/** What the branch that is taken gives. */
const outputsOf = (
  {known}: Walk,
  place: Place,
  {step, choice}: {readonly step: StepOf<'decision'>; readonly choice: Choice | undefined},
): ReturnType<typeof foretellNamed> => {
  const expressions = step.branches.find(({name}) => name === choice?.branch)?.outputs ?? {};
  return foretellNamed(known, place, {step, expressions, viewer: place.path});
};
