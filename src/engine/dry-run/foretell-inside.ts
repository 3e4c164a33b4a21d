/** What stands inside a step and how it is left: branches, bodies, items, rounds, included runbooks. */
import type {ForetoldBlock} from '../../run/dry-run.ts';
import {timeOfStep} from '../../runbook/flow/step-time.ts';
import type {OnFailure, Step, StepOf} from '../../runbook/runbook.ts';
import {failing} from '../../runbook/words.ts';
import {foretellAnswer} from './foretell-answer.ts';
import {foretellDecision} from './foretell-decision.ts';
import {foretellIncluded} from './foretell-included.ts';
import {foretellItems, openRound} from './foretell-loop.ts';
import {foretellNamed} from './foretell-values.ts';
import type {Place} from './known-now.ts';
import type {Inside, Walk} from './walk.ts';
import {
  anyOf,
  both,
  type Exits,
  either,
  endsWith,
  later,
  leadsTo,
  type Moment,
  onwards,
  repeated,
  stopped,
} from './way-times.ts';

export type Entered<Of extends Step = Step> = {readonly step: Of; readonly entry: Moment | undefined};

/** Goes through what is inside; a step that has nothing inside is left when its time is over. */
export const foretellInside = (walk: Walk, place: Place, {step, entry}: Entered): Inside => {
  const {known} = walk;
  switch (step.kind) {
    case 'decision':
      return foretellDecision(walk, place, {step, entry});
    case 'group':
      return foretellGroup(walk, place, {step, entry});
    case 'parallel':
      return foretellBranches(walk, place, {step, entry});
    case 'foreach':
      return foretellEach(walk, place, {step, entry});
    case 'repeat':
      return foretellRounds(walk, place, {step, entry});
    case 'include':
      return foretellInclude(walk, place, {step, entry});
    case 'let': {
      const {shown, problems} = foretellNamed(known, place, {step, expressions: step.values, viewer: place.path});
      return {blocks: [], exits: onwards(entry), says: {values: shown}, problems};
    }
    case 'input': {
      const {shown, problems} = foretellAnswer(walk, place, step);
      const exits = exitsOf(step.onFailure, later(entry, timeOfStep(step)));
      return {blocks: [], exits, says: {values: shown}, problems};
    }
    case 'milestone':
      return {blocks: [], exits: onwards(reach(walk, step, entry))};
    case 'end':
      return {blocks: [], exits: endsWith(step.outcome, entry)};
    case 'approval':
      return {blocks: [], exits: exitsOf(step.onNoGo, later(entry, timeOfStep(step)))};
    case 'command':
    case 'script':
    case 'sql':
    case 'http':
    case 'notify':
    case 'instruction':
    case 'wait':
    case 'assert':
    case 'check':
      return {blocks: [], exits: exitsOf(step.onFailure, later(entry, timeOfStep(step)))};
  }
};

/** The ways on from a step that was done, or that failed and does not hold. */
const exitsOf = (onFailure: OnFailure, over: Moment | undefined): Exits => {
  switch (onFailure.do) {
    case 'goto':
      return {...leadsTo(onFailure.step, over), done: over};
    case 'abort':
      return {...endsWith('aborted', over), done: over};
    case 'undo_to':
      return onFailure.then === undefined ? onwards(over) : {...leadsTo(onFailure.then, over), done: over};
    case 'hold':
    case 'continue':
      return onwards(over);
  }
};

const reach = (walk: Walk, {event}: StepOf<'milestone'>, entry: Moment | undefined): Moment | undefined => {
  if (event !== walk.stopsAt || walk.isIncluded || !entry) {
    return entry;
  }
  walk.stopAt(entry);
  return stopped(entry);
};

const foretellGroup = (walk: Walk, place: Place, {step, entry}: Entered<StepOf<'group'>>): Inside => {
  const isInAnyOrder = step.order === 'any';
  const sequence = {...inHere(place), block: place.path, steps: step.steps, entry, isInAnyOrder};
  const {steps, exits} = walk.block(walk, sequence);
  return {blocks: [{isTaken: !place.isLeftOut, steps}], exits};
};

const inHere = ({isLeftOut}: Place): Pick<Place, 'isLeftOut'> => ({isLeftOut});

/** All branches run: the longest of them counts. */
const foretellBranches = (walk: Walk, place: Place, {step, entry}: Entered<StepOf<'parallel'>>): Inside => {
  const walked = step.branches.map(branch => ({
    branch,
    ...walk.block(walk, {...inHere(place), block: `${place.path}:${branch.name}`, steps: branch.steps, entry}),
  }));
  const blocks = walked.map(
    ({branch: {name, title}, steps}): ForetoldBlock => ({branch: name, title, isTaken: !place.isLeftOut, steps}),
  );
  const expressions = Object.assign({}, ...step.branches.map(({outputs}) => outputs));
  const {shown, problems} = foretellNamed(walk.known, place, {step, expressions, viewer: place.path});
  return {
    blocks,
    exits: {
      done: walked.map(({exits}) => exits.done).reduce(both, entry),
      gotos: new Map(),
      ends: walked.flatMap(({exits}) => exits.ends),
    },
    says: {values: shown},
    problems,
  };
};

