/** Every order in which steps can finish and intents can arrive in a small run, walked to the end; what leads to the same place is walked once. */
import type {Performed} from '../../src/engine/actions/runner.ts';
import type {Fact} from '../../src/run/event.ts';
import type {Intent} from '../../src/run/intent.ts';
import type {Status} from '../../src/run/state.ts';
import type {Runbook} from '../../src/runbook/runbook.ts';
import {fakeRunners} from './fake-runners.ts';
import {type OpenEngine, openEngine} from './open-engine.ts';
import {witnessOf} from './rules.ts';

/** What may happen next: something that runs finishes, or somebody says something. */
export type Happening =
  | {readonly what: 'finishes'; readonly name: string; readonly how: Performed}
  | {readonly what: 'says'; readonly intent: Intent};

export type Explored = {
  /** How many different places were come to, and how many ways to the end there are among them. */
  readonly places: number;
  /** How the runs end, each once. */
  readonly ends: readonly string[];
  /** What was against the rules, with the way to it. */
  readonly broken: readonly string[];
};

type Exploration = {
  readonly runbook: Runbook;
  /** How something may finish that runs now. */
  readonly verdicts: readonly Performed[];
  /** What somebody may say now. */
  readonly intents: (run: OpenEngine) => readonly Intent[];
};

const waysMax = 20_000;

/** A run cannot be copied: each way is gone from the beginning. */
export const explore = async (exploration: Exploration): Promise<Explored> => {
  const seen = new Set<string>();
  const ends = new Set<string>();
  const broken: string[] = [];
  const open: (readonly Happening[])[] = [[]];
  for (let way = open.pop(); way; way = open.pop()) {
    const {run, against} = await follow(exploration, way);
    broken.push(...against.map(what => `${what} after ${JSON.stringify(way)}`));
    const place = placeOf(run);
    if (seen.has(place)) {
      continue;
    }
    seen.add(place);
    if (run.state.status === 'ended') {
      ends.add(`${run.state.outcome}: ${statusesOf(run)}`);
      broken.push(...illegal(run).map(what => `${what} at the end, after ${JSON.stringify(way)}`));
      continue;
    }
    const following = happenings(exploration, run);
    if (following.length === 0 || seen.size > waysMax) {
      broken.push(`nothing leads on after ${JSON.stringify(way)}`);
    }
    open.push(...following.map(one => [...(way ?? []), one]));
  }
  return {places: seen.size, ends: [...ends].toSorted(), broken};
};

const happenings = ({verdicts, intents}: Exploration, run: OpenEngine): readonly Happening[] => [
  ...run.runners.onHold().flatMap(name => verdicts.map((how): Happening => ({what: 'finishes', name, how}))),
  ...intents(run).map((intent): Happening => ({what: 'says', intent})),
];

const follow = async (
  {runbook}: Exploration,
  way: readonly Happening[],
): Promise<{readonly run: OpenEngine; readonly against: readonly string[]}> => {
  const witness = witnessOf(runbook);
  const against: string[] = [];
  const runners = fakeRunners({verdict: () => 'hold'});
  const onDurable = (facts: readonly Fact[]): void => void against.push(...witness.take(facts));
  const run = openEngine(runbook, {runners, onDurable});
  await run.settled();
  for (const one of way) {
    if (one.what === 'finishes') {
      runners.settle(one.name, one.how);
    } else {
      against.push(...refusals(run, one.intent));
    }
    await run.settled();
  }
  const asked = JSON.stringify(run.engine.prompts());
  return {run, against: asked === JSON.stringify(witness.prompts()) ? against : [...against, 'it asks something else']};
};

/** A refusal changes nothing. */
const refusals = (run: OpenEngine, intent: Intent): readonly string[] => {
  const before = run.journal.text();
  const {accepted} = run.say(intent);
  return accepted || run.journal.text() === before ? [] : [`${intent.intent} was refused and changed something`];
};

/** At an end that was not forced all is over; nothing ever acts on behind an end. */
const illegal = ({state, runners}: OpenEngine): readonly string[] => [
  ...[...state.steps.values()]
    .filter(({status}) => acting.has(status) || (state.outcome !== 'aborted' && waiting.has(status)))
    .map(({path, status}) => `${path} is ${status}`),
  ...runners.onHold().map(name => `${name} still runs`),
];

const acting: ReadonlySet<Status> = new Set(['running', 'verifying', 'undoing']);
const waiting: ReadonlySet<Status> = new Set(['pending', 'ready', 'awaiting', 'held', 'unknown']);

const statusesOf = ({state}: OpenEngine): string =>
  [...state.steps.values()].map(({path, status}) => `${path} ${status}`).join(', ');

/** Places are the same where the same steps stand alike, run alike, and the same may be asked. */
const placeOf = (run: OpenEngine): string =>
  JSON.stringify([
    run.state.status,
    run.state.outcome,
    run.state.paused,
    [...run.state.steps.values()].map(({path, status, attempt, stop, approvals}) => [
      path,
      status,
      attempt,
      stop !== undefined,
      approvals,
    ]),
    run.state.effects.map(({step, attempt, undone, endSeq}) => [step, attempt, undone, endSeq === undefined]),
    run.state.undoing,
    run.runners.onHold().toSorted(),
    run.engine.prompts(),
  ]);
