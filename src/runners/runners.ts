/** All kinds of actions of one session: who performs which, and what they share. */

import {userInfo} from 'node:os';
import {assert} from '../base/assert.ts';
import type {Result} from '../base/result.ts';
import {fail, succeed} from '../base/result.ts';
import type {Attempt, Found, Performed, PerformRequest, ResolvedAction, Runners} from '../engine/actions/runner.ts';
import {hiding} from '../engine/secrets/redact.ts';
import {attemptFileName} from '../run/path.ts';
import {commandProgram} from './command.ts';
import {attemptVariables, passedOn} from './environment.ts';
import {findProgram} from './former-attempt.ts';
import {openKeeper} from './keeper-client.ts';
import {graceMs as usualGraceMs} from './keeper-watch.ts';
import {type LentTerminal, noTerminal} from './lent-terminal.ts';
import {liveOutput} from './live-output.ts';
import type {Job, Workplace} from './perform-program.ts';
import {isInteractive, notPerformed, performProgram} from './perform-program.ts';
import {remoteProgram} from './remote-program.ts';
import {scriptProgram} from './script.ts';

import {type IsOver, openSpool, probeName, removeFiles, type Spool} from './spool.ts';

import {createStops} from './stops.ts';

export type RunnersOptions = {
  /** The run's directory, there already, 0700. */
  readonly runDir: string;
  /** Number of this session, from 1. */
  readonly session: number;
  /** Descriptor of this session's lock file, locked before the first fact; stays the caller's. */
  readonly sessionLockFd: number;
  /** Whether any process holds the lock of a former session. */
  readonly isSessionLocked: (session: number) => boolean;
  /** Whether the disk of the run has hardly any room left. */
  readonly isNearlyFull: () => boolean;
  /** What former sessions left of these attempts goes. */
  readonly isOver: IsOver;
  /** What a command `lifeboat` runs: this very program, e.g. `[process.execPath, script]`. */
  readonly self: readonly string[];
  /** The operator's environment; programs see an allow-list of it. */
  readonly env: {readonly [name: string]: string | undefined};
  /** What they see besides, where the step says nothing else. */
  readonly given?: {readonly [name: string]: string};
  /** The terminal of whoever executes the run, for what asks there; none where nobody sits at one. */
  readonly terminal?: LentTerminal;
  /** dist/terminal-keeper.mjs; src/runners/terminal-keeper.ts when run from source. */
  readonly terminalKeeperPath: string;
  /** dist/keeper.cjs; src/runners/keeper.ts when run from source. */
  readonly keeperPath: string;
  /** Between asking a program to end and ending it; that of steps unless a shorter one is given. */
  readonly graceMs?: number;
  /** Hands a message to the plan's channels; rejects where none takes it. */
  readonly notify: (message: Message) => Promise<void>;
};

/** A message to people, secrets already hidden. */
export type Message = {
  readonly run: string;
  readonly step: string;
  readonly to: readonly string[];
  readonly text: string;
};

/** The port, and the early start that hides the keeper's own start-up behind the rest. */
export type OpenedRunners = Runners & {
  readonly warm: () => void;
  /** What attempts leave behind stays while that is so. */
  readonly keepWhile: Spool['keepWhile'];
  /** Ends all that runs, probes too, as `stop` ends an attempt; nothing runs for long from then on. What came of each is told by `perform`. */
  readonly stopAll: () => void;
};

