/** What the parts of the engine share, where nothing may act: whatever would do something is a fault of ours. */
import {assert} from '../../base/assert.ts';
import type {Clock} from '../../base/clock.ts';
import {fail, type Result} from '../../base/result.ts';
import type {Journal} from '../../journal/journal.ts';
import type {Forest} from '../../machine/compile.ts';
import {wanted} from '../../machine/wanted.ts';
import type {Fact} from '../../run/event.ts';
import {wallTimeAt} from '../../run/run-time.ts';
import type {RunState} from '../../run/state.ts';
import type {Runbook} from '../../runbook/runbook.ts';
import type {Runners} from '../actions/runner.ts';
import {type Context, isoAt, type Roles} from '../context.ts';
import {isSame} from '../in-flight.ts';
import {engineActor, type Recorder} from '../recorder.ts';
import type {SignHead} from '../sealing.ts';
import type {InputValues, Values} from '../values/values.ts';

export type DeskParts = {
  readonly runbook: Runbook;
  readonly forest: Forest;
  readonly journal: Journal;
  readonly roles: Roles;
  /** The state before the first fact; the desk keeps it up to date. */
  readonly state: RunState;
  /** What was recorded of the inputs; secrets are not asked for, since nothing is done with them. */
  readonly inputs: InputValues;
  readonly former: readonly Fact[];
  readonly clock: Clock;
  /** Signs the heads of this session. */
  readonly signHead?: SignHead | undefined;
  /** Called with facts as they become durable. */
  readonly onDurable: (facts: readonly Fact[]) => void;
};

type IdleParts = DeskParts & {
  readonly values: Values;
  /** What is the time on the paper. */
  readonly time: {readonly nowMs: number};
  readonly recorder: Recorder;
};

/** Records everything as of the time on the paper. */
export const idleContext = ({recorder, time, clock, ...parts}: IdleParts): Context => ({
  ...parts,
  runners: nothingRuns,
  clock: {nowMs: () => time.nowMs, wallMs: () => time.nowMs, monoUs: clock.monoUs},
  safeguard: refused,
  attach: () => fail('Files are attached while the run goes on.'),
  checkSignature: () => fail('Paper carries no signature.'),
  head: () => parts.journal.head().hash,
  sameBoot: false,
  position: recorder.position,
  isWanted: item => wanted(recorder.position()).some(other => isSame(item, other)),
  record: (item, body) => {
    const isTaken = recorder.record(body, {actor: engineActor, happened: isoAt(wallTimeAt(parts.state, time.nowMs))});
    assert(isTaken, `"${body.type}" was refused at ${item.path}, where it was wanted`);
    return isTaken;
  },
  recordFor: (actor, bodies) =>
    recorder.recordAll(bodies, {actor, happened: isoAt(wallTimeAt(parts.state, time.nowMs))}),
  work: never,
  onceDurable: never,
  after: never,
  wake: never,
});

const never = (): never => {
  throw new Error('something was about to act while paper was entered');
};

const refused = async (): Promise<Result<void>> => fail('Nothing acts while paper is entered.');

const nothingRuns: Runners = {
  perform: never,
  find: never,
  stop: never,
  hasTerminal: () => false,
  output: () => [],
  onOutput: never,
  close: async () => {},
};
