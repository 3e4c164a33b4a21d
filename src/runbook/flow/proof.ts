/** The proof sheet of a runbook: what holds on every way through it, and what nobody can know before a run. */
import {formatDurationMs} from '../../base/duration.ts';
import {drillsOf, type NamedDrill} from '../drill-variants.ts';
import {objectivesFor, type PlanFacts} from '../objectives.ts';
import type {Waiver} from '../parse-runbook.ts';
import {isAnswered} from '../prepared-answers.ts';
import type {Drill, Runbook, Step} from '../runbook.ts';
import {stepPlaces} from '../step-places.ts';
import {allSteps} from '../walk.ts';
import {checksOf, type Guarded, gatesOf, guardedSteps} from './dominance.ts';
import type {Flow} from './flow.ts';
import {flowOf} from './flow.ts';
import {waysThrough} from './ways.ts';

/** One claim: it is proved, it is not, or it cannot be known before a run. */
export type Claim = {readonly says: string; readonly holds: 'proved' | 'not-proved' | 'open'};

export type ProofPart = {readonly title: string; readonly claims: readonly Claim[]};

export type Proof = {readonly runbook: string; readonly version: string; readonly parts: readonly ProofPart[]};

type Surrounding = {readonly plan: PlanFacts | undefined; readonly waivers: readonly Waiver[]};

/** Of a runbook that lints without errors. What is included is proved on its own sheet. */
export const proofOf = (runbook: Runbook, {plan, waivers}: Surrounding): Proof => {
  const flow = flowOf(runbook);
  const steps = [...allSteps(runbook.steps)];
  return {
    runbook: runbook.id,
    version: runbook.version,
    parts: [
      {title: 'Ways', claims: ways(runbook, flow, steps)},
      {title: 'Before what destroys', claims: guardedSteps(runbook, flow).flatMap(guarded)},
      {title: 'Time and data', claims: [worstPath(runbook, flow, plan), ...dataLoss(runbook, steps, plan)]},
      {title: 'Way back', claims: steps.flatMap(wayBack)},
      {title: 'In a drill', claims: inDrill(runbook, steps)},
      {title: 'What no proof can know', claims: [...openClaims(runbook, steps), ...waivers.map(waived)]},
    ],
  };
};

const proved = (says: string): Claim => ({says, holds: 'proved'});
const notProved = (says: string): Claim => ({says, holds: 'not-proved'});
const open = (says: string): Claim => ({says, holds: 'open'});

const ways = (runbook: Runbook, flow: Flow, steps: readonly Step[]): readonly Claim[] => {
  const {ends, all} = waysThrough(runbook);
  const outcomes = new Map(flow.ends.map(({step, branch, outcome}) => [branch ? `${step}:${branch}` : step, outcome]));
  const lost = steps.filter(({id}) => !flow.before.has(id)).map(({id}) => id);
  return [
    flow.fallsOff
      ? notProved('Every way comes to an end: one runs off the end of the runbook.')
      : proved(`Every way comes to an end; there ${all === 1n ? 'is one' : `are ${all}`}.`),
    ...[...ends].map(([end, count]) =>
      proved(
        end === 'aborted' && !outcomes.has(end)
          ? `${count} abort, as an on_failure says.`
          : `${count} to ${end}: ${outcomes.get(end) ?? 'end'}.`,
      ),
    ),
    lost.length === 0
      ? proved(`Each of ${steps.length} steps is on one of them.`)
      : notProved(`No way leads to ${lost.join(', ')}.`),
    proved('Every value that a step reads is there on every way to it, or is guarded where it may be missing.'),
  ];
};

const guarded = (found: Guarded): readonly Claim[] => {
  const {isChecked, isGated, step} = found;
  return [
    isChecked
      ? proved(`${step.id} is checked before on every way${named(checksOf(found))}.`)
      : notProved(`${step.id} is checked before on every way.`),
    isGated
      ? proved(`${step.id} is agreed to before on every way${named(gatesOf(found))}.`)
      : notProved(`${step.id} is agreed to before on every way.`),
  ];
};

const named = (guards: readonly string[]): string =>
  guards.length > 0 ? `: ${guards.join(', ')}` : ', on each by a step of its own';

const worstPath = (runbook: Runbook, {worstP90Ms}: Flow, plan: PlanFacts | undefined): Claim => {
  const {rtoMs} = objectivesFor(runbook, plan);
  const {stop} = runbook.clock;
  if (worstP90Ms === undefined) {
    return notProved(`No way reaches ${stop}, so no recovery time is measured.`);
  }
  const took = `The longest way to ${stop} takes ${formatDurationMs(worstP90Ms)} (p90)`;
  if (rtoMs === null) {
    return open(`${took}; there is no RTO.`);
  }
  return worstP90Ms <= rtoMs
    ? proved(`${took}; the RTO is ${formatDurationMs(rtoMs)}.`)
    : notProved(`${took}, longer than the RTO of ${formatDurationMs(rtoMs)}.`);
};

