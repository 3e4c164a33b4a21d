/** The runners of a drill with injects: what a step does fails, or lies, or is cut off by the death of the engine. */
import {basename} from 'node:path';
import type {Attempt, Found, Performed, PerformRequest, ResolvedAction, Runners} from '../engine/actions/runner.ts';
import type {Path} from '../run/path.ts';
import type {Step} from '../runbook/runbook.ts';
import {liesAt, ownProbe} from './inject-places.ts';
import type {Inject, InjectKind, InjectOf, KillMoment, StepFails} from './injects.ts';
import {lied} from './lie.ts';
import type {InjectWatch} from './watch-injects.ts';

type Parts = {
  readonly list: readonly Inject[];
  readonly stepAt: (path: Path) => Step | undefined;
  readonly mayKill: InjectWatch['mayKill'];
  readonly kill: () => void;
};

/** The engine knows nothing of it: it is handed these instead of its own. */
export const injectedRunners = (runners: Runners, {list, stepAt, mayKill, kill}: Parts): Runners => {
  const at = <Kind extends InjectKind>(kind: Kind, attempt: Attempt): readonly InjectOf<Kind>[] =>
    list.filter(
      (inject): inject is InjectOf<Kind> => inject.kind === kind && 'attempt' in inject && liesAt(inject, attempt),
    );
  const dieAt = (attempt: Attempt, moment: KillMoment): void => {
    if (at('engine_killed', attempt).some(inject => inject.when === moment && mayKill(inject))) {
      kill();
    }
  };
  const told = (performed: Performed, attempt: Attempt): Performed =>
    at('output_lies', attempt).reduce(lied, performed);
  const toldOf = async (found: Promise<Found>, attempt: Attempt): Promise<Found> => {
    const one = await found;
    switch (one.found) {
      case 'nothing':
        return one;
      case 'running':
        return {...one, ended: toldOf(one.ended, attempt)};
      case 'finished':
        return {...one, performed: told(one.performed, attempt)};
    }
  };
  return {
    ...runners,
    perform: async (request, started) => {
      const {attempt} = request;
      if (!isOwn(request, stepAt(attempt.step))) {
        return runners.perform(request, started);
      }
      dieAt(attempt, 'before_effect');
      const [fails] = at('step_fails', attempt);
      const performed = await (fails ? failed(runners, request, fails) : runners.perform(request, started));
      dieAt(attempt, 'after_effect');
      return told(performed, attempt);
    },
    find: (request, session, spawned) => toldOf(runners.find(request, session, spawned), request.attempt),
  };
};

/** What the step is there for: its action, or the question of a check or a wait; not what is required before it or asked after it. */
const isOwn = ({use}: PerformRequest, step: Step | undefined): boolean =>
  step !== undefined && use === (step.shape === 'action' ? 'action' : ownProbe(step) ? 'probe' : undefined);

/** A program fails as a program does: another one is run in its place, so that its output and its end are real ones. */
const failed = async (runners: Runners, request: PerformRequest, fails: StepFails): Promise<Performed> => {
  const {action} = request;
  const {message} = fails;
  switch (action.kind) {
    case 'command':
    case 'script': {
      const performed = await runners.perform({...request, action: failingProgram(fails)}, () => {});
      const {reason} = performed;
      return reason === undefined ? performed : {...performed, reason: reason.replace(/^sh\b/, nameOf(action))};
    }
    case 'http': {
      const {status = 503} = fails;
      const reason = `${action.method} ${URL.parse(action.url)?.host ?? ''}: the answer was ${status}: ${message}`;
      return {ok: false, reason, scope: {status, headers: {}, body: message}, certain: true};
    }
    case 'sql':
      return {ok: false, reason: message, scope: {}, certain: true};
    case 'notify':
      return {ok: false, reason: `the message was not sent: ${message}`, scope: {}, certain: true};
  }
};

const failingProgram = ({message, exit = 1}: StepFails): ResolvedAction => ({
  kind: 'command',
  argv: ['/bin/sh', '-c', 'printf "%s\\n" "$1" >&2; exit "$2"', 'sh', message, String(exit)],
  env: {},
});

/** As the sentence on its failure would call it. */
const nameOf = (action: Extract<ResolvedAction, {kind: 'command' | 'script'}>): string =>
  basename((action.kind === 'command' ? action.argv[0] : action.interpreter[0]) ?? '');
