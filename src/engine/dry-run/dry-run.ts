/** A dry run: the whole of a runbook for these inputs, as a run would record it, while nothing runs and nothing is recorded. */
import type {Json} from '../../base/canonical-json.ts';
import {outlineOf} from '../../machine/outline.ts';
import type {DryRun, ForetoldStep} from '../../run/dry-run.ts';
import type {EventName, ObjectivesMs} from '../../run/event.ts';
import {notStarted} from '../../run/fold.ts';
import {outlinePaths} from '../../run/outline.ts';
import {stepPath} from '../../run/path.ts';
import type {MarkedEvent} from '../../run/state.ts';
import {instantOf} from '../../run/timing.ts';
import type {Runbook, Step} from '../../runbook/runbook.ts';
import {placeholder} from '../../runbook/texts/open-texts.ts';
import type {Roles} from '../context.ts';
import {seenInput} from '../secrets/masked-inputs.ts';
import {createValues, type InputValues} from '../values/values.ts';
import {foretellEach, foretellInside} from './foretell-inside.ts';
import {foretellCondition} from './foretell-parts.ts';
import {partOf, sayStep} from './foretell-step.ts';
import {imagine} from './foretell-values.ts';
import {nothingKnown, type Place} from './known-now.ts';
import type {Inside, Prepared, Sequence, Walk, Walked} from './walk.ts';
import {either, estimateOf, later, type Moment, merge, onwards, runBegins} from './way-times.ts';

export type DryRunParts = {
  readonly runbook: Runbook;
  /** As a run would be given them. */
  readonly inputs: InputValues;
  /** Inputs whose value only the run itself will have. */
  readonly laterInputs: readonly string[];
  readonly objectives: ObjectivesMs;
  readonly roles: Roles;
  /** The instants that were given. */
  readonly events: ReadonlyMap<EventName, MarkedEvent>;
  readonly prepared: Prepared;
  readonly nowMs: number;
};

/** Tells it all without a runner, a journal or a file: the parts that could act are not even there. */
export const dryRun = (parts: DryRunParts): DryRun => {
  const {runbook, objectives} = parts;
  const walk = beginWalk(parts);
  const {steps} = walk.block(walk, {block: '', steps: runbook.steps, isLeftOut: false, entry: runBegins});
  const {id, version, title, scenario, summary, clock} = runbook;
  const startMs = instantOf(walk.known.state, clock.start);
  const stop = walk.stop();
  const {deadlines, reminders, next} = walk.known.state.outline;
  return {
    runbook: {id, version, title, scenario, summary},
    inputs: inputsSeen(parts),
    objectives,
    clock: {...clock, usedMs: startMs === null ? null : parts.nowMs - startMs},
    toClockStop: stop ? estimateOf(stop) : null,
    steps,
    ...(deadlines && {deadlines}),
    ...(reminders && {reminders}),
    ...(next !== undefined && {next}),
  };
};

const beginWalk = ({
  runbook,
  inputs,
  laterInputs,
  objectives,
  roles,
  events,
  prepared,
  nowMs,
}: DryRunParts): Walk & {readonly stop: () => Moment | undefined} => {
  const outline = outlineOf(runbook);
  const state = Object.assign(notStarted(outline), {
    // What a step asks about the mode it asks about the run that this is a rehearsal of.
    mode: 'incident' as const,
    status: 'running' as const,
    startedAtMs: nowMs,
    objectives,
    clock: runbook.clock,
    roles,
    events: new Map(events),
  });
  const values = createValues({runbook, state, inputs, lab: {}, nowIso: () => new Date(nowMs).toISOString()});
  const causes = new Map(laterInputs.map(name => [name, [`inputs.${name}`]] as const));
  let stop: Moment | undefined;
  return {
    known: nothingKnown(runbook, {state, values}, causes),
    numbers: new Map(outlinePaths(outline).map((path, index) => [path, index + 1])),
    prepared,
    stopsAt: runbook.clock.stop,
    isIncluded: false,
    block: foretellBlock,
    stopAt: moment => {
      stop = either(stop, moment);
    },
    stop: () => stop,
  };
};

/** From the first step to the last; a goto may lead past some of them. */
const foretellBlock = (walk: Walk, {block, steps, isLeftOut, entry, isInAnyOrder}: Sequence): Walked => {
  const pending = new Map<string, Moment>();
  const told: ForetoldStep[] = [];
  const ends: Walked['exits']['ends'][number][] = [];
  let moment = entry;
  for (const step of steps) {
    const here = either(moment, pending.get(step.id)) ?? (isInAnyOrder ? entry : undefined);
    pending.delete(step.id);
    const place = {path: stepPath(block, step.id), isLeftOut: isLeftOut || here === undefined};
    const {step: one, exits} = foretellStep(walk, place, {step, entry: here});
    told.push(one);
    ends.push(...exits.ends);
    merge(pending, exits.gotos);
    moment = exits.done;
  }
  return {steps: told, exits: {done: moment, gotos: pending, ends}};
};

type Coming = {readonly step: Step; readonly entry: Moment | undefined};

const foretellStep = (
  walk: Walk,
  place: Place,
  {step, entry}: Coming,
): {readonly step: ForetoldStep; readonly exits: Walked['exits']} => {
  const part = partOf(step, place.path);
  const when = step.when === undefined || part === 'item' ? undefined : foretellCondition(walk.known, place, step.when);
  const isLeftOut = place.isLeftOut || when?.holds === false;
  if (isLeftOut && !place.isLeftOut) {
    imagine(walk.known, {type: 'not-applicable', step: place.path});
  }
  const here = {...place, isLeftOut};
  const said = sayStep(walk, here, {step, part});
  const coming = {step, entry: isLeftOut ? undefined : entry};
  const inside: Inside = part === 'each' ? foretellEach(walk, here, coming) : foretellInside(walk, here, coming);
  const over = inside.exits.done ?? later(coming.entry, said.estimate);
  return {
    step: {
      ...said,
      ...inside.says,
      isLeftOut,
      ...(when && {when}),
      total: over ? estimateOf(over) : null,
      clockHasStopped: over !== undefined && over.running === undefined,
      problems: [...(when?.problem === undefined ? [] : [`when: ${when.problem}`]), ...(inside.problems ?? [])],
      blocks: inside.blocks,
    },
    exits: exitsAfter(inside.exits, {when: when?.holds, isLeftOut, entry}),
  };
};

/** A step that may be not applicable adds the way past it. */
const exitsAfter = (
  exits: Walked['exits'],
  {
    when,
    isLeftOut,
    entry,
  }: {readonly when: boolean | null | undefined; readonly isLeftOut: boolean} & Pick<Coming, 'entry'>,
): Walked['exits'] => {
  if (isLeftOut) {
    return onwards(entry);
  }
  return when === null ? {...exits, done: either(exits.done, entry)} : exits;
};

const inputsSeen = ({runbook, inputs, laterInputs}: DryRunParts): {readonly [name: string]: Json} =>
  Object.fromEntries(
    Object.values(runbook.inputs).map(declaration => {
      const {name} = declaration;
      return [
        name,
        laterInputs.includes(name) ? placeholder(`inputs.${name}`) : seenInput(declaration, inputs[name] ?? null),
      ];
    }),
  );