const dataLoss = (runbook: Runbook, steps: readonly Step[], plan: PlanFacts | undefined): readonly Claim[] => {
  const {rpoMs} = objectivesFor(runbook, plan);
  const points = steps.filter(({recoveryPoint}) => recoveryPoint !== undefined).map(({id}) => id);
  if (points.length > 0) {
    return [proved(`What was lost is measured by ${points.join(', ')}.`)];
  }
  return rpoMs === null ? [] : [notProved(`What was lost is measured; the RPO is ${formatDurationMs(rpoMs)}.`)];
};

/** Only of what changes something: the rest needs no way back. */
const wayBack = ({id, effects, shape, undo, pointOfNoReturn}: Step): readonly Claim[] => {
  if ((effects !== 'write' && effects !== 'destructive') || shape === 'group' || shape === 'instant') {
    return [];
  }
  if (pointOfNoReturn) {
    return [proved(`${id} is a point of no return: once it is done nobody goes back over it.`)];
  }
  if (undo === undefined) {
    return [notProved(`${id} can be undone: it does not say how, so a person is asked.`)];
  }
  return [proved(`${id} is undone ${undo.kind === 'instruction' ? 'by hand, as it says' : `by its ${undo.kind}`}.`)];
};

const inDrill = (runbook: Runbook, steps: readonly Step[]): readonly Claim[] => {
  const {drill} = runbook;
  if (drill === undefined) {
    return [notProved('It can be drilled: it has no drill.')];
  }
  return [...carriedOut(drill, steps), ...drillsOf(runbook).map(named => answered(named, runbook))];
};

/** What is gone through at a table is carried out by nobody, whatever its steps say. */
const carriedOut = (drill: Drill, steps: readonly Step[]): readonly Claim[] => {
  if (drill.lab === 'none') {
    return [open('It is gone through at a table: nothing acts, looks or waits, and people say what they would do.')];
  }
  const idsOf = (behaviour: Step['drill']['do']): string =>
    steps
      .filter(step => step.drill.do === behaviour && step.shape !== 'instant' && step.shape !== 'group')
      .map(({id}) => id)
      .join(', ');
  const [simulated, skipped, instead] = [idsOf('simulate'), idsOf('skip'), idsOf('instead')];
  return [
    simulated === '' && skipped === '' && instead === ''
      ? proved('Every step is carried out as in an incident.')
      : notProved('Every step is carried out as in an incident.'),
    ...(simulated === '' ? [] : [open(`Simulated: ${simulated}.`)]),
    ...(skipped === '' ? [] : [open(`Left out: ${skipped}.`)]),
    ...(instead === '' ? [] : [open(`Done in another way: ${instead}.`)]),
  ];
};

/** Also what is included is answered, where this runbook is drilled. */
const answered = ({drill: {answers}, variant}: NamedDrill, runbook: Runbook): Claim => {
  const where = variant === undefined ? '' : `, variant ${variant}`;
  const unanswered = stepPlaces(runbook).filter(
    place => place.step.kind === 'decision' && place.step.choose === undefined && !isAnswered(place, answers),
  );
  return unanswered.length === 0
    ? proved(`The robot knows which way to take at every decision${where}.`)
    : notProved(`The robot knows which way to take at ${unanswered.map(({path}) => path).join(', ')}${where}.`);
};

const openClaims = (runbook: Runbook, steps: readonly Step[]): readonly Claim[] => {
  const guessed = steps.filter(
    ({estimate, shape, kind}) => estimate === undefined && shape !== 'instant' && shape !== 'group' && kind !== 'check',
  );
  const loops = steps.filter(({kind, each}) => kind === 'foreach' || each !== undefined);
  const included = steps.filter(({kind}) => kind === 'include');
  const list = (some: readonly Step[]): string => some.map(({id}) => id).join(', ');
  return [
    open('That what a step does has the effect that its checks look for: the drill shows it.'),
    ...(guessed.length === 0
      ? []
      : [open(`How long these take, which have no estimate and count by rule: ${list(guessed)}.`)]),
    ...(loops.length === 0 ? [] : [open(`How many items these have; they count as one: ${list(loops)}.`)]),
    ...(included.length === 0
      ? []
      : [open(`What happens inside these, which have sheets of their own: ${list(included)}.`)]),
    ...(runbook.review === undefined ? [open('Whether it still fits the systems: it has no review date.')] : []),
  ];
};

const waived = ({rule, step, reason, until}: Waiver): Claim =>
  notProved(`${rule}${step === undefined ? '' : ` at ${step}`} is waived until ${until}: ${reason}`);