/** Items go in waves of so many at a time; those that are not spelled out take as long as the others. */
export const foretellEach = (walk: Walk, place: Place, {step, entry}: Entered): Inside => {
  const {atOnce, onItemFailure} = loopOf(step);
  const {list, items, problems} = foretellItems(walk.known, place, {step, atOnce, onItemFailure});
  const blocks: ForetoldBlock[] = [];
  const ends: Exits['ends'][number][] = [];
  // Of an empty list the steps are shown once, so that whoever reviews the page has seen them; nothing of them happens.
  const isLeftOut = place.isLeftOut || list.count === 0;
  let [begins, over] = [entry, entry];
  for (const [index, {item}] of items.entries()) {
    begins = index % atOnce === 0 ? over : begins;
    const inner = {isLeftOut, block: `${place.path}[${index}]`, entry: isLeftOut ? undefined : begins};
    // An item of a step with `each` is that step.
    const {steps, exits} = walk.block(walk, {...inner, steps: step.kind === 'foreach' ? step.steps : [step]});
    const left = leftItem(exits.done, {onItemFailure, begins});
    over = index % atOnce === 0 ? left : both(over, left);
    ends.push(...exits.ends);
    blocks.push({isTaken: !isLeftOut, ...(item !== undefined && {item}), steps});
  }
  const done = list.count === 0 ? entry : allItems(entry, over, (list.count ?? 1) / items.length);
  const exits = step.kind === 'foreach' ? onwards(done) : exitsOf(step.onFailure, done);
  return {blocks, exits: {...exits, ends: [...exits.ends, ...ends]}, says: {list}, problems};
};

const loopOf = (step: Step): {readonly atOnce: number; readonly onItemFailure: 'hold' | 'continue'} =>
  step.kind === 'foreach' ? step : (step.each ?? {atOnce: 1, onItemFailure: 'hold'});

const allItems = (entry: Moment | undefined, over: Moment | undefined, waves: number): Moment | undefined =>
  waves > 1 ? repeated(entry, over, waves) : over;

/** An item that fails is given up by itself where the author says so: the next one comes although this one has no good end. */
const leftItem = (
  done: Moment | undefined,
  {onItemFailure, begins}: {readonly onItemFailure: 'hold' | 'continue'; readonly begins: Moment | undefined},
): Moment | undefined => done ?? (onItemFailure === 'continue' ? begins : undefined);

/** One round is spelled out; all that are possible count, as for the linter. */
const foretellRounds = (walk: Walk, place: Place, {step, entry}: Entered<StepOf<'repeat'>>): Inside => {
  const {max, until, onExhausted} = step;
  openRound(walk.known, place);
  const {steps, exits} = walk.block(walk, {...inHere(place), block: `${place.path}[0]`, steps: step.steps, entry});
  const done = repeated(entry, exits.done, max);
  return {
    blocks: [{isTaken: !place.isLeftOut, steps}],
    exits: {...anyOf([exits, exitsOf(onExhausted, done)]), done},
    says: {rounds: {max, until}},
  };
};

/** What ends it well leads on; what does not is its failure, and one that holds a person can go on from. */
const foretellInclude = (walk: Walk, place: Place, {step, entry}: Entered<StepOf<'include'>>): Inside => {
  const {runbook} = step;
  const told = foretellIncluded(walk.known, place, step);
  const inside = {...walk, isIncluded: true};
  const {steps, exits} = walk.block(inside, {...inHere(place), block: place.path, steps: runbook.steps, entry});
  const given = foretellNamed(walk.known, place, {step, expressions: runbook.outputs, viewer: `${place.path}/$`});
  const {id, version, title} = runbook;
  return {
    blocks: [{title, isTaken: !place.isLeftOut, steps}],
    exits: fromIncluded(step, exits, entry),
    says: {includes: {id, version, title}, told: told.shown, values: given.shown},
    problems: [...told.problems, ...given.problems],
  };
};

const fromIncluded = (
  {onFailure, estimate}: StepOf<'include'>,
  {done, ends}: Exits,
  entry: Moment | undefined,
): Exits => {
  const ended = (isFailing: boolean): Moment | undefined =>
    ends
      .filter(({outcome}) => failing.includes(outcome) === isFailing)
      .map(({at}): Moment | undefined => at)
      .reduce(either, undefined);
  // The author's own word counts for all of it.
  const told = (moment: Moment | undefined): Moment | undefined =>
    moment && (estimate ? later(entry, estimate) : moment);
  const [good, bad] = [told(either(done, ended(false))), told(ended(true))];
  const failed = exitsOf(onFailure, bad);
  const isLed = onFailure.do === 'goto' || onFailure.do === 'abort';
  return {...anyOf([exitsOf(onFailure, good), failed]), done: isLed ? good : either(good, bad)};
};
