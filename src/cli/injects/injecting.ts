/** All that a session does about the injects of its drill: its clock, its runners, who is away, and what is told at the end. */
import {join} from 'node:path';
import {type Result, succeed} from '../../base/result.ts';
import type {Runners} from '../../engine/actions/runner.ts';
import {type Absence, absenceFrom} from '../../injects/absence.ts';
import {stepsByPath} from '../../injects/inject-places.ts';
import {injectedRunners} from '../../injects/injected-runners.ts';
import {type SettableClock, settableClock} from '../../injects/settable-clock.ts';
import {watchInjects} from '../../injects/watch-injects.ts';
import type {RunDirectory} from '../../journal/run-directory.ts';
import type {Estate} from '../../lab/estate.ts';
import type {Fact, FactBody} from '../../run/event.ts';
import type {StepState} from '../../run/state.ts';
import type {Runbook} from '../../runbook/runbook.ts';
import {type Refusal, refuse} from '../refusal.ts';
import {systemClock} from '../system-clock.ts';
import {surroundingsWithout, type ToolSurroundings} from './hidden-tools.ts';
import {type GivenInjects, toolsOf} from './read-injects.ts';
import {formerInjects, type SealedInjects, sealInjects, tellInjects} from './sealed-injects.ts';

export type Injecting = {
  /** That of the journal and of the engine. */
  readonly clock: SettableClock;
  /** What a new run records first. */
  readonly sealed: FactBody;
  /** What programs of steps are told of where programs are, where that is not what the operator's environment says. */
  readonly surroundings: ToolSurroundings | undefined;
  readonly runners: (runners: Runners) => Runners;
  /** Facts that became durable. */
  readonly take: (facts: readonly Fact[]) => void;
  readonly absenceFrom: (question: StepState) => Absence;
  /** What is recorded once the run has ended. */
  readonly closing: () => Result<readonly FactBody[]>;
};

type Place = {
  readonly run: RunDirectory;
  readonly runbook: Runbook;
  /** Nothing where there is none any more. */
  readonly lab: Pick<Estate, 'directory' | 'tools'> | undefined;
};

/** Seals them and opens the first session. */
export const beginInjecting = (given: GivenInjects, place: Place): Result<Injecting, Refusal> => {
  const injects = sealInjects(place.run, given);
  return injects.ok
    ? openInjecting({...place, injects: injects.value, clock: settableClock(systemClock), former: []})
    : injects;
};

type Parts = Place & {
  readonly injects: SealedInjects;
  readonly clock: SettableClock;
  /** What former sessions recorded. */
  readonly former: readonly Fact[];
};

/** Goes on with those of a run that is resumed; nothing where it has none, or they were told already. */
export const resumeInjecting = (
  place: Place,
  session: Pick<Parts, 'clock' | 'former'>,
): Result<Injecting | undefined, Refusal> => {
  const injects = formerInjects(place.run, session.former);
  if (!injects.ok) {
    return injects;
  }
  return injects.value ? openInjecting({...place, ...session, injects: injects.value}) : succeed(undefined);
};

/** For one session. What former sessions came to is not done again; a clock that they had set is set from the beginning. */
const openInjecting = ({injects, run, runbook, clock, former, lab}: Parts): Result<Injecting, Refusal> => {
  const {list} = injects.injects;
  const watch = watchInjects({list, clock, former, kill});
  const tools = toolsOf(injects.injects);
  const surroundings =
    tools.length === 0 || lab === undefined
      ? succeed(undefined)
      : surroundingsWithout(tools, {
          path: process.env.PATH ?? '',
          postgres: lab.tools.binaries.directory,
          directory: join(lab.directory, 'programs'),
        });
  if (!surroundings.ok) {
    return refuse('usage', surroundings.reason);
  }
  return succeed({
    clock,
    sealed: injects.fact,
    surroundings: surroundings.value,
    runners: runners => injectedRunners(runners, {list, stepAt: stepsByPath(runbook), mayKill: watch.mayKill, kill}),
    take: facts => {
      for (const fact of facts) {
        watch.take(fact);
      }
    },
    absenceFrom: question => absenceFrom(list, question, {askedAtMs: watch.askedAtMs, hostMs: systemClock.nowMs()}),
    closing: () => {
      const told = tellInjects(run, injects);
      return told.ok ? succeed([{type: 'injects-opened', ...told.value, injects: watch.known()}]) : told;
    },
  });
};

/** As the kernel does it in an incident: without a word. */
const kill = (): void => {
  process.kill(process.pid, 'SIGKILL');
};
