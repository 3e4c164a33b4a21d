/** The environment of a program that a step starts: an allow-list of the engine's own, then what the step says. */
import type {Attempt} from '../engine/actions/runner.ts';

type Environment = {readonly [name: string]: string | undefined};
type Variables = {readonly [name: string]: string};

/**
 * What passes from the operator's environment. Everything else stays out: BASH_ENV, ENV, LD_*, NODE_OPTIONS, PERL5OPT and
 * PYTHON* change what a program does, and PG* where it does it (docs: threat T7, environment).
 */
const passing = new Set([
  'PATH',
  'HOME',
  'LANG',
  'TZ',
  'USER',
  'LOGNAME',
  'SHELL',
  'TMPDIR',
  'XDG_RUNTIME_DIR',
  'SSH_AUTH_SOCK',
  'NODE_EXTRA_CA_CERTS',
]);
const passingPrefixes = ['LC_', 'LIFEBOAT_'];

/** The part of the operator's environment that programs of steps may see. TERM is `dumb`: their output is a file. */
export const passedOn = (own: Environment, given: Variables = {}): Variables => {
  const passed: {[name: string]: string} = {TERM: 'dumb'};
  for (const [name, value] of Object.entries(own)) {
    if (value !== undefined && (passing.has(name) || passingPrefixes.some(prefix => name.startsWith(prefix)))) {
      passed[name] = value;
    }
  }
  return {...passed, ...given};
};

/**
 * How a target can know what is done to it and refuse to have it done twice: the key is the same for all attempts of a
 * step, the fence goes up with each session of the run.
 */
export const attemptVariables = (
  {run, step, attempt}: Attempt,
  session: number,
): {readonly [name: string]: string} => ({
  LIFEBOAT_RUN: run,
  LIFEBOAT_STEP: step,
  LIFEBOAT_ATTEMPT: String(attempt),
  LIFEBOAT_IDEMPOTENCY_KEY: `${run}/${step}`,
  LIFEBOAT_FENCE: String(session),
});

/**
 * The variable by which a program and all that it starts are known, whatever sessions they go into: one value for each program
 * that a keeper starts. A step of the same name in another run, or what an earlier program of the same step had left
 * running on purpose, has another.
 */
export const markVariable = 'LIFEBOAT_PROGRAM';