/** Opens the runners of one session. Nothing is started before `warm` or the first action. */
export const openRunners = (options: RunnersOptions): OpenedRunners => {
  const {runDir, session, env, given, sessionLockFd, keeperPath, isNearlyFull, terminal = noTerminal} = options;
  const {graceMs = usualGraceMs} = options;
  const spool = openSpool(runDir, env.XDG_RUNTIME_DIR, options.isOver);
  const keeper = openKeeper({keeperPath, sessionLockFd, recordPath: spool.recordPath(session)});
  const stops = createStops();
  const live = liveOutput();
  const seen = passedOn(env, given);
  const place: Workplace = {
    runDir,
    session,
    spool,
    keeper,
    live,
    stops,
    terminal,
    graceMs,
    isNearlyFull,
    passedOn: seen,
  };
  const {placesOf, jobOf, nameFor} = jobsOf(options, spool);
  const whenStopped = (request: PerformRequest) => (then: () => void) => stops.whenRequested(nameFor(request), then);

  const perform: Runners['perform'] = async (request, started): Promise<Performed> => {
    spool.sweep();
    const {action} = request;
    switch (action.kind) {
      case 'sql':
        // The client library is loaded when the first statement comes, not before the first frame.
        return (await import('./sql.ts')).performSql(action, request, whenStopped(request));
      case 'notify':
        return notify(options, action, request);
      case 'http':
        return (await import('./http.ts')).performHttp(action, {
          ...{place, request, ...placesOf(request)},
          ...(request.use === 'probe' && {whenStopped: whenStopped(request)}),
        });
      case 'command':
      case 'script': {
        const job = jobOf(request, action);
        if (!job.ok) {
          return notPerformed(job.reason, true);
        }
        if (isInteractive(request)) {
          const {performOnTerminal} = await import('./terminal-program.ts');
          return performOnTerminal(place, job.value, {keeperPath: options.terminalKeeperPath, term: env.TERM, started});
        }
        return performProgram(place, job.value, started);
      }
    }
  };

  return {
    perform,
    find: findFormer(options, place, {placesOf, jobOf}),
    stop: attempt => stops.request(nameOf(attempt)),
    stopAll: stops.requestAll,
    hasTerminal: terminal.isThere,
    output: attempt => place.live.lines(nameOf(attempt)),
    onOutput: place.live.onOutput,
    warm: keeper.warm,
    keepWhile: spool.keepWhile,
    close: async () => {
      const gone = keeper.close();
      spool.close();
      await gone;
    },
  };
};

type Jobs = ReturnType<typeof jobsOf>;

/** What a former session left of an attempt; only programs leave anything. */
const findFormer =
  (options: RunnersOptions, place: Workplace, {placesOf, jobOf}: Pick<Jobs, 'placesOf' | 'jobOf'>): Runners['find'] =>
  async (request, former, spawned): Promise<Found> => {
    assert(request.use === 'action', 'a probe of a former session was looked for; probes are asked again');
    const {action} = request;
    switch (action.kind) {
      case 'sql':
        return {found: 'nothing', cause: 'the connection ended with the program that ran the statements'};
      case 'notify':
        return {found: 'nothing', cause: 'nobody knows whether the message was sent'};
      case 'http':
        removeFiles([placesOf(request).files.out]);
        return {found: 'nothing', cause: 'the request ended with the program that sent it, and the answer was lost'};
      case 'command':
      case 'script': {
        const job = jobOf(request, action);
        return job.ok
          ? findProgram(place, job.value, {session: former, spawned, isSessionLocked: options.isSessionLocked})
          : {found: 'nothing', cause: job.reason};
      }
    }
  };

const notify = async (
  {notify: send}: RunnersOptions,
  {to, text}: Extract<ResolvedAction, {kind: 'notify'}>,
  {attempt: {run, step}, secrets}: PerformRequest,
): Promise<Performed> => {
  try {
    await send({run, step, to, text: hiding(secrets)(text)});
    return {ok: true, scope: {exit: 0}, certain: true};
  } catch (error) {
    const reason = `the message was not sent: ${error instanceof Error ? error.message : String(error)}`;
    return {ok: false, reason, scope: {}, certain: true};
  }
};

/** Where the files of each request lie, and the program that it comes down to. */
const jobsOf = ({session, env, self}: RunnersOptions, spool: Spool) => {
  let probes = 0;
  let account: string | undefined;
  // Looked up once: it costs a tenth of a millisecond, and there may be thousands of steps.
  const user = (): string => {
    account ??= env.PGUSER ?? userInfo().username;
    return account;
  };
  const nameFor = (request: PerformRequest): string => {
    probes += request.use === 'probe' ? 1 : 0;
    const attempt = nameOf(request.attempt);
    return request.use === 'probe' ? probeName(attempt, session, probes) : attempt;
  };
  const placesOf = (request: PerformRequest): Pick<Job, 'name' | 'files'> => {
    const name = nameFor(request);
    return {name, files: spool.files(name, request.secrets.length > 0 || request.heldBack !== undefined)};
  };
  const jobOf = (request: PerformRequest, action: ProgramAction): Result<Job> => {
    const {name, files} = placesOf(request);
    const program =
      action.kind === 'script'
        ? succeed(scriptProgram(action, files))
        : commandProgram(action, {self, user: user(), files});
    const placed =
      program.ok && action.on !== undefined
        ? remoteProgram(program.value, {
            on: action.on,
            env: attemptVariables(request.attempt, session),
            timeoutMs: request.timeoutMs,
          })
        : program;
    return placed.ok ? succeed({request, program: placed.value, name, files}) : fail(placed.reason);
  };
  return {placesOf, jobOf, nameFor};
};

type ProgramAction = Extract<ResolvedAction, {readonly kind: 'command' | 'script'}>;

const nameOf = ({step, attempt}: Attempt): string => attemptFileName(step, attempt);
